package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One merge rule of a document's settings: what becomes of a value when a merge brings another one
 * for its place. {@code docs/merge-rules.md} tells of them in prose.
 *
 * @param at the place, a JSON Pointer (RFC 6901) of at least one segment; a segment {@code *}
 *     stands for any one member
 * @param op the rule's kind: {@code replace}, {@code deep}, {@code sum}, {@code min}, {@code max},
 *     {@code ewma}, {@code append} or {@code keep}
 * @param alpha the weight of the new value, more than 0 and at most 1; for {@code ewma} only
 * @param limit how many of the newest items stay; for {@code append} only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MergeRule(
    @Nullable String at, @Nullable String op, @Nullable BigDecimal alpha, @Nullable Integer limit) {
  /** A rule of a kind that has no parameter. */
  public static MergeRule of(String at, String op) {
    return new MergeRule(at, op, null, null);
  }

  /** An exponentially weighted moving average. */
  public static MergeRule ewma(String at, BigDecimal alpha) {
    return new MergeRule(at, "ewma", alpha, null);
  }

  /** An array of the newest values. */
  public static MergeRule append(String at, int limit) {
    return new MergeRule(at, "append", null, limit);
  }
}
