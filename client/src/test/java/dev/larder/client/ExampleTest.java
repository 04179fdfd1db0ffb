package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example on the package's page, as it stands there. */
class ExampleTest extends PeerTest {
  @Test
  void exampleOfThePackagePageWorks() throws IOException {
    Path staging = Files.createDirectory(folder.resolve("staging"));
    peer.then(
            line -> {
              line.hear();
              line.answer(200, "", "{\"version\":1,\"entries\":1,\"bytes\":33}");
              line.hear();
              line.answer(200, "", "1.5");
              line.hear();
              line.answer(
                  200,
                  "",
                  "{\"path\":\"%s/content\",\"digest\":\"sha256:0\",\"bytes\":1,\"fence\":1,\"kept\":false}"
                      .formatted(staging));
            })
        .then(
            line -> {
              line.hear();
              line.beginStream()
                  .chunk(
                      "{\"event\":\"granted\",\"token\":\"t\",\"fence\":1,\"staging\":\"%s\",\"final\":\"/f\"}\n"
                          .formatted(staging));
              line.hungUp();
            });

    byte[] walltime;
    String primes;
    try (Larder larder = Larder.open(options())) {
      // Durable when the call returns; of many processes that do this at once no entry is lost.
      larder.merge("timings", "{\"src/a.py\": {\"walltime\": 1.5}}".getBytes(UTF_8));
      walltime = larder.get("timings", "/src~1a.py/walltime");

      // Of many processes that ask at once, one builds and the others wait.
      try (BuildResult table =
          larder.build(
              "tables",
              "primes-1000",
              at -> Files.writeString(at.content(), computePrimes(1000)))) {
        primes = Files.readString(table.path());
      }
    }
    assertThat(walltime).isEqualTo("1.5".getBytes(UTF_8));
    assertThat(primes).startsWith("2 3 5 7 11 ").endsWith(" 997");
  }

  private static String computePrimes(int below) {
    StringBuilder primes = new StringBuilder("2");
    for (int candidate = 3; candidate < below; candidate += 2) {
      if (java.math.BigInteger.valueOf(candidate).isProbablePrime(30)) {
        primes.append(' ').append(candidate);
      }
    }
    return primes.toString();
  }
}
