package dev.larder.server.engine;

import dev.larder.protocol.BatchAnswer;
import dev.larder.protocol.DocName;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WriteAnswer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request was answered that is done once, for who sends it again. A few bytes each:
 *
 * <pre>
 * answer  = kind:u8 body
 * body    = 0 Nothing
 *         | 1 Wrote    version:var entries:var bytes:var       (the document was there)
 *         | 2 Wrote    the same                                (the document came to be by it)
 *         | 3 Message  JSON, up to the end
 *         | 4 WroteAll BatchAnswer as JSON, up to the end
 * var     = 7 bits a byte, the lowest first, the top bit on all but the last
 * </pre>
 */
sealed interface FirstAnswer {
  /** There is nothing to say but that it is done. */
  record Nothing() implements FirstAnswer {}

  /** A write of a document. */
  record Wrote(Written written) implements FirstAnswer {}

  /** A message of the contract. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(byte[] json) implements FirstAnswer {}

  /** Writes of several documents at once. */
  record WroteAll(Map<DocName, Written> written) implements FirstAnswer {}

  byte NOTHING = 0;
  byte WROTE = 1;
  byte CREATED = 2;
  byte MESSAGE = 3;
  byte WROTE_ALL = 4;

  /** A kind and three numbers of 63 bits. */
  int WROTE_BYTES = 1 + 3 * 9;

  /** As bytes, which {@link #read} understands. */
  default byte[] toBytes() {
    if (this instanceof Message message) {
      return json(MESSAGE, message.json);
    } else if (this instanceof WroteAll all) {
      Map<String, WriteAnswer> answers = new LinkedHashMap<>();
      all.written.forEach((doc, written) -> answers.put(doc.value(), written.answer()));
      return json(WROTE_ALL, Messages.write(new BatchAnswer(answers)));
    } else if (this instanceof Wrote wrote) {
      Written written = wrote.written;
      ByteBuffer out = ByteBuffer.allocate(WROTE_BYTES).put(written.created() ? CREATED : WROTE);
      putNumber(out, written.version());
      putNumber(out, written.entries());
      putNumber(out, written.bytes());
      byte[] bytes = new byte[out.position()];
      out.flip().get(bytes);
      return bytes;
    }
    return new byte[] {NOTHING};
  }

  private static byte[] json(byte kind, byte[] json) {
    return ByteBuffer.allocate(1 + json.length).put(kind).put(json).array();
  }

  /** Reads an answer, as it is told to who repeats the request. */
  static FirstAnswer read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte kind = in.get();
    return switch (kind) {
      case NOTHING -> new Nothing();
      case WROTE, CREATED ->
          new Wrote(
              Written.replayed(
                  new WriteAnswer(number(in), number(in), number(in)), kind == CREATED));
      case MESSAGE -> new Message(rest(in));
      case WROTE_ALL -> {
        Map<DocName, Written> all = new LinkedHashMap<>();
        Messages.readAnswer(rest(in), BatchAnswer.class)
            .documents()
            .forEach((doc, answer) -> all.put(DocName.parse(doc), Written.replayed(answer, false)));
        yield new WroteAll(all);
      }
      default -> throw new IllegalArgumentException("An answer of kind " + kind);
    };
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }

  private static void putNumber(ByteBuffer out, long value) {
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
