package dev.larder.server.http;

import dev.larder.protocol.Messages;
import dev.larder.protocol.WorkspaceEvent;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Follower;
import dev.larder.server.engine.Following;
import dev.larder.server.engine.WorkspaceNews;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A workspace that is watched. Immutable; any thread.
 *
 * @param run names the daemon's life, since the numbers of events begin anew with the next one
 */
record WorkspaceTopic(Engine engine, WorkspaceName name, String run)
    implements Topic<WorkspaceNews> {
  /** A little more than an event takes, in bytes: its key, and of a failure the words. */
  private static final int EVENT_BYTES = 1024;

  /** Events that are told in one go; who missed more is told to reload. */
  private static final int GO_BYTES = 64 * 1024;

  @Override
  public CompletionStage<Following<WorkspaceNews>> follow(Follower<WorkspaceNews> follower) {
    return engine.overview(overview -> overview.buildFeed().follow(name, follower));
  }

  @Override
  public void unfollow(Follower<WorkspaceNews> follower) {
    var unused =
        engine.overview(
            overview -> {
              overview.buildFeed().unfollow(name, follower);
              return true;
            });
  }

  @Override
  public long number(WorkspaceNews news) {
    return news.number();
  }

  @Override
  public WorkspaceNews kept(WorkspaceNews news) {
    return news;
  }

  @Override
  public int bytes(WorkspaceNews news) {
    return EVENT_BYTES;
  }

  @Override
  public byte[] open(long current) {
    return event("open", current, new WorkspaceEvent.Open());
  }

  @Override
  public byte[] reload(long current) {
    return event("reload", current, new WorkspaceEvent.Reload());
  }

  @Override
  public byte[] news(List<WorkspaceNews> events, int watchers) {
    ByteArrayOutputStream each = new ByteArrayOutputStream(256 * events.size());
    for (WorkspaceNews news : events) {
      each.writeBytes(event(word(news.event()), news.number(), news.event()));
      if (each.size() > GO_BYTES) {
        return reload(events.get(events.size() - 1).number());
      }
    }
    return each.toByteArray();
  }

  private static String word(WorkspaceEvent event) {
    return event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private byte[] event(String word, long number, WorkspaceEvent event) {
    return ServerSent.event(word, run + "-" + number, Messages.write(event));
  }

  /** The number in an id of this run's; null for any other, of which nothing is known. */
  @Nullable Long number(String id) {
    String prefix = run + "-";
    String digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    return digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
  }
}
