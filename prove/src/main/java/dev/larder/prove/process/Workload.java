package dev.larder.prove.process;

import dev.larder.prove.check.DocumentModel;
import dev.larder.prove.check.Sent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** What one client asks for, by chance. One thread. */
final class Workload {
  /** Entries of a large merge; one in {@link #SELDOM_LARGE} is. */
  private static final int LARGE = 300;

  private static final int SELDOM_LARGE = 60;

  /** Names that small writes share, so that they meet. */
  private static final int NAMES = 8;

  private final String origin;
  private final int client;
  private final Random random;
  private int names;

  /**
   * A client's.
   *
   * @param origin no other round's: a key is remembered over all of them
   */
  Workload(String origin, int client, Random random) {
    this.origin = origin;
    this.client = client;
    this.random = random;
  }

  Random random() {
    return random;
  }

  /** How many requests go out at once. */
  int burst() {
    return random.nextInt(10) == 0 ? 2 + random.nextInt(5) : 1;
  }

  /** Whether the answer shall wait for the published file. */
  boolean waitsForPublishing() {
    return random.nextInt(40) == 0;
  }

  /** A request that fits the document. */
  Sent next(Subject subject) {
    int chance = random.nextInt(100);
    if (chance < 12) {
      return Sent.of(Sent.Kind.GET, Map.of());
    } else if (chance < 16) {
      return conditional(Sent.Kind.GET, Map.of(), Sent.Condition.notAt(subject.lastVersion()));
    } else if (chance < 18) {
      return Sent.of(Sent.Kind.HEAD, Map.of());
    }
    return subject.tallies() ? merge() : anyWrite(subject, chance);
  }

  private Sent anyWrite(Subject subject, int chance) {
    Sent.Condition mine = Sent.Condition.at(subject.lastVersion());
    if (chance < 28) {
      return patch();
    } else if (chance < 31) {
      return keyed(Sent.of(Sent.Kind.PUT, entries()));
    } else if (chance < 37) {
      return conditional(Sent.Kind.PUT, entries(), mine);
    } else if (chance < 39) {
      return conditional(Sent.Kind.PUT, entries(), Sent.Condition.ABSENT);
    } else if (chance < 43) {
      return conditional(Sent.Kind.MERGE, entries(), mine);
    } else if (chance < 45) {
      return keyed(Sent.of(Sent.Kind.DELETE, Map.of()));
    } else if (chance < 47) {
      return conditional(Sent.Kind.DELETE, Map.of(), mine);
    } else if (chance < 50) {
      return settings(random.nextBoolean());
    }
    return merge();
  }

  /** The first request to a document that tallies. */
  Sent settings(boolean rules) {
    return Sent.of(Sent.Kind.SETTINGS, Map.of(Sent.RULES, String.valueOf(rules)));
  }

  /** A merge that adds up. */
  Sent merge() {
    return keyed(Sent.of(Sent.Kind.MERGE, entries()));
  }

  /** What one part of a batch carries. */
  Map<String, String> marked(String mark) {
    return Map.of(DocumentModel.SUM, "1", mark, "1");
  }

  /** A word that no other client and no earlier call has got. */
  String unique(String prefix) {
    return prefix + origin + "-" + client + "-" + ++names;
  }

  private Sent patch() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(name(), "null");
    entries.put(name(), value());
    return keyed(Sent.of(Sent.Kind.PATCH, entries));
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(DocumentModel.SUM, String.valueOf(1 + random.nextInt(9)));
    if (random.nextBoolean()) {
      entries.put(DocumentModel.LOG, String.valueOf(client * 1_000_000L + ++names));
    }
    int many = random.nextInt(SELDOM_LARGE) == 0 ? LARGE : random.nextInt(3);
    for (int i = 0; i < many; i++) {
      entries.put(many == LARGE ? "e" + i : name(), value());
    }
    return entries;
  }

  private String name() {
    return "e" + random.nextInt(NAMES);
  }

  private String value() {
    return "\"" + unique("") + "\"";
  }

  private Sent keyed(Sent write) {
    return random.nextInt(4) == 0
        ? new Sent(write.kind(), write.entries(), write.condition(), unique("key-"))
        : write;
  }

  private static Sent conditional(
      Sent.Kind kind, Map<String, String> entries, Sent.Condition condition) {
    return new Sent(kind, entries, condition, null);
  }
}
