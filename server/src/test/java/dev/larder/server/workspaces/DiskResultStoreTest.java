package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.commitFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiskResultStoreTest {
  private static final String HELLO_DIGEST =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path root = Path.of("");
  private DiskResultStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = DiskResultStore.open(root);
  }

  @Test
  void fileBecomesReadyAtItsFinalPath() throws IOException {
    Lease lease = Samples.lease(GAP, 41);
    Files.writeString(store.stage(lease).resolve("content"), "hello");
    assertThat(store.open(GAP)).isEmpty();

    Result result = store.commit(lease, 3_500);

    Path path = root.resolve("workspaces/gap/k1/content");
    assertThat(result)
        .isEqualTo(
            new Result(
                GAP,
                path,
                HELLO_DIGEST,
                5,
                false,
                Instant.ofEpochMilli(3_500),
                2_500,
                Samples.BUILDER,
                41));
    assertThat(store.open(GAP)).contains(result);
    assertThat(store.finalPath(GAP)).isEqualTo(path).hasContent("hello");
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
  }

  @Test
  void stagingThatWasReplacedByALinkIsRefusedAndWhereItLeadsNothingChanges() throws IOException {
    Lease lease = Samples.lease(GAP, 1);
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("content"), "theirs");
    Files.writeString(elsewhere.resolve("other"), "theirs");
    Path staging = store.stage(lease);
    Files.delete(staging);
    Files.createSymbolicLink(staging, elsewhere);

    assertThatThrownBy(() -> store.commit(lease, 3_500))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problem()).isInstanceOf(Problem.NothingStaged.class));

    assertThat(elsewhere.toFile().list()).containsExactlyInAnyOrder("content", "other");
    assertThat(store.open(GAP)).isEmpty();
  }

  @Test
  void folderIsKeptWithItsModesAndLinks() throws IOException {
    Lease lease = Samples.lease(GAP, 1);
    Path made = Files.createDirectory(store.stage(lease).resolve("content"));
    Path tool = Files.writeString(made.resolve("tool"), "#!/bin/sh");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("r-xr-x--x"));
    Files.createSymbolicLink(made.resolve("alias"), Path.of("tool"));
    Files.createSymbolicLink(made.resolve("dangling"), Path.of("/no/such/place"));

    Result result = store.commit(lease, 2_000);

    assertThat(result.folder()).isTrue();
    assertThat(result.bytes()).isEqualTo(9);
    assertThat(mode(result.path().resolve("tool"))).isEqualTo("r-xr-x--x");
    assertThat(Files.readSymbolicLink(result.path().resolve("alias"))).isEqualTo(Path.of("tool"));
    assertThat(result.path().resolve("dangling")).isSymbolicLink();
  }

  @Test
  void stagingIsItsOwnersAloneAndTheResultForThoseOfItsWorkspace() throws IOException {
    Path workspace = Files.createDirectory(root.resolve("workspaces/gap"));
    Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(mode(store.stage(Samples.lease(GAP, 1)))).isEqualTo("rwx------");
    assertThat(mode(root.resolve("state"))).isEqualTo("rwx------");

    Result result = commitFile(store, GAP, 1, "hello");

    assertThat(mode(result.path().resolveSibling(""))).isEqualTo("rwxr-x---");
  }

  @Test
  void metaTellsPeopleWhatTheResultIs() throws IOException {
    Result result = commitFile(store, GAP, 41, "hello");

    JsonNode meta =
        new JsonMapper().readTree(Files.readString(result.path().resolveSibling("meta.json")));

    assertThat(meta)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"name": "gap", "key": "k1", "digest": "%s", "bytes": 5, "folder": false,
                     "created": "1970-01-01T00:00:01.041Z", "build_ms": 41,
                     "builder": {"pid": 77, "host": "a"}, "fence": 41}"""
                        .formatted(HELLO_DIGEST)));
  }

  @Test
  void commitWithoutContentIsRefusedAndCanBeTriedAgain() throws IOException {
    Lease lease = Samples.lease(GAP, 1);
    Path staging = store.stage(lease);
    Path notes = Files.writeString(staging.resolve("notes"), "half done");

    assertNothingStaged(lease, "'content' is not there");

    assertThat(notes).hasContent("half done");
    Files.writeString(staging.resolve("content"), "hello");
    assertThat(store.commit(lease, 2_000).digest()).isEqualTo(HELLO_DIGEST);
  }

  @ParameterizedTest
  @CsvSource({
    "ln -s /etc/hostname content, 'content'",
    "mkfifo content, 'content'",
    "mkdir -p content/sub && mkfifo content/sub/pipe, 'content/sub/pipe'"
  })
  void whatIsNoFileOrFolderIsRefused(String made, String named)
      throws IOException, InterruptedException {
    Lease lease = Samples.lease(GAP, 1);
    Shell.run("sh", "-c", "cd " + store.stage(lease) + " && " + made);

    assertNothingStaged(lease, "'" + named + "' is neither a file");
  }

  @Test
  void onlyTheContentGoesIntoTheStore() throws IOException {
    Path outside = Files.writeString(root.resolve("outside"), "stays");
    Lease lease = Samples.lease(GAP, 1);
    Path staging = store.stage(lease);
    Files.writeString(staging.resolve("content"), "hello");
    Files.createSymbolicLink(staging.resolve("meta.json"), outside);
    Files.writeString(Files.createDirectory(staging.resolve("objects")).resolve("a.o"), "a");

    Result result = store.commit(lease, 2_000);

    assertThat(Trash.entries(root.resolve("workspaces/gap/k1")))
        .containsExactlyInAnyOrder(result.path(), result.path().resolveSibling("meta.json"));
    assertThat(outside).hasContent("stays");
  }

  @Test
  void firstWholeResultOfAKeyStays() throws IOException {
    Result first = commitFile(store, GAP, 1, "hello");

    assertThat(commitFile(store, GAP, 2, "other")).isEqualTo(first);

    assertThat(first.path()).hasContent("hello");
    assertThat(store.open(GAP)).contains(first);
    store.unstage(Samples.lease(GAP, 2));
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"rm content", "printf hell > content", "rm content && mkdir content", "rm -r ../k1"})
  void contentChangedByHandCountsAsAbsentAndIsReplaced(String change)
      throws IOException, InterruptedException {
    Result damaged = commitFile(store, GAP, 1, "hello");
    Shell.run("sh", "-c", "cd " + damaged.path().getParent() + " && " + change);

    assertThat(store.open(GAP)).isEmpty();
    assertThat(store.results()).isEmpty();

    Result mended = commitFile(store, GAP, 2, "other");
    assertThat(store.open(GAP)).contains(mended);
    assertThat(mended.path()).hasContent("other");
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
  }

  @Test
  void forgottenResultIsRemovedButNothingThatItsLinksNameIs() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("file"), "stays");
    Lease lease = Samples.lease(GAP, 1);
    Path made = Files.createDirectories(store.stage(lease).resolve("content/locked"));
    Files.createSymbolicLink(made.resolve("out"), outside);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("r-xr-xr-x"));
    store.commit(lease, 3_000);

    assertThat(store.forget(GAP)).isTrue();

    assertThat(store.open(GAP)).isEmpty();
    assertThat(store.forget(GAP)).isFalse();
    assertThat(root.resolve("workspaces/gap")).isEmptyDirectory();
    assertThat(root.resolve("state/staging")).isEmptyDirectory();
    assertThat(outside.resolve("file")).hasContent("stays");
    assertThat(store.usualBuildMs(GAP.name())).hasValue(2_000);
  }

  @Test
  void buildsOfANameTakeTheMedianOfItsLastOnes() throws IOException {
    commitFile(store, WorkspaceId.parse("gap", "b"), 700, "hello");
    commitFile(store, WorkspaceId.parse("gap", "a"), 200, "hello");
    commitFile(store, WorkspaceId.parse("gap", "c"), 300, "hello");

    assertThat(store.usualBuildMs(WorkspaceName.parse("gap"))).hasValue(300);
    assertThat(store.usualBuildMs(WorkspaceName.parse("sage"))).isEmpty();
  }

  @Test
  void resultsAreListedByNameAndKey() throws IOException {
    commitFile(store, WorkspaceId.parse("sage", "a"), 1, "1");
    commitFile(store, WorkspaceId.parse("gap", "b"), 2, "2");
    commitFile(store, WorkspaceId.parse("gap", "a"), 3, "3");

    assertThat(store.results())
        .extracting(result -> result.id().toString())
        .containsExactly("gap/a", "gap/b", "sage/a");
  }

  @Test
  void removedStagingIsNoError() throws IOException {
    Lease lease = Samples.lease(GAP, 1);
    Path staging = store.stage(lease);
    Files.writeString(staging.resolve("content"), "half");

    store.unstage(lease);
    store.unstage(lease);

    assertThat(staging).doesNotExist();
    assertNothingStaged(lease, "is not there");
  }

  private void assertNothingStaged(Lease lease, String reason) {
    assertThatThrownBy(() -> store.commit(lease, 2_000))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.problem()).isInstanceOf(Problem.NothingStaged.class);
              assertThat(refused.problem().detail()).contains(reason);
            });
    assertThat(store.open(lease.id())).isEmpty();
    assertThat(root.resolve("workspaces")).isEmptyDirectory();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
