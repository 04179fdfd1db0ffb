package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.StoreLayout.META;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.Builder;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceKey;
import dev.larder.protocol.WorkspaceName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A result's {@code meta.json}: what is known of the {@code content} beside it. A result is whole
 * when both are there and agree in kind and, for a file, in length.
 */
record ResultMeta(
    WorkspaceName name,
    WorkspaceKey key,
    String digest,
    long bytes,
    boolean folder,
    Instant created,
    long buildMs,
    Builder builder,
    long fence) {
  private static final Logger LOG = LoggerFactory.getLogger(ResultMeta.class);
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** Ten times what the longest names need: anything longer is not ours. */
  private static final int MAX_BYTES = 16 * 1024;

  /** Refuses what no commit writes. */
  ResultMeta {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(builder, "builder");
    if (digest == null || !DIGEST.matcher(digest).matches() || bytes < 0) {
      throw new IllegalArgumentException("Not a result: " + digest + ", " + bytes + " bytes");
    }
  }

  /** Writes a result's {@code meta.json} into its folder, and forces both. */
  static void write(Path folder, Result result) throws IOException {
    ResultMeta meta =
        new ResultMeta(
            result.id().name(),
            result.id().key(),
            result.digest(),
            result.bytes(),
            result.folder(),
            result.created(),
            result.buildMs(),
            result.builder(),
            result.fence());
    ByteBuffer json = ByteBuffer.wrap(Messages.write(meta));
    Path file = folder.resolve(META);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      while (json.hasRemaining()) {
        channel.write(json);
      }
      Disk.force(channel, file);
    }
    Disk.forceFolder(folder);
  }

  /**
   * Reads the result in a folder of the store.
   *
   * @return empty, with a line in the log, if there is no whole result of that key
   * @throws IOException if the disk cannot tell
   */
  static Optional<Result> read(StoreLayout layout, WorkspaceId id) throws IOException {
    Path folder = layout.folder(id);
    try {
      if (!attributes(folder).isDirectory()) {
        throw new IllegalArgumentException("it is not a folder");
      }
      Result result = load(folder.resolve(META)).at(layout.content(id));
      if (!result.id().equals(id)) {
        throw new IllegalArgumentException("it is " + result.id());
      }
      if (!isThere(result)) {
        throw new IllegalArgumentException("content is missing, or of another kind or length");
      }
      return Optional.of(result);
    } catch (NoSuchFileException | JacksonException | IllegalArgumentException e) {
      LOG.warn("{} holds no whole result", folder, e);
      return Optional.empty();
    }
  }

  private static ResultMeta load(Path file) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
      throw new IllegalArgumentException(META + " is no file, or over " + MAX_BYTES + " bytes");
    }
    ResultMeta meta = Messages.readAnswer(Files.readAllBytes(file), ResultMeta.class);
    if (meta == null) {
      throw new IllegalArgumentException(META + " is null");
    }
    return meta;
  }

  /** Whether a result's content is in its place, of the kind and length that it should have. */
  static boolean isThere(Result result) throws IOException {
    try {
      BasicFileAttributes found = attributes(result.path());
      return result.folder()
          ? found.isDirectory()
          : found.isRegularFile() && found.size() == result.bytes();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** When a result was last used: its {@code meta.json}'s time of modification. */
  static long usedMs(StoreLayout layout, WorkspaceId id) throws IOException {
    return attributes(layout.folder(id).resolve(META)).lastModifiedTime().toMillis();
  }

  /** Sets it. Not forced: a crash may take back the uses of a moment. */
  static void writeUse(StoreLayout layout, Kept kept) throws IOException {
    Path meta = layout.folder(kept.result().id()).resolve(META);
    Files.setLastModifiedTime(meta, FileTime.fromMillis(kept.usedMs()));
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  private Result at(Path content) {
    WorkspaceId id = new WorkspaceId(name, key);
    return new Result(id, content, digest, bytes, folder, created, buildMs, builder, fence);
  }
}
