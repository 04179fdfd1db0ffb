package dev.larder.server;

import dev.larder.protocol.DaemonFile;
import dev.larder.server.journal.CheckpointDamagedException;
import dev.larder.server.journal.JournalDamagedException;
import dev.larder.server.ops.Logs;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder serve}: the daemon in the foreground. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Owns a root and serves its clients until it is stopped (SIGTERM, SIGINT or 'larder stop').",
      "Prints 'ready' and its endpoints ('unix:PATH', then those of --listen) on standard output"
          + " when it answers."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped cleanly; everything durable is published",
      "1:the root cannot be used, or is damaged ('larder doctor' says more)",
      "2:wrong usage",
      "70:a write to the disk failed, the root was moved or removed, or a bug; the next daemon"
          + " recovers",
      "75:another daemon owns the root"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  larder serve                        own the XDG cache folder",
      "  larder serve --root /srv/larder     own that folder",
      "  larder serve --idle-exit 30m        leave after half an hour without use"
    })
final class Serve implements Callable<Integer> {
  private static final int EXIT_UNUSABLE = 1;

  @Mixin private final Config config = new Config();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    String fault = config.fault();
    if (fault != null && spec != null) {
      throw new ParameterException(spec.commandLine(), fault);
    }
    // Until there is a daemon to tell, it must not end this process either.
    Hangup.handle(() -> {});
    try (RootFolder root = RootFolder.own(config.root())) {
      AccessOptions access = config.access();
      if (access.socketMode().groupShares()) {
        SharedRoot.open(root, access.gids());
      }
      Logs.start(root.path(), config.log(), !config.isAutostarted());
      return serve(root);
    } catch (RootTakenException e) {
      System.err.println("larder: " + e.getMessage() + ".");
      return DaemonFile.EXIT_ROOT_OWNED;
    } catch (IOException e) {
      return tell(e);
    }
  }

  private int tell(IOException e) {
    System.err.println("larder: " + e.getMessage() + advice(e));
    LoggerFactory.getLogger(Serve.class).error("The daemon cannot run", e);
    return EXIT_UNUSABLE;
  }

  /** What to do about damage, in words that can be typed as they are. */
  private String advice(IOException e) {
    String doctor = "'larder doctor --root " + config.root();
    if (e instanceof JournalDamagedException) {
      return " "
          + doctor
          + "' shows what is lost; "
          + doctor
          + " --salvage' keeps what is whole and puts the damaged journal aside.";
    }
    return e instanceof CheckpointDamagedException
        ? " " + doctor + "' shows which parts are whole."
        : "";
  }

  private int serve(RootFolder root) throws IOException, InterruptedException {
    Daemon daemon = Daemon.start(root, config);
    Hangup.handle(daemon::reload);
    var ended = new CompletableFuture<Integer>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endBySignal(daemon, ended), "signal"));
    if (!config.idleExit().equals(Units.NEVER)) {
      new IdleExit(daemon, config.idleExit()).start();
    }
    System.out.println("ready " + String.join(" ", daemon.endpoints()));
    System.out.flush();
    try {
      daemon.awaitStopAsked();
      daemon.stop();
      ended.complete(0);
      return 0;
    } catch (IOException e) {
      ended.complete(tell(e));
      return EXIT_UNUSABLE;
    } finally {
      // By a bug, whose words come on another way.
      ended.complete(EXIT_UNUSABLE);
    }
  }

  /** A JVM that ends by a signal exits with 128 and its number; a clean stop is a 0. */
  private static void endBySignal(Daemon daemon, CompletableFuture<Integer> ended) {
    daemon.askToStop();
    Runtime.getRuntime().halt(ended.join());
  }
}
