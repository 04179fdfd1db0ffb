package dev.larder.server.http;

import static dev.larder.server.http.TcpAccessTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.access.TlsFiles;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that speaks TLS and asks its clients for certificates. */
@Timeout(60)
class TlsAccessTest {
  private static final Call STATS = local(Call.get("/v1/stats"));

  @TempDir private Path folder;

  private final LiveDaemon none = LiveDaemon.with();
  private LiveDaemon daemon = none;
  private @Nullable Authority authority;
  private @Nullable TlsFiles server;
  private @Nullable TlsFiles client;

  @BeforeEach
  void start() throws Exception {
    authority = Authority.in(folder, "ca");
    server = authority.issue("server", 2);
    client = authority.issue("client", 2);
    daemon =
        LiveDaemon.listening(
            "--tls-cert", server.cert().toString(),
            "--tls-key", server.key().toString(),
            "--tls-client-ca", authority.certificate().toString());
  }

  @AfterEach
  void stop() throws Exception {
    if (daemon != none) {
      daemon.close();
    }
  }

  private SSLSocket socket(@Nullable TlsFiles own) throws IOException, GeneralSecurityException {
    return (SSLSocket) ca().client(own).createSocket("localhost", daemon.port().getPort());
  }

  private Authority ca() {
    return Objects.requireNonNull(authority);
  }

  /** With TLS 1.3 the client may know of the refusal only when it reads. */
  private void refused(@Nullable TlsFiles own) {
    assertThatThrownBy(
            () -> {
              try (Wire wire = Wire.to(socket(own))) {
                wire.ask(STATS);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aClientWithACertificateIsServed(String protocol) throws Exception {
    SSLSocket socket = socket(client);
    socket.setEnabledProtocols(new String[] {protocol});
    try (Wire wire = Wire.to(socket)) {
      wire.ask(local(Call.merge("tls", "{\"a\":\"" + "x".repeat(300_000) + "\"}"))).has(201);
      assertThat(wire.ask(local(Call.get("/v1/stats/tls"))).body()).hasSize(300_000 + 9);
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @Test
  void aClientWithoutACertificateIsRefusedAndLoggedOnceWhileOthersGoOn() throws Exception {
    try (Wire others = Wire.to(socket(client))) {
      refused(null);
      others.ask(STATS).has(200);
      refused(null);
      others.ask(STATS).has(200);
    }
    assertThat(daemon.logged("the client showed no certificate")).hasSize(1);
  }

  @Test
  void anExpiredCertificateIsRefusedAndLoggedOnce() throws Exception {
    TlsFiles expired = ca().issue("expired", -1);
    refused(expired);
    refused(expired);
    assertThat(daemon.logged("certificate has expired")).hasSize(1);
    assertThat(daemon.logged("Exception")).isEmpty();
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    TlsFiles foreign = Authority.in(folder, "other").issue("foreign", 2);
    // The JDK's client would not even show a certificate that it is not asked for.
    String said =
        Shell.tryRun(
                "sh",
                "-c",
                "openssl s_client -ign_eof </dev/null -connect localhost:\"$1\" -cert \"$2\" -key \"$3\"",
                "sh",
                String.valueOf(daemon.port().getPort()),
                foreign.cert().toString(),
                foreign.key().toString())
            .output();
    assertThat(said).contains("alert certificate unknown");
    assertThat(daemon.logged("is of no CA in --tls-client-ca")).hasSize(1);
  }

  @Test
  void plainTextGetsAPlainAnswerAndIsLoggedOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Wire plain = daemon.connectByTcp()) {
        plain.ask(STATS).problem(ProblemKind.TLS_REQUIRED);
        assertThat(plain.isAtEnd()).isTrue();
      }
    }
    assertThat(daemon.logged("(tls-required)")).hasSize(1);
  }

  @Test
  void aProtocolThatIsTooOldIsRefused() throws Exception {
    try (SSLSocket socket = socket(client)) {
      // The JDK itself disables it by default; so it says so, or the daemon does.
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aNewCertificateIsForNewConnectionsAndDropsNone() throws Exception {
    try (Wire before = Wire.to(socket(client))) {
      before.ask(STATS).has(200);
      TlsFiles next = ca().issue("next", 2);
      TlsFiles now = Objects.requireNonNull(server);
      Files.write(now.cert(), Files.readAllBytes(next.cert()));
      Files.write(now.key(), Files.readAllBytes(next.key()));
      await().until(() -> shown().equals("CN=next"));
      before.ask(STATS).has(200);
    }
    assertThat(daemon.logged("certificates were read again")).hasSize(1);
  }

  private String shown() throws IOException, GeneralSecurityException {
    try (SSLSocket socket = socket(client)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aKeyOfAnotherFormAndOneOfAnotherCertificateAreRefusedAtTheStart() throws Exception {
    TlsFiles one = Objects.requireNonNull(server);
    TlsFiles other = Objects.requireNonNull(client);
    assertThatThrownBy(() -> new TlsFiles(one.cert(), other.key(), null).read())
        .hasMessageContaining("is not the key of");
    Path old = folder.resolve("old.key");
    String text = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
    Files.writeString(old, text);
    assertThatThrownBy(() -> new TlsFiles(one.cert(), old, null).read())
        .hasMessageContaining("openssl pkcs8 -topk8");
    assertThat(one.all()).isEqualTo(List.of(one.cert(), one.key(), ca().certificate()));
  }
}
