package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.client.BuildFunction;
import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.WorkspaceResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A result that is committed when the disk is full. */
class FullStoreTest {
  @Test
  void commitOnAFullDiskHasItsRoomMadeByWhatMayGo() throws Exception {
    try (SmallDisk disk = SmallDisk.mount()) {
      disk.root().serve("--journal-segment", "1MiB", "--min-free", "0");
      try (Larder larder = disk.root().client()) {
        larder.build("w", "idle", writing(1_000_000)).close();
        larder.build("w", "pinned", writing(1_000_000)).close();
        larder.pin("w", "pinned", "keep", null);

        try (BuildResult result = larder.build("w", "fresh", fillingBehind(disk))) {
          assertThat(result.path()).hasSize(500_000);
          assertThat(larder.results("w").results())
              .extracting(WorkspaceResult::key)
              .containsExactly("fresh", "pinned");
        }
      }
    }
  }

  @Test
  void commitThatFindsNoRoomIsRefusedLosesNothingAndLaterOnesGoOn() throws Exception {
    try (SmallDisk disk = SmallDisk.mount()) {
      disk.root().serve("--journal-segment", "1MiB", "--min-free", "0");
      try (Larder larder = disk.root().client()) {
        larder.build("w", "kept", writing(1_000_000)).close();
        larder.pin("w", "kept", "keep", null);

        assertThatThrownBy(() -> larder.build("w", "fresh", fillingBehind(disk)))
            .isInstanceOfSatisfying(
                LarderException.Refused.class,
                refused -> assertThat(refused.is(ProblemKind.STORAGE_FULL)).isTrue());

        Path kept = Path.of(String.valueOf(larder.result("w", "kept").path()));
        assertThat(Files.readAllBytes(kept)).hasSize(1_000_000);
        Path staging = disk.root().path().resolve("state/staging");
        Patience.until("the staging is removed").until(() -> isEmpty(staging));
        disk.free();
        Patience.until("a build is taken again").until(() -> isBuilt(larder));
      }
    }
  }

  private static BuildFunction<IOException> writing(int bytes) {
    return staging -> Files.write(staging.content(), new byte[bytes]);
  }

  private static BuildFunction<IOException> fillingBehind(SmallDisk disk) {
    return staging -> {
      Files.write(staging.content(), new byte[500_000]);
      disk.fill();
    };
  }

  private static boolean isEmpty(Path folder) {
    String[] left = folder.toFile().list();
    return left != null && left.length == 0;
  }

  private static boolean isBuilt(Larder larder) throws IOException {
    try (BuildResult result = larder.build("w", "fresh", writing(500_000))) {
      return result.bytes() == 500_000;
    } catch (LarderException.Refused | LarderException.BuildFailed e) {
      return false;
    }
  }
}
