package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.commitFile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.WorkspaceId;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store finds on disk when it is opened again, however the last one ended. */
class StoreRestartTest {
  private static final WorkspaceId OTHER = WorkspaceId.parse("gap", "k2");

  @TempDir Path root = Path.of("");

  @Test
  void resultsSurviveARestart() throws IOException {
    DiskResultStore before = DiskResultStore.open(root);
    Result file = commitFile(before, GAP, 1, "hello");
    Lease lease = Samples.lease(OTHER, 2);
    Files.createDirectory(before.stage(lease).resolve("content"));
    Result folder = before.commit(lease, 9_000);

    DiskResultStore after = DiskResultStore.open(root);

    assertThat(after.results()).containsExactly(file, folder);
    assertThat(after.open(GAP)).contains(file);
    assertThat(after.usualBuildMs(GAP.name())).hasValue(file.buildMs());
  }

  @Test
  void crashBeforeTheRenameLeavesNothingInTheStore() throws IOException {
    DiskResultStore before = DiskResultStore.open(root);
    Result result = commitFile(before, GAP, 1, "hello");
    Path staging = before.stage(Samples.lease(GAP, 2));
    Files.delete(staging);
    // As it stood one call earlier: all is written, and the folder has its old name.
    Files.move(root.resolve("workspaces/gap/k1"), staging);

    DiskResultStore after = DiskResultStore.open(root);
    assertThat(after.results()).isEmpty();
    after.sweep(List.of());

    assertThat(result.path()).doesNotExist();
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
  }

  @Test
  void builderOfARestoredLeaseFindsItsStagingAndCommits() throws IOException {
    Lease live = Samples.lease(GAP, 1);
    Lease dead = Samples.lease(OTHER, 2);
    DiskResultStore before = DiskResultStore.open(root);
    Path staging = before.stage(live);
    Files.writeString(staging.resolve("content"), "hello");
    Files.writeString(before.stage(dead).resolve("content"), "hello");

    DiskResultStore after = DiskResultStore.open(root);
    Path fresh = after.stage(Samples.lease(OTHER, 3));
    after.sweep(List.of(live));

    assertThat(Trash.entries(root.resolve("state/staging")))
        .containsExactlyInAnyOrder(staging, fresh);
    assertThat(after.stage(live)).isEqualTo(staging);
    assertThat(after.commit(live, 2_000).path()).hasContent("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm meta.json",
        "rm content",
        "printf hello! > content",
        "rm content && ln -s meta.json content",
        "rm content && mkdir content",
        "printf '{' > meta.json",
        "printf '{}' > meta.json",
        "printf null > meta.json",
        "sed -i s/k1/k2/ meta.json",
        "sed -i s/k1/..k1/ meta.json",
        "sed -i s/sha256:/md5:/ meta.json",
        "sed -i 's/\"bytes\":5,//' meta.json",
        "sed -i 's/\"builder\"/\"person\"/' meta.json",
        "head -c 20000 /dev/zero > meta.json",
        "rm meta.json && mkdir meta.json",
        "cd .. && rm -r k1 && mkdir k1",
        "cd .. && rm -r k1 && touch k1",
        "cd .. && mv k1 ../../moved && ln -s ../../moved k1"
      })
  void damagedResultGoesToTheTrash(String damage) throws IOException, InterruptedException {
    Result result = commitFile(DiskResultStore.open(root), GAP, 1, "hello");
    Shell.run("sh", "-c", "cd " + result.path().getParent() + " && " + damage);

    DiskResultStore store = DiskResultStore.open(root);

    assertThat(store.open(GAP)).isEmpty();
    assertThat(root.resolve("workspaces/gap")).isEmptyDirectory();
    store.sweep(List.of());
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
    assertThat(commitFile(store, GAP, 2, "again").path()).hasContent("again");
  }

  @Test
  void whatHasNoNameOfAResultIsLeftAlone() throws IOException {
    Result result = commitFile(DiskResultStore.open(root), GAP, 1, "hello");
    Path note = Files.writeString(root.resolve("workspaces/README"), "by hand");
    Path hidden = Files.createDirectory(root.resolve("workspaces/gap/.hidden"));
    Path spaced = Files.createDirectories(root.resolve("workspaces/my files/k1"));

    DiskResultStore store = DiskResultStore.open(root);
    store.sweep(List.of());

    assertThat(store.results()).containsExactly(result);
    assertThat(note).hasContent("by hand");
    assertThat(hidden).isDirectory();
    assertThat(spaced).isDirectory();
  }
}
