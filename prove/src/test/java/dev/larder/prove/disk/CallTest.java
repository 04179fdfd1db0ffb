package dev.larder.prove.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void aCallIsReadWithItsThreadItsPathsAndWhetherItWasMadeToFail() {
    assertThat(
            Call.parse(
                List.of(
                    "12<engine> fdatasync(48</r/state/journal/1.journal>) = -1 EIO (Input/output"
                        + " error) (INJECTED)",
                    "13<publisher> rename(\"/r/a.tmp\", \"/r/a\") = 0",
                    "openat(AT_FDCWD</home>, \"/r/b\", O_RDONLY) = 7</r/b>")))
        .containsExactly(
            new Call(12, "engine", "fdatasync", List.of("/r/state/journal/1.journal"), true),
            new Call(13, "publisher", "rename", List.of("/r/a.tmp", "/r/a"), false),
            new Call(0, "", "openat", List.of("/r/b"), false));
  }

  @Test
  void aCallThatOthersInterruptedIsOne() {
    assertThat(
            Call.parse(
                List.of(
                    "12<engine> fsync(4</r/a> <unfinished ...>",
                    "13<java> unlink(\"/r/b\") = 0",
                    "12<engine> <... fsync resumed>) = -1 ENOSPC (No space left on device)"
                        + " (INJECTED)",
                    "14<store> fsync(5</r/c> <unfinished ...>")))
        .containsExactly(
            new Call(13, "java", "unlink", List.of("/r/b"), false),
            new Call(12, "engine", "fsync", List.of("/r/a"), true),
            new Call(14, "store", "fsync", List.of("/r/c"), false));
  }

  @Test
  void whatIsWrittenIsNoPath() {
    assertThat(Call.parse(List.of("12<engine> write(3</r/a>, \"\\\"/etc/passwd\\\"\", 9) = 9")))
        .containsExactly(new Call(12, "engine", "write", List.of("/r/a"), false));
  }
}
