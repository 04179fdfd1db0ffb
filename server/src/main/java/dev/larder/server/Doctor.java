package dev.larder.server;

import dev.larder.protocol.DaemonFile;
import dev.larder.server.engine.Storage;
import dev.larder.server.journal.CheckpointInspection;
import dev.larder.server.journal.DamagedStretch;
import dev.larder.server.journal.JournalInspection;
import dev.larder.server.journal.Salvage;
import dev.larder.server.journal.SalvageReport;
import dev.larder.server.workspaces.StoreInspection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code larder doctor}: looks at the files of a root that no daemon owns, and salvages on request.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks the journal and the checkpoint of a root, record by record, and the digest of every"
          + " result, and changes nothing.",
      "With --salvage it makes a journal of all whole records, if the journal is damaged, and"
          + " keeps the damaged one beside it; damaged results are dropped, to be built again. The"
          + " daemon of the root must not run."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is whole, or was salvaged",
      "1:something is damaged, or cannot be read",
      "2:wrong usage",
      "75:a daemon owns the root"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  larder doctor                         check the usual root",
      "  larder doctor --root /srv/larder      check that one",
      "  larder doctor --root /srv/larder --salvage"
    })
final class Doctor implements Callable<Integer> {
  private static final int OK = 0;
  private static final int DAMAGED = 1;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "${env:LARDER_ROOT}",
      description = "The root to look at (LARDER_ROOT; default: the XDG cache folder).")
  private @Nullable Path root;

  @Option(
      names = "--salvage",
      description = "Make a new journal of what is whole, and drop damaged results.")
  private boolean salvage;

  private final PrintStream out = System.out;

  @Override
  public Integer call() {
    Path chosen = RootFolder.chosen(root);
    if (!Files.isDirectory(chosen.resolve("state"))) {
      System.err.println("larder: '" + chosen + "' is not a root: it has no folder 'state'.");
      return DAMAGED;
    }
    // Owning the root keeps a daemon from starting, and its files from changing, meanwhile.
    try (RootFolder owned = RootFolder.own(chosen)) {
      return examine(owned);
    } catch (RootTakenException e) {
      System.err.println("larder: " + e.getMessage() + ".");
      return DaemonFile.EXIT_ROOT_OWNED;
    } catch (IOException e) {
      System.err.println("larder: " + e.getMessage());
      return DAMAGED;
    }
  }

  private int examine(RootFolder owned) throws IOException {
    CheckpointInspection checkpoint =
        CheckpointInspection.inspect(Storage.checkpoints(owned.state()));
    Path journalFolder = Storage.journal(owned.state());
    JournalInspection journal = JournalInspection.inspect(journalFolder, checkpoint.sequence());
    StoreInspection store = StoreInspection.inspect(owned.path());
    show(checkpoint);
    show(journal);
    show(store);
    if (!checkpoint.isWhole()) {
      out.println("The checkpoint can't be mended: restore the root from a backup.");
      return DAMAGED;
    }
    if (journal.isWhole() && store.isWhole()) {
      return OK;
    }
    if (!salvage) {
      out.println(
          "Run 'larder doctor --root " + owned.path() + " --salvage' to keep what is whole.");
      return DAMAGED;
    }
    if (!journal.isWhole()) {
      Salvage.salvage(journalFolder, checkpoint.sequence()).ifPresent(this::show);
    }
    for (StoreInspection.Damaged damaged : store.damaged()) {
      StoreInspection.drop(owned.path(), damaged);
      out.println("dropped     " + damaged.folder());
    }
    return OK;
  }

  private void show(StoreInspection store) {
    out.printf("store       %d whole results, %d bytes read%n", store.results(), store.bytes());
    for (StoreInspection.Damaged damaged : store.damaged()) {
      out.printf("  DAMAGED: %s: %s%n", damaged.folder(), damaged.reason());
    }
  }

  private void show(CheckpointInspection checkpoint) {
    out.printf(
        "checkpoint  sequence %d, %d parts%n", checkpoint.sequence(), checkpoint.parts().size());
    if (checkpoint.problem() != null) {
      out.println("  DAMAGED: " + checkpoint.problem());
    }
    for (CheckpointInspection.Part part : checkpoint.parts()) {
      if (part.problem() != null) {
        out.printf("  DAMAGED: %s (%s): %s%n", part.file(), part.name(), part.problem());
      }
    }
  }

  private void show(JournalInspection journal) {
    out.printf(
        "journal     %d segments, %d bytes, %d records, last sequence %d%n",
        journal.segments().size(), journal.bytes(), journal.records(), journal.lastSequence());
    if (journal.tornTail() != null) {
      out.printf(
          "  torn tail: %s from byte %d; it was never answered, and the next start cuts it (%s)%n",
          journal.tornTail().file(), journal.tornTail().offset(), journal.tornTail().reason());
    }
    for (DamagedStretch stretch : journal.damage()) {
      out.printf(
          "  DAMAGED: %s at byte %d: %s; %d records lost, from sequence %d%n",
          stretch.file(),
          stretch.offset(),
          stretch.reason(),
          stretch.lostRecords(),
          stretch.expectedSequence());
    }
    if (journal.isWhole()) {
      out.println("  whole");
    }
  }

  private void show(SalvageReport report) {
    long lost = report.damage().stream().mapToLong(DamagedStretch::lostRecords).sum();
    out.printf(
        "salvaged    %d records kept, %d lost; the damaged journal is kept in %s%n",
        report.records(), lost, report.damaged());
  }
}
