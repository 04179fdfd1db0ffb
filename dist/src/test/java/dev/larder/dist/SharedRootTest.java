package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon of one user, a builder of another in the same group, and a stranger. */
@Timeout(180)
class SharedRootTest {
  private static final int OWNER = 64201;
  private static final int MEMBER = 64202;
  private static final int STRANGER = 64203;
  private static final int GROUP = 64200;

  private final TestRoot place;
  private final Path root;

  SharedRootTest() throws IOException {
    place = TestRoot.named("shared/root");
    root = place.path();
  }

  /** The command's folder may lie where no other user gets. */
  @BeforeEach
  void openTheWay() throws Exception {
    for (String command : List.of("setpriv", "curl")) {
      Needs.command(command);
    }
    Needs.that(uid(Path.of("/proc/self")) == 0, "only the superuser can act as other users");
    Path folder = Files.createDirectory(place.beside("shared"));
    run("cp", "-r", Installed.HOME.toString(), place.beside("larder").toString());
    run("chmod", "-R", "go+rX", place.beside("larder").toString());
    run("chmod", "755", place.beside(".").toString());
    run("chown", OWNER + ":" + OWNER, folder.toString());
    run("chmod", "755", folder.toString());
    Needs.that(
        as(STRANGER, "java -version").run().exitCode() == 0, "other users have no Java here");
  }

  @AfterEach
  void clear() throws IOException {
    place.close();
  }

  @Test
  void aMemberOfTheGroupBuildsAndReadsAndAStrangerDoesNeither() throws Exception {
    Running daemon = serve();
    String member = curl("/v1/stats/shared/merge?ack=published", "--json", "{\"a\":1}");
    assertThat(as(MEMBER, member).run().out()).contains("\"version\":1");
    Path published = root.resolve("stats/shared.json");
    assertThat(rights(published)).isEqualTo("rw-r-----");
    assertThat(as(MEMBER, "cat " + published).run().out()).isEqualTo("{\"a\": 1}");
    assertThat(as(STRANGER, "cat " + published).run().exitCode()).isNotZero();
    assertThat(as(STRANGER, member).run().exitCode()).isNotZero();
    assertThat(as(MEMBER, "ls " + root.resolve("state")).run().exitCode()).isNotZero();

    Path content =
        build("k", "umask 077; mkdir content; echo hi > content/f; chmod -R g+rwX content");
    assertThat(uid(content)).isEqualTo(OWNER);
    assertThat(uid(content.resolve("f"))).isEqualTo(OWNER);
    assertThat(rights(content)).isEqualTo("rwxr-x---");
    assertThat(rights(content.resolve("f"))).isEqualTo("rw-r-----");
    assertThat(as(MEMBER, "cat " + content.resolve("f")).run().out()).isEqualTo("hi\n");
    assertThat(as(MEMBER, "echo x > " + content.resolve("f")).run().exitCode()).isNotZero();
    Patience.until("staging is cleared").until(() -> staged().isEmpty());
    stop(daemon);
  }

  @Test
  void whatTheDaemonCannotReadIsRefusedUntilItsBuilderLetsItAndWhatItCannotRemoveStays()
      throws Exception {
    Running daemon = serve();
    Lease lease = Lease.of(this, "k");
    lease.in("umask 077; mkdir content; echo hi > content/f; ln -s f content/l");
    assertThat(lease.commit()).contains("nothing-staged", "chmod -R g+rwX content");
    lease.in("chmod -R g+rX content"); // no right to remove
    assertThat(lease.commit()).contains("\"digest\"");
    Path content = root.resolve("workspaces/w/k/content");
    assertThat(as(MEMBER, "cat " + content.resolve("l")).run().out()).isEqualTo("hi\n");
    lease.end();
    Patience.until("it is told").until(() -> log().contains("swept at the next start"));
    assertThat(staged()).hasSize(1);
    stop(daemon);
    // The daemon closed what is left; its builder's files are opened here by the superuser.
    run("chmod", "-R", "g+rwX", root.resolve("state/staging").toString());
    daemon = serve();
    Patience.until("it is swept").until(() -> staged().isEmpty());
    stop(daemon);
  }

  private Running serve() throws IOException {
    String line =
        "exec "
            + place.beside("larder/bin/larder")
            + " serve --root "
            + root
            + " --socket-mode 0660 --allow-gid "
            + GROUP;
    Running daemon = as(OWNER, line).start();
    Patience.until("the daemon answers").until(() -> daemon.out().startsWith("ready unix:"));
    return daemon;
  }

  private static void stop(Running daemon) throws Exception {
    daemon.signal("TERM");
    assertThat(daemon.await().exitCode()).isZero();
  }

  /** Builds in one lease, as the member. */
  private Path build(String key, String script) throws Exception {
    Lease lease = Lease.of(this, key);
    lease.in(script);
    assertThat(lease.commit()).contains("\"digest\"");
    lease.end();
    return root.resolve("workspaces/w").resolve(key).resolve("content");
  }

  /** A lease that the member's open stream holds. */
  private record Lease(SharedRootTest test, Running stream, Map<String, Object> grant) {
    static Lease of(SharedRootTest test, String key) throws Exception {
      String request = test.curl("/v1/workspaces/w/" + key + "/build", "-N", "-X", "POST");
      Running stream = test.as(MEMBER, "exec " + request).start();
      Patience.until("it is granted").until(() -> stream.out().contains("granted"));
      return new Lease(test, stream, TestRoot.object(stream.out().lines().findFirst().orElse("")));
    }

    void in(String script) throws Exception {
      String line = "cd " + grant.get("staging") + " && { " + script + "; }";
      Ended ended = test.as(MEMBER, line).run();
      assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    String commit() throws Exception {
      String request = test.curl("/v1/leases/" + grant.get("token") + "/commit", "-X", "POST");
      return test.as(MEMBER, request).run().out();
    }

    void end() throws Exception {
      stream.await();
    }
  }

  private String curl(String path, String... options) {
    return "curl -sS --unix-socket "
        + root.resolve("larder.sock")
        + " 'http://larder"
        + path
        + "' '"
        + String.join("' '", options)
        + "'";
  }

  /** A shell's script, as a user; the owner and the member are in the group. */
  private Command as(int user, String script) {
    List<String> line =
        new ArrayList<>(List.of("setpriv", "--reuid", "" + user, "--regid", "" + user));
    if (user == STRANGER) {
      line.add("--clear-groups");
    } else {
      line.addAll(List.of("--groups", "" + GROUP));
    }
    line.addAll(List.of("sh", "-c", script));
    return new Command(place.beside("."), line).with("HOME", "/nonexistent");
  }

  private void run(String... line) throws Exception {
    Ended ended = new Command(place.beside("."), List.of(line)).run();
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
  }

  private List<Path> staged() throws IOException {
    try (var entries = Files.list(root.resolve("state/staging"))) {
      return entries.toList();
    }
  }

  private String log() throws IOException {
    return Files.readString(root.resolve("larder.log"));
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
