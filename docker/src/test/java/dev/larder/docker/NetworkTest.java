package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Network;

/** A daemon that containers without its volume reach by TCP, with TLS and tokens. */
class NetworkTest {
  private static final String HOST = "pantry";
  private static final String ENDPOINT = "https://" + HOST + ":7433";
  private static final int REFUSED = 1;

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void whoMayOnlyReadIsRefusedToWriteByTlsAndToken() throws Exception {
    try (SharedFolder folder = SharedFolder.create();
        Network network = Network.newNetwork()) {
      Keys keys = Keys.make(folder.path().resolve("keys"), HOST);
      try (Pantry pantry =
          Pantry.in(folder)
              .with("LARDER_LISTEN", "0.0.0.0:7433")
              .with("LARDER_ALLOW_HOST", HOST)
              .with("LARDER_TLS_CERT", keys.folder().resolve("cert.pem").toString())
              .with("LARDER_TLS_KEY", keys.folder().resolve("key.pem").toString())
              .with("LARDER_TOKENS", keys.folder().resolve("tokens").toString())
              .and(container -> container.withNetwork(network).withNetworkAliases(HOST))
              .open()) {
        String merge = "echo '{\"a\": 1}' | larder merge timings";

        Tool.Ended nobody = larder(network, keys, "", merge);
        Tool.Ended reader = larder(network, keys, "ro", merge);
        assertThat(nobody.exitCode()).as(nobody.said()).isEqualTo(REFUSED);
        assertThat(reader.exitCode()).as(reader.said()).isEqualTo(REFUSED);
        assertThat(larder(network, keys, "ro", "larder ls stats").well()).doesNotContain("timings");

        larder(network, keys, "rw", merge).well();

        assertThat(larder(network, keys, "ro", "larder get timings").well()).contains("{\"a\": 1}");
        assertThat(pantry.stop()).isZero();
      }
    }
  }

  /** A shell's line in a build container of the network; no token's name, no token. */
  private static Tool.Ended larder(Network network, Keys keys, String token, String line) {
    var words =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--rm",
                "--network",
                network.getId(),
                "--volume",
                keys.folder() + ":/keys:ro",
                "--env",
                "LARDER_ENDPOINT=" + ENDPOINT,
                "--env",
                "LARDER_CACERT=/keys/cert.pem"));
    if (!token.isEmpty()) {
      words.addAll(List.of("--env", "LARDER_TOKEN_FILE=/keys/" + token));
    }
    words.addAll(List.of(Image.BUILDER.reference().asCanonicalNameString(), "sh", "-c", line));
    return Tool.run(words.toArray(new String[0]));
  }
}
