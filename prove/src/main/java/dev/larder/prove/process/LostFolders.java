package dev.larder.prove.process;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import dev.larder.testbed.Shell;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What happens to a daemon's folder while it runs. */
final class LostFolders {
  /** The exit code of a daemon that cannot go on: sysexits(3), EX_SOFTWARE. */
  private static final int BROKEN = 70;

  private static final int UNUSABLE = 1;

  private LostFolders() {}

  /** The root gets another name, and a daemon starts in its place. */
  record Renamed() implements Fault {
    @Override
    public String plural() {
      return "roots renamed";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(1000);
      round.leaveRoot();
      Path away = round.root().resolveSibling(round.root().getFileName() + "-away");
      Files.move(round.root(), away);
      try (Daemon next = round.stage().launch().ready();
          Wire wire = Wire.to(next.socket())) {
        wire.ask(Request.merge("fresh", "{\"a\":1}")).has(201);
        round.endsWith(BROKEN, "moved or removed");
        round.quiet();
        wire.ask(Request.merge("fresh", "{\"b\":2}")).has(200);
        next.kill();
      }
      try (Daemon next = round.stage().launch().ready();
          Wire wire = Wire.to(next.socket())) {
        String found = wire.ask(Request.get("/v1/stats/fresh")).has(200).text();
        if (!found.equals("{\"a\": 1, \"b\": 2}")) {
          throw round.broken("The daemon of the renamed root disturbed the next one: " + found);
        }
        next.kill();
      }
      Folders.remove(round.root());
      Files.move(away, round.root());
    }
  }

  /** The root is removed with all that is in it. */
  record Removed() implements Fault {
    @Override
    public String plural() {
      return "roots removed";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(1000);
      round.leaveRoot();
      // What the daemon makes anew meanwhile goes too.
      Path gone = round.root().resolveSibling("gone");
      Files.move(round.root(), gone);
      Folders.remove(gone);
      round.endsWith(BROKEN, "moved or removed");
      round.judgeWithoutRoot();
    }
  }

  /** The socket is deleted: it comes back, and who was connected goes on. */
  record NoSocket() implements Fault {
    @Override
    public String plural() {
      return "sockets deleted";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(500);
      Path socket = round.daemon().socket();
      Files.delete(socket);
      round.work(500);
      Patience.until("there is a socket again")
          .until(() -> Files.exists(socket) || !round.daemon().isAlive());
      try (Wire wire = Wire.to(socket)) {
        wire.ask(Request.get("/v1/stats")).has(200);
      }
    }
  }

  /** No file may be made in the journal folder. */
  record ReadOnlyJournal() implements Fault {
    @Override
    public String plural() {
      return "journals made read-only";
    }

    @Override
    public boolean isPossible() {
      try {
        Path probe = Files.createTempDirectory(Installed.SOURCE.resolve("prove/target"), "chattr");
        boolean possible = Shell.has("chattr") && isLocked(probe);
        Files.delete(probe);
        return possible;
      } catch (IOException | InterruptedException e) {
        return false;
      }
    }

    private static boolean isLocked(Path folder) throws IOException, InterruptedException {
      Shell.run("chattr", "+i", folder.toString());
      Shell.run("chattr", "-i", folder.toString());
      return true;
    }

    @Override
    public Launch launch(Stage stage, Launch usual) {
      return usual.variable("LARDER_JOURNAL_SEGMENT", "64KiB");
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(500);
      String journal = round.root().resolve("state/journal").toString();
      Shell.run("chattr", "+i", journal);
      try {
        round.endsWith(BROKEN, "the daemon ends at once");
        round.quiet();
        try (Daemon next = round.launch().start()) {
          // It serves as long as it needs no further segment.
          if (!next.awaitReady() && next.awaitExit() != UNUSABLE) {
            throw round.broken("On a read-only journal the next one said: " + next.said());
          }
        }
      } finally {
        Shell.run("chattr", "-i", journal);
      }
    }
  }
}
