package dev.larder.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Redis' protocol (RESP2), of commands that are answered with one line. */
public final class Resp implements Dialect {
  private final List<ByteBuf> commands;

  private Resp(List<ByteBuf> commands) {
    this.commands = commands;
  }

  /** Sends these commands in turn, each a list of words; each client begins at another one. */
  public static Resp sending(List<List<String>> commands) {
    return new Resp(commands.stream().map(Resp::encoded).toList());
  }

  /** Sends these lines in turn to a server that answers each with one of its own. */
  public static Resp lines(List<String> lines) {
    return new Resp(lines.stream().map(line -> Unpooled.copiedBuffer(line + "\n", UTF_8)).toList());
  }

  /** A command's bytes. */
  public static ByteBuf encoded(List<String> words) {
    ByteBuf command = Unpooled.buffer();
    command.writeCharSequence("*" + words.size() + "\r\n", UTF_8);
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      command.writeCharSequence("$" + bytes.length + "\r\n", UTF_8);
      command.writeBytes(bytes).writeCharSequence("\r\n", UTF_8);
    }
    return command;
  }

  @Override
  public ByteBuf request(int client, long number) {
    return commands.get((int) ((client + number) % commands.size())).retainedDuplicate();
  }

  @Override
  public boolean answered(ByteBuf in) {
    int lineEnd = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    if (lineEnd < 0) {
      return false;
    }
    if (in.getByte(in.readerIndex()) == '-') {
      throw new IllegalStateException("refused: " + in.toString(UTF_8));
    }
    in.readerIndex(lineEnd + 1);
    return true;
  }
}
