package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Where everything of the store lies below the root; the package's page tells it in prose.
 *
 * @param workspaces the ready results
 * @param staging where they are made, and where the trash lies until it is removed
 */
record StoreLayout(Path workspaces, Path staging) {
  static final String CONTENT = "content";
  static final String META = "meta.json";

  private static final int STAGING_HASH_BYTES = 8;

  static StoreLayout below(Path root) {
    Path top = root.toAbsolutePath();
    return new StoreLayout(top.resolve("workspaces"), top.resolve("state").resolve("staging"));
  }

  Path folder(WorkspaceName name) {
    return workspaces.resolve(name.value());
  }

  Path folder(WorkspaceId id) {
    return folder(id.name()).resolve(id.key().value());
  }

  Path content(WorkspaceId id) {
    return folder(id).resolve(CONTENT);
  }

  /**
   * The folder of a lease. Its second half cannot be guessed, and follows from the token, so that
   * nothing about it has to be kept over a restart; the token does not follow from it.
   */
  Path staging(Lease lease) {
    byte[] digest = Seal.sha256().digest(lease.token().getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest, 0, STAGING_HASH_BYTES);
    return staging.resolve(lease.fence() + "-" + hash);
  }

  /** Where a content that another user has built is copied to; nobody else knows the place. */
  Path adopted(Lease lease) {
    return staging.resolve(staging(lease).getFileName() + ".own");
  }
}
