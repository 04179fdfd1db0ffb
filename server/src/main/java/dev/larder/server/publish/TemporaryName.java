package dev.larder.server.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of temporary files: {@code .NAME.larder-<16 hexadecimal digits>.tmp} beside the file
 * {@code NAME}, so that they are hidden from {@code ls} and from patterns like {@code *.json}, and
 * known again after a crash.
 */
final class TemporaryName {
  private static final Pattern OURS = Pattern.compile("\\.(.+)\\.larder-[0-9a-f]{16}\\.tmp");

  /** What is left of NAME_MAX, 255 bytes, for the name itself. */
  private static final int MAX_NAME_BYTES = 220;

  /** Keeps a longer name under {@link #MAX_NAME_BYTES}: a character takes 3 bytes at most. */
  private static final int CUT_CHARS = 60;

  private TemporaryName() {}

  /** A new name; that it is free is for the system to check when the file is made (O_EXCL). */
  static Path beside(Path file) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return FinalFile.folderOf(file).resolve("." + stem(file) + ".larder-" + random + ".tmp");
  }

  /** How a file is named in the names of its temporary files. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES) {
      return name;
    }
    boolean splitsPair = Character.isHighSurrogate(name.charAt(CUT_CHARS - 1));
    return name.substring(0, splitsPair ? CUT_CHARS - 1 : CUT_CHARS);
  }

  /** The stem in the name of a temporary file; null if it is not one of ours. */
  static @Nullable String stemIn(String fileName) {
    Matcher matcher = OURS.matcher(fileName);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
