package dev.larder.prove.process;

import dev.larder.prove.check.DocumentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Who opens plain files: each must be whole JSON, and a sum in it never goes down. Its own thread.
 */
final class PublishedReader implements Runnable {
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

  private final Pool pool;
  private final Function<Subject, Path> file;
  private final BooleanSupplier goesOn;

  PublishedReader(Pool pool, Function<Subject, Path> file, BooleanSupplier goesOn) {
    this.pool = pool;
    this.file = file;
    this.goesOn = goesOn;
  }

  @Override
  public void run() {
    while (goesOn.getAsBoolean()) {
      List<Subject> subjects = pool.all();
      for (int i = subjects.size() - 1; i >= 0 && goesOn.getAsBoolean(); i--) {
        look(subjects.get(i));
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }

  private void look(Subject subject) {
    Path path = file.apply(subject);
    try {
      byte[] bytes = Files.readAllBytes(path);
      Map<String, String> content = Translation.content(bytes);
      String sum = content.get(DocumentModel.SUM);
      if (subject.tallies() && sum != null && !subject.published(Long.parseLong(sum))) {
        pool.broken("The published file " + path + " went back to sum " + sum);
      }
    } catch (NoSuchFileException e) {
      // Not published yet, or deleted.
    } catch (IOException | RuntimeException e) {
      pool.broken("The published file " + path + " is not whole: " + e);
    }
  }
}
