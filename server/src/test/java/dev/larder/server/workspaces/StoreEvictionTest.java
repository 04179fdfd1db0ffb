package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.commitFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How results leave the disk, and how their last use is kept there. */
class StoreEvictionTest {
  @TempDir private Path root;
  private DiskResultStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskResultStore.open(root);
  }

  @Test
  void whatIsWithdrawnIsFoundByNobodyAndThenGone() throws IOException {
    Result result = commitFile(store, GAP, 1, "hello");
    assertThat(store.bytes()).isEqualTo(5);

    assertThat(store.withdraw(result)).isTrue();

    assertThat(store.open(GAP)).isEmpty();
    assertThat(store.kept()).isEmpty();
    assertThat(store.bytes()).isZero();
    assertThat(store.withdraw(result)).isFalse();
    assertThat(result.path()).hasContent("hello");
    store.remove(result);
    assertThat(result.path()).doesNotExist();
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
  }

  @Test
  void commitOfAWithdrawnKeyReplacesItAndIsNotRemovedForIt() throws IOException {
    Result old = commitFile(store, GAP, 1, "old");
    store.withdraw(old);

    Result fresh = commitFile(store, GAP, 2, "fresh");
    store.remove(old);

    assertThat(fresh.path()).hasContent("fresh");
    assertThat(store.open(GAP)).contains(fresh);
    assertThat(DiskResultStore.open(root).open(GAP)).contains(fresh);
  }

  @Test
  void lastUseIsKeptOverARestart() throws IOException {
    Result result = commitFile(store, GAP, 1, "hello");
    store.use(GAP, 4_000_000_000_000L);
    store.use(GAP, 5);
    assertThat(store.usedMs(result)).isEqualTo(4_000_000_000_000L);

    store.saveUses();

    assertThat(DiskResultStore.open(root).usedMs(result)).isEqualTo(4_000_000_000_000L);
  }

  @Test
  void resultThatIsMoreThanTheStoreMayHoldIsRefusedAndStaysInStaging() throws IOException {
    DiskResultStore small = DiskResultStore.open(root, Audience.OWNER, 4);
    Lease lease = Samples.lease(GAP, 1);
    Path content = Files.writeString(small.stage(lease).resolve("content"), "hello");

    assertThatThrownBy(() -> small.commit(lease, 2_000))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.problem())
                    .isEqualTo(new Problem.TooLarge("result", 4, "bytes")));

    assertThat(content).hasContent("hello");
    Files.writeString(content, "four");
    assertThat(small.commit(lease, 2_000).bytes()).isEqualTo(4);
  }

  @Test
  void contentThatIsNotWhatItsDigestSaysIsNotWhole() throws IOException {
    Result result = commitFile(store, GAP, 1, "hello");
    assertThat(store.isWhole(result)).isTrue();

    Files.writeString(result.path(), "hallo");

    assertThat(store.open(GAP)).as("of its length it is").contains(result);
    assertThat(store.isWhole(result)).isFalse();
  }

  @Test
  void inspectionNamesWhatIsDamagedAndCountsWhatIsWhole() throws IOException {
    Result damaged = commitFile(store, GAP, 1, "hello");
    commitFile(store, WorkspaceId.parse("gap", "k2"), 2, "whole");
    assertThat(StoreInspection.inspect(root).isWhole()).isTrue();
    Files.writeString(damaged.path(), "hallo");

    StoreInspection found = StoreInspection.inspect(root);

    assertThat(found.results()).isOne();
    assertThat(found.bytes()).isEqualTo(5);
    List<Path> folders = found.damaged().stream().map(StoreInspection.Damaged::folder).toList();
    assertThat(folders).containsExactly(root.resolve("workspaces/gap/k1"));
    StoreInspection.drop(root, found.damaged().get(0));
    assertThat(StoreInspection.inspect(root).isWhole()).isTrue();
  }
}
