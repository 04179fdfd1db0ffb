package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.client.http.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By TCP and TLS, against servers of the JDK's. */
class TcpTest {
  private static final ClientOptions DEFAULTS =
      ClientOptions.of(Map.of(), "").withTimeoutMs(20_000);

  @TempDir private static Path certificates;
  private static TestCertificate daemons;
  private static TestCertificate others;
  private static TestCertificate clients;

  @TempDir private Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    daemons = new TestCertificate(certificates, "daemon", "EC", "dns:localhost");
    others = new TestCertificate(certificates, "other", "RSA", "dns:localhost");
    clients = new TestCertificate(certificates, "client", "RSA", "dns:client");
  }

  private static Larder open(Endpoint endpoint, Credentials credentials) {
    return Larder.open(DEFAULTS.withEndpoint(endpoint).withCredentials(credentials));
  }

  private static Credentials trusting(TestCertificate certificate) {
    return Credentials.NONE.withCaCert(certificate.cert);
  }

  private static byte[] large() {
    return ("{\"a\": \"" + "x".repeat(5 << 20) + "\"}").getBytes(UTF_8);
  }

  @Test
  void plainTcpKeepsItsConnectionAndNamesItsHost() throws Exception {
    try (var peer = TcpPeer.plain();
        var larder = open(peer.endpoint("127.0.0.1"), Credentials.NONE)) {
      larder.put("d", large(), WriteOptions.DEFAULTS);

      assertThat(larder.get("d").json()).isEqualTo(large());
      assertThat(peer.clients).hasSize(1);
      assertThat(peer.hosts).containsOnly(peer.endpoint("127.0.0.1").toString().substring(7));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsCarriesLargeBodiesBothWaysOnOneConnection(String version) throws Exception {
    String old = System.getProperty("jdk.tls.client.protocols", "");
    System.setProperty("jdk.tls.client.protocols", version);
    try (var peer = TcpPeer.tls(daemons, null);
        var larder = open(peer.endpoint("localhost"), trusting(daemons))) {
      larder.put("d", large(), WriteOptions.DEFAULTS);

      assertThat(larder.get("d").json()).isEqualTo(large());
      assertThat(larder.get("d").json()).isEqualTo(large());
      assertThat(peer.clients).hasSize(1);
    } finally {
      System.setProperty("jdk.tls.client.protocols", old);
    }
  }

  @Test
  void daemonThatNobodyVouchesForIsNotSpokenTo() throws Exception {
    try (var peer = TcpPeer.tls(daemons, null);
        var larder = open(peer.endpoint("localhost"), trusting(others))) {
      assertThatThrownBy(() -> larder.get("d"))
          .isInstanceOf(LarderException.Unreachable.class)
          .hasMessageContaining("TLS with the daemon of https://localhost:")
          .hasMessageContaining("LARDER_CACERT");
      assertThat(peer.clients).isEmpty();
    }
  }

  @Test
  void daemonWithAnothersNameIsNotSpokenTo() throws Exception {
    try (var peer = TcpPeer.tls(daemons, null);
        var larder = open(peer.endpoint("127.0.0.1"), trusting(daemons))) {
      assertThatThrownBy(() -> larder.get("d"))
          .isInstanceOf(LarderException.Unreachable.class)
          .hasMessageContaining("127.0.0.1");
      assertThat(peer.clients).isEmpty();
    }
  }

  @Test
  void clientShowsItsCertificateWhereOneIsWanted() throws Exception {
    try (var peer = TcpPeer.tls(daemons, clients);
        var known =
            open(
                peer.endpoint("localhost"),
                trusting(daemons).withClientCert(clients.cert, clients.key));
        var unknown = open(peer.endpoint("localhost"), trusting(daemons))) {
      assertThat(known.get("d").json()).isEqualTo("{}".getBytes(UTF_8));
      assertThatThrownBy(() -> unknown.get("d"))
          .isInstanceOf(LarderException.class)
          .isNotInstanceOf(LarderException.WrongProtocol.class);
      assertThat(peer.clients).hasSize(1);
    }
  }

  @Test
  void certificatesThatChangedAreReadAgain() throws Exception {
    Path ca = folder.resolve("ca.pem");
    Files.copy(others.cert, ca);
    Files.setLastModifiedTime(ca, FileTime.fromMillis(1));
    try (var peer = TcpPeer.tls(daemons, null);
        var larder = open(peer.endpoint("localhost"), Credentials.NONE.withCaCert(ca))) {
      assertThatThrownBy(() -> larder.get("d")).isInstanceOf(LarderException.Unreachable.class);

      Files.copy(daemons.cert, ca, StandardCopyOption.REPLACE_EXISTING);

      assertThat(larder.get("d").json()).isEqualTo("{}".getBytes(UTF_8));
    }
  }

  @Test
  void tokenIsShownByTcpAndReadAgainForEachRequest() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "larder_first\n");
    try (var peer = TcpPeer.plain();
        var larder = open(peer.endpoint("localhost"), Credentials.NONE.withTokenFile(token))) {
      larder.get("d");
      Files.writeString(token, "larder_second");
      larder.get("d");

      assertThat(peer.authorizations)
          .containsExactly("Bearer larder_first", "Bearer larder_second");
    }
  }

  @Test
  void filesThatAreOfNoUseAreNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "two words");
    Path missing = folder.resolve("missing");
    try (var peer = TcpPeer.tls(daemons, null)) {
      for (Credentials credentials :
          new Credentials[] {
            Credentials.NONE.withTokenFile(text),
            Credentials.NONE.withCaCert(text),
            trusting(daemons).withClientCert(daemons.cert, text)
          }) {
        assertRefused(peer, credentials, text.toString());
      }
      assertRefused(peer, Credentials.NONE.withTokenFile(missing), "there is no such file");
      assertRefused(peer, Credentials.NONE.withCaCert(missing), "there is no such file");
      assertThat(peer.clients).isEmpty();
    }
  }

  private static void assertRefused(TcpPeer peer, Credentials credentials, String words)
      throws Exception {
    try (var larder = open(peer.endpoint("localhost"), credentials)) {
      assertThatThrownBy(() -> larder.get("d"))
          .isInstanceOf(LarderException.Unreachable.class)
          .hasMessageContaining(words);
    }
  }

  @Test
  void whereNobodyListensThatIsSaid() throws Exception {
    Endpoint endpoint;
    try (var peer = TcpPeer.plain()) {
      endpoint = peer.endpoint("127.0.0.1");
    }
    try (var larder = open(endpoint, Credentials.NONE)) {
      assertThatThrownBy(() -> larder.get("d"))
          .isInstanceOf(LarderException.Unreachable.class)
          .hasMessageContaining("No daemon answers at " + endpoint);
    }
  }

  @Test
  void tlsToAPortThatDoesNotSpeakItIsToldFromASilentDaemon() throws Exception {
    Thread thread;
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      thread = new Thread(() -> refuseInPlainText(server), "plain-peer");
      thread.start();
      Endpoint wrong = new Endpoint.Tcp("localhost", server.getLocalPort(), true);
      try (var larder = open(wrong, trusting(daemons))) {
        assertThatThrownBy(() -> larder.get("d"))
            .isInstanceOf(LarderException.Unreachable.class)
            .hasMessageContaining("TLS with the daemon of");
      }
    }
    thread.join();
  }

  /** Until it is closed: says that the first byte of a handshake starts no request. */
  private static void refuseInPlainText(ServerSocket server) {
    byte[] refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);
    while (!server.isClosed()) {
      try (var connection = server.accept()) {
        connection.getInputStream().read();
        connection.getOutputStream().write(refusal);
      } catch (IOException e) {
        // Closed, by the test or by the client: the condition tells which.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host",
        "https://host:0",
        "https://host:70000",
        "https://u@host:1",
        "https://host:1/v1",
        "https://host:1?q",
        "https://:1",
        "ftp://host:1"
      })
  void urlThatIsNoEndpointIsRefused(String url) {
    assertThatThrownBy(() -> Endpoint.parse(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host:1", "https://[::1]:7433", "https://10.0.0.1:65535"})
  void endpointKeepsItsTextForm(String url) {
    assertThat(Endpoint.parse(url)).hasToString(url);
  }
}
