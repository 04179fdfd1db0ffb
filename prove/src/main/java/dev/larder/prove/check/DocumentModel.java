package dev.larder.prove.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contract of one document: what a request does, and whether an answer fits. Each accepted
 * write makes the version one higher, a delete too, and a document that comes back goes on
 * counting. The rules that its settings may have are {@link #RULES_JSON}.
 *
 * <p>It knows which versions were told to whom: a request without an answer cannot have made the
 * version that another one was told to have made. Without that the search would try it everywhere.
 */
public final class DocumentModel {
  /** Numbers that are added up. */
  public static final String SUM = "sum";

  /** The newest of what was sent. */
  public static final String LOG = "log";

  /** How many of them are kept. */
  public static final int LOG_LIMIT = 5;

  /** Settings with rules, as they are sent. */
  public static final String RULES_JSON =
      "{\"rules\":[{\"at\":\"/sum\",\"op\":\"sum\"},{\"at\":\"/log\",\"op\":\"append\",\"limit\":5}]}";

  /** Settings without. */
  public static final String NO_RULES_JSON = "{}";

  /** Which key made a version that was told; the empty text for a write without a key. */
  private final Map<Long, String> told = new HashMap<>();

  DocumentModel(List<Operation> operations) {
    for (Operation operation : operations) {
      Answered answer = operation.answered();
      if (operation.sent().kind().writes() && answer != null && answer.status() < 300) {
        String key = operation.sent().key();
        told.put(answer.version(), key == null ? "" : key);
      }
    }
  }

  /**
   * The state after a request.
   *
   * @return the same state if it changes nothing; null if the answer contradicts the contract here
   */
  @Nullable DocumentState step(DocumentState state, Operation operation) {
    Sent sent = operation.sent();
    return sent.kind().writes()
        ? written(state, sent, operation.answered())
        : read(state, sent, operation.answered());
  }

  private static @Nullable DocumentState read(
      DocumentState state, Sent sent, @Nullable Answered answer) {
    if (answer == null) {
      return state;
    }
    boolean fits;
    if (!state.exists()) {
      fits = answer.status() == 404;
    } else if (!sent.condition().holds(state.etag())) {
      fits = answer.status() == 304 && answer.version() == state.version();
    } else {
      fits =
          answer.status() == 200
              && answer.version() == state.version()
              && (answer.content() == null || answer.content().equals(state.entries()));
    }
    return fits ? state : null;
  }

  private @Nullable DocumentState written(
      DocumentState state, Sent sent, @Nullable Answered answer) {
    Answered before = sent.key() == null ? null : state.done().get(sent.key());
    if (before != null) {
      return answer == null || isRepeat(before, answer) ? state : null;
    }
    int refusal = refusal(state, sent);
    if (refusal != 0) {
      return answer == null || answer.status() == refusal ? state : null;
    }
    DocumentState after = applied(state, sent);
    int status = !state.exists() && after.exists() ? 201 : 200;
    Answered made = new Answered(status, after.version(), after.entries().size(), null, false);
    if (answer == null ? isToldToAnother(sent, after.version()) : !isFirst(made, answer)) {
      return null;
    }
    if (sent.key() == null) {
      return after;
    }
    Map<String, Answered> done = new HashMap<>(state.done());
    done.put(sent.key(), made);
    return new DocumentState(
        after.version(), after.exists(), after.rules(), after.entries(), Map.copyOf(done));
  }

  private boolean isToldToAnother(Sent sent, long version) {
    String key = told.get(version);
    return key != null && (key.isEmpty() || !key.equals(sent.key()));
  }

  private static boolean isFirst(Answered made, Answered answer) {
    return !answer.replayed() && isSame(made, answer);
  }

  private static boolean isRepeat(Answered before, Answered answer) {
    return answer.replayed() && isSame(before, answer);
  }

  private static boolean isSame(Answered made, Answered answer) {
    return answer.status() == made.status()
        && answer.version() == made.version()
        && (answer.entries() == -1 || answer.entries() == made.entries());
  }

  /** The status of the refusal; 0 if it is accepted. */
  private static int refusal(DocumentState state, Sent sent) {
    if (!sent.condition().holds(state.etag())) {
      return 412;
    }
    return sent.kind() == Sent.Kind.DELETE && !state.exists() ? 404 : 0;
  }

  private static DocumentState applied(DocumentState state, Sent sent) {
    return switch (sent.kind()) {
      case MERGE -> with(state, merged(state, sent.entries()));
      case PATCH -> with(state, patched(state.entries(), sent.entries()));
      case PUT -> with(state, sent.entries());
      case DELETE -> new DocumentState(state.version() + 1, false, false, Map.of(), state.done());
      case SETTINGS ->
          new DocumentState(
              state.version() + 1,
              true,
              "true".equals(sent.entries().get(Sent.RULES)),
              state.entries(),
              state.done());
      case GET, HEAD -> throw new IllegalArgumentException("not a write: " + sent);
    };
  }

  private static DocumentState with(DocumentState state, Map<String, String> entries) {
    return new DocumentState(state.version() + 1, true, state.rules(), entries, state.done());
  }

  private static Map<String, String> merged(DocumentState state, Map<String, String> sent) {
    Map<String, String> entries = new LinkedHashMap<>(state.entries());
    sent.forEach((name, value) -> entries.put(name, folded(state, name, value)));
    return entries;
  }

  private static String folded(DocumentState state, String name, String value) {
    String held = state.entries().get(name);
    if (state.rules() && name.equals(SUM) && held != null) {
      return String.valueOf(Long.parseLong(held) + Long.parseLong(value));
    }
    if (state.rules() && name.equals(LOG)) {
      return appended(held == null ? "[]" : held, value);
    }
    return value;
  }

  /** Both may be an array or one item; items have no commas. */
  private static String appended(String held, String value) {
    List<String> items =
        Arrays.stream((items(held) + "," + items(value)).split(",", -1))
            .filter(item -> !item.isEmpty())
            .toList();
    return items.stream()
        .skip(Math.max(0, items.size() - LOG_LIMIT))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String items(String value) {
    return value.startsWith("[") ? value.substring(1, value.length() - 1) : value;
  }

  /** RFC 7396, of values that are no objects. */
  private static Map<String, String> patched(Map<String, String> held, Map<String, String> sent) {
    Map<String, String> entries = new LinkedHashMap<>(held);
    sent.forEach(
        (name, value) -> {
          if (value.equals("null")) {
            entries.remove(name);
          } else {
            entries.put(name, value);
          }
        });
    return entries;
  }
}
