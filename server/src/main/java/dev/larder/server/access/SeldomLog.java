package dev.larder.server.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Lines that could come by the thousand, each told once a minute. What is told apart is a key: the
 * kind of thing and whom it befell. Any thread.
 */
public final class SeldomLog {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final long PAUSE_MS = 60_000;

  /** Keys that are remembered; past it the oldest is forgotten, and may be told again sooner. */
  private static final int KEYS = 1024;

  /** When a key was told last, and how often it was passed over since. */
  private static final class Told {
    private final long atMs;
    private long passedOver;

    Told(long atMs) {
      this.atMs = atMs;
    }
  }

  private final Logger log;
  private final LongSupplier nowMs;
  private final Map<String, Told> last = new LinkedHashMap<>();

  /** Writes to that logger, at info. */
  public SeldomLog(Logger log) {
    this(log, () -> System.nanoTime() / 1_000_000);
  }

  SeldomLog(Logger log, LongSupplier nowMs) {
    this.log = log;
    this.nowMs = nowMs;
  }

  /** Tells it, unless its key was told within the last minute. */
  public void info(String key, String line) {
    long passedOver = due(key);
    if (passedOver < 0) {
      return;
    }
    // What a client sends must not look like further lines.
    String shown = CONTROL.matcher(line).replaceAll("?");
    if (passedOver == 0) {
      log.info("{}", shown);
    } else {
      log.info("{} ({} more since the last such line)", shown, passedOver);
    }
  }

  /** How many were passed over since it was told last; -1 if it is not to be told now. */
  synchronized long due(String key) {
    long now = nowMs.getAsLong();
    Told told = last.get(key);
    if (told != null && now - told.atMs < PAUSE_MS) {
      told.passedOver++;
      return -1;
    }
    last.remove(key);
    if (last.size() >= KEYS) {
      last.remove(last.keySet().iterator().next());
    }
    last.put(key, new Told(now));
    return told == null ? 0 : told.passedOver;
  }
}
