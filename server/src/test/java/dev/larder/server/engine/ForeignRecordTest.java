package dev.larder.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Limits;
import dev.larder.server.journal.Checkpoints;
import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.journal.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is whole by its CRC and yet not of this version: the start is refused in words, and with no
 * more memory than was written gives reason for.
 */
class ForeignRecordTest {
  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no kind
        "01", // a kind of long ago
        "0f7fffffff", // a name of 2 GiB
        "0fffffffff", // a name of less than nothing
        "0a7fffffff", // two thousand million changes
        "0a000000010a000000010a00000000", // changes that are one within others
        "11000000042e2e2f780000000000000001000000000000000103000000017", // no document's name
      })
  void aRecordThatIsNoChangeIsToldByItsNumber(String hex) throws IOException {
    String even = hex.length() % 2 == 0 ? hex : hex + "8";
    byte[] bytes = HexFormat.of().parseHex(even);
    try (Journal journal =
        Journal.open(Storage.journal(state), JournalOptions.DEFAULTS, 0, (number, payload) -> {})) {
      journal.append(new Bytes(bytes));
      journal.force();
    }

    assertThatThrownBy(this::recover)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Record 1 of the journal cannot be replayed: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"history", "keys", "state", "document.d"})
  void aPartThatIsAnotherVersionsIsToldByItsName(String part) throws IOException {
    Files.createDirectories(state);
    Checkpoints.Writer writer = Checkpoints.open(Storage.checkpoints(state)).begin(1);
    writer.write(part, out -> out.write(HexFormat.of().parseHex("ffffffffffffffff".repeat(8))));
    writer.commit();

    assertThatThrownBy(this::recover)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part.replace("document.", ""));
  }

  private void recover() throws IOException {
    var unused = new Recovery(state, JournalOptions.DEFAULTS, Limits.DEFAULTS, KeyBounds.DEFAULTS);
    assertThat(unused.tookMs).as("it must not come so far").isNegative();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bytes(byte[] all) implements Payload {
    @Override
    public int bytes() {
      return all.length;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      target.put(all);
    }
  }
}
