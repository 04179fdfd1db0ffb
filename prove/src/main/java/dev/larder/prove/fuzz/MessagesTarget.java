package dev.larder.prove.fuzz;

import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.EvictionRequest;
import dev.larder.protocol.FailRequest;
import dev.larder.protocol.Messages;
import dev.larder.protocol.PinRequest;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.server.publish.FileMode;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.Retention;
import dev.larder.server.stats.Rules;
import java.util.List;

/**
 * Settings and the other small messages: read or refused, and what was read is written and read
 * again as the same.
 */
public final class MessagesTarget implements Target {
  private static final List<Class<?>> TYPES =
      List.of(
          DocumentSettings.class,
          WorkspaceSettings.class,
          BuildRequest.class,
          EvictionRequest.class,
          FailRequest.class,
          PinRequest.class);

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public void feed(byte[] input) {
    for (Class<?> type : TYPES) {
      try {
        Object message = read(input, type);
        Object again = read(Messages.write(message), type);
        Contradiction.unlessSame("written and read again", message.toString(), again.toString());
        check(message);
      } catch (RefusedException e) {
        Contradiction.unlessSame("a reason", false, e.problem().detail().isBlank());
      }
    }
  }

  /** As the daemon does it: a body is checked as a document's is, before it is understood. */
  private static Object read(byte[] body, Class<?> type) {
    if (body.length > 0) {
      var unused = EntryReader.read(body, 0, body.length, Documents.BOUNDS);
    }
    return Messages.readRequest(body, type);
  }

  private static void check(Object message) {
    if (message instanceof DocumentSettings settings) {
      var unusedMode = FileMode.parse(settings.mode());
      var unusedRules = Rules.of(settings.rules());
      var unusedTime = Retention.of(settings.expireEntriesAfter(), settings.maxEntries());
    } else if (message instanceof EvictionRequest request) {
      var unused = request.checked();
    }
  }
}
