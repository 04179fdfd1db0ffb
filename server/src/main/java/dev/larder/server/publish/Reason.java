package dev.larder.server.publish;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Why a target cannot be written, in words for a person. The same trouble always gives the same
 * words: never the random name of a temporary file, so that a change of words is a change of
 * reason.
 */
final class Reason {
  private Reason() {}

  static String of(Path target, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "the folder " + target.getParent() + " is not there";
    }
    if (failure instanceof AccessDeniedException) {
      return "there is no right to write in the folder " + target.getParent();
    }
    if (failure instanceof FileSystemLoopException) {
      return "the symbolic links of " + target + " run in a circle, or are more than 40";
    }
    return target + ": " + words(failure);
  }

  private static String words(IOException failure) {
    String words =
        failure instanceof FileSystemException refusal ? refusal.getReason() : failure.getMessage();
    return words == null ? failure.getClass().getSimpleName() : words;
  }
}
