package dev.larder.prove.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileTest {
  @TempDir private Path scratch;

  @Test
  void whatIsNoRequestIsRefusedAndNobodyElseIsHeldUp() throws Exception {
    Run run = Run.lasting(Duration.ofSeconds(25), 1, scratch, System.out::println);
    Tally tally = new Hostile(2_000).prove(run);
    System.out.println(tally.all());
    assertThat(tally.of("broken messages")).isGreaterThan(250);
    assertThat(tally.of("stalled requests")).isGreaterThan(10);
    assertThat(tally.of("slow senders cut off")).isEqualTo(8);
    assertThat(tally.of("mutated requests")).isGreaterThanOrEqualTo(300);
    assertThat(tally.of("bombs")).isEqualTo(16);
    assertThat(tally.of("right answers to the client beside them")).isGreaterThan(200);
  }
}
