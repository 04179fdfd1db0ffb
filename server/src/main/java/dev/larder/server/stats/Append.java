package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of the newest items, the oldest first. The items of an array are appended one by one;
 * any other value, sent or held, is one item.
 */
final class Append implements Rule {
  private static final int MAX_LIMIT = 1_000_000;

  private final int limit;

  /**
   * At most so many items.
   *
   * @throws RefusedException with {@link Problem.BadSettings} if there cannot be so many
   */
  Append(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new RefusedException(
          new Problem.BadSettings(
              "limit", "it is " + limit, "Give 1 to " + MAX_LIMIT + " items that stay."));
    }
    this.limit = limit;
  }

  @Override
  public void first(Value incoming, Merged out) {
    write(incoming.items(), out);
  }

  @Override
  public void fold(Value held, Value incoming, Merged out) {
    List<Value> all = new ArrayList<>(held.items());
    all.addAll(incoming.items());
    write(all, out);
  }

  private void write(List<Value> all, Merged out) {
    List<Value> newest = all.subList(Math.max(0, all.size() - limit), all.size());
    out.write('[');
    Commas commas = new Commas(out);
    for (Value item : newest) {
      commas.start(item.json, item.at, item.end);
    }
    out.write(']');
  }
}
