package dev.larder.prove.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked of a document.
 *
 * @param entries what a write carries, as JSON in its shortest form; {@code null} as text is what a
 *     patch removes by. Of settings: whether there are rules, under {@link #RULES}
 * @param condition what must hold of its version
 * @param key its Idempotency-Key; null if it has none
 */
public record Sent(
    Kind kind, Map<String, String> entries, Condition condition, @Nullable String key) {
  /** The entry of settings that says whether the rules of {@link DocumentModel} are given. */
  public static final String RULES = "rules";

  /** Kinds of requests. */
  public enum Kind {
    MERGE,
    PATCH,
    PUT,
    DELETE,
    SETTINGS,
    GET,
    HEAD;

    /** Whether it may change the document. */
    public boolean writes() {
      return this != GET && this != HEAD;
    }
  }

  /**
   * What must hold, RFC 9110, section 13.
   *
   * @param version of {@code IS_AT} and {@code NOT_AT}
   */
  public record Condition(Test test, long version) {
    /** Always holds. */
    public static final Condition NONE = new Condition(Test.NONE, 0);

    /** {@code If-None-Match: *}. */
    public static final Condition ABSENT = new Condition(Test.ABSENT, 0);

    /** Kinds of conditions. */
    public enum Test {
      NONE,
      ABSENT,
      IS_AT,
      NOT_AT
    }

    /** {@code If-Match: "version"}. */
    public static Condition at(long version) {
      return new Condition(Test.IS_AT, version);
    }

    /** {@code If-None-Match: "version"}, of a read. */
    public static Condition notAt(long version) {
      return new Condition(Test.NOT_AT, version);
    }

    /**
     * Whether it holds.
     *
     * @param now the document's version, 0 where there is none
     */
    boolean holds(long now) {
      return switch (test) {
        case NONE -> true;
        case ABSENT -> now == 0;
        case IS_AT -> now == version;
        case NOT_AT -> now != version;
      };
    }
  }

  /** A request without condition and key. */
  public static Sent of(Kind kind, Map<String, String> entries) {
    return new Sent(kind, entries, Condition.NONE, null);
  }

  /** A read. */
  public static Sent get() {
    return of(Kind.GET, Map.of());
  }

  @Override
  public String toString() {
    String values = entries.toString();
    return kind
        + (condition.test() == Condition.Test.NONE ? "" : " if " + condition)
        + (key == null ? "" : " key " + key)
        + (entries.isEmpty()
            ? ""
            : " " + (values.length() > 200 ? values.substring(0, 200) + "…" : values));
  }
}
