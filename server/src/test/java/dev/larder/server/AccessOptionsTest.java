package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AccessOptionsTest {
  @TempDir private Path folder;
  private String tokens = "";

  @BeforeEach
  void makeTokens() throws IOException {
    tokens = folder.resolve("tokens").toString();
    Files.writeString(Path.of(tokens), "ci rw sha256:" + "0".repeat(64) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "localhost:7433", "[::1]:7433", "127.9.9.9:1"})
  void aLoopbackAddressNeedsNothingElse(String address) {
    assertThat(fault("--listen", address)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:7433", "[::]:7433", "10.0.0.1:7433"})
  void anOpenAddressNeedsTokensAndTls(String address) {
    assertThat(fault("--listen", address)).contains("--tokens", "127.0.0.1");
    assertThat(fault("--listen", address, "--tokens", tokens))
        .contains("--tls-cert", "--insecure-plaintext");
    assertThat(fault("--listen", address, "--tokens", tokens, "--insecure-plaintext")).isNull();
    assertThat(fault("--listen", address, "--insecure-plaintext")).contains("--tokens");
  }

  @Test
  void oneOpenAddressAmongOthersIsFound() {
    assertThat(fault("--listen", "127.0.0.1:0,0.0.0.0:0")).contains("0.0.0.0:0");
    assertThat(fault("--listen", "127.0.0.1:0", "--listen", "0.0.0.0:0")).contains("0.0.0.0:0");
  }

  @ParameterizedTest
  @CsvSource({
    "7433,HOST:PORT",
    "::1:7433,in brackets",
    "localhost:,not 0 to 65535",
    "localhost:65536,not 0 to 65535",
    "no.such.host.invalid:1,not known here"
  })
  void anAddressThatIsNoneIsTold(String address, String word) {
    assertThat(fault("--listen", address)).contains(word);
  }

  @Test
  void filesThatAreMissingMalformedOrAloneAreTold() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "\nci rx sha256:00\n");
    assertThat(fault("--tokens", broken.toString())).contains("broken, line 2");
    assertThat(fault("--tokens", folder.resolve("none").toString())).contains("is not there");
    assertThat(fault("--tls-key", tokens)).contains("--tls-cert and --tls-key");
    assertThat(fault("--tls-client-ca", tokens)).contains("needs --tls-cert");
    assertThat(fault("--tls-cert", tokens, "--tls-key", tokens)).contains("BEGIN CERTIFICATE");
  }

  @Test
  void aSocketForTheGroupNeedsSomebodyToLetIn() {
    assertThat(fault("--socket-mode", "0660")).contains("--allow-gid");
    assertThat(fault("--socket-mode", "0660", "--allow-gid", "100")).isNull();
    assertThat(fault("--socket-mode", "660", "--allow-uid", "100,101")).isNull();
    assertThat(fault("--allow-uid", "bob")).contains("--allow-uid is 'bob'");
    assertThat(fault("--allow-gid", "4294967295")).contains("not a number of a user or group");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0666", "0640", "rw-", "0777"})
  void aSocketModeThatIsNoneOfTheTwoIsRefused(String mode) {
    assertThatThrownBy(() -> fault("--socket-mode", mode))
        .isInstanceOf(CommandLine.ParameterException.class);
  }

  private static @Nullable String fault(String... arguments) {
    return CommandLine.populateCommand(new AccessOptions(), arguments).fault();
  }
}
