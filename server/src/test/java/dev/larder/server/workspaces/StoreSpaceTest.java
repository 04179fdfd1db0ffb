package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSpaceTest {
  @TempDir Path folder = Path.of("");

  @Test
  void fullDiskRefusesTheCommitAndKeepsWhatWasStaged() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        Shell.tryRun("mount", "-t", "tmpfs", "-o", "size=256k", "larder", disk + "").exitCode()
            == 0,
        "skipped, as it needs the right to mount");
    try {
      commitOnAFullDisk(disk);
    } finally {
      Shell.run("umount", disk.toString());
    }
  }

  private static void commitOnAFullDisk(Path disk) throws IOException {
    DiskResultStore store = DiskResultStore.open(disk);
    Lease lease = Samples.lease(GAP, 1);
    Path content = Files.writeString(store.stage(lease).resolve("content"), "hello");
    Path filler = disk.resolve("filler");
    assertThatThrownBy(() -> Files.write(filler, new byte[1024 * 1024]))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(() -> store.commit(lease, 2_000))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.problem())
                    .isEqualTo(new Problem.StorageFull("the result gap/k1")));

    assertThat(content).hasContent("hello");
    assertThat(store.open(GAP)).isEmpty();
    Files.delete(filler);
    assertThat(store.commit(lease, 2_000).path()).hasContent("hello");
  }

  @Test
  void onlyWantOfSpaceIsTakenForIt() {
    Path full = Path.of("/dev/full");
    Needs.thatHolds(Files.exists(full), "/dev/full");

    assertThatThrownBy(() -> Files.writeString(full, "hello"))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(Disk.isFull(e, folder)).isTrue());
    assertThat(Disk.isFull(new NoSuchFileException("hello"), folder)).isFalse();
  }
}
