package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.prove.fuzz.Contradiction;
import dev.larder.prove.fuzz.Target;
import dev.larder.server.journal.PartReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a checkpoint, whose CRC is right; the first byte says which. Each is read, or
 * refused with an {@link IOException}; what was read of a document is written again as the same.
 */
public final class CheckpointTarget implements Target {
  private static final DocName DOC = DocName.parse("d");

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public void feed(byte[] input) {
    if (input.length == 0) {
      return;
    }
    InputStream part = new ByteArrayInputStream(input, 1, input.length - 1);
    try {
      CheckpointCodec.told("part", reader(Math.floorMod(input[0], 4))).read(part);
    } catch (IOException e) {
      Contradiction.unlessSame("a reason", false, String.valueOf(e.getMessage()).isBlank());
    }
  }

  private static PartReader reader(int kind) {
    return switch (kind) {
      case 0 -> CheckpointTarget::document;
      case 1 -> CheckpointTarget::state;
      case 2 -> in -> CheckpointCodec.readKeys(in, new Keys(KeyBounds.DEFAULTS));
      default -> CheckpointTarget::history;
    };
  }

  private static void state(InputStream part) throws IOException {
    List<Change> changes = new ArrayList<>();
    CheckpointCodec.readState(part, new OpenLeases(), new Tombstones(), changes::add);
  }

  private static void document(InputStream part) throws IOException {
    byte[] once = written(CheckpointCodec.readDocument(DOC, part));
    byte[] twice = written(CheckpointCodec.readDocument(DOC, new ByteArrayInputStream(once)));
    Contradiction.unlessSame("read and written again", once, twice);
  }

  private static byte[] written(OpenDocument document) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    new CheckpointCodec.Frozen(
            DOC, document.version(), document.settings(), document.content().snapshot())
        .writeTo(all);
    return all.toByteArray();
  }

  private static void history(InputStream part) throws IOException {
    History history = new History();
    HistoryCodec.read(part, history);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    HistoryCodec.write(history.copy(), all);
    History again = new History();
    HistoryCodec.read(new ByteArrayInputStream(all.toByteArray()), again);
    Contradiction.unlessSame("read and written again", history.copy(), again.copy());
  }
}
