package dev.larder.server.publish;

/** Is told of each attempt to write a file. Called by the publisher's thread; must not block. */
public interface PublishObserver {
  /** Nobody looks. */
  PublishObserver NOBODY =
      new PublishObserver() {
        @Override
        public void published(long tookNs) {}

        @Override
        public void publishFailed() {}
      };

  /**
   * A file is what its document's edition says.
   *
   * @param tookNs from the rendering to the force of the folder, in nanoseconds
   */
  void published(long tookNs);

  /** An attempt failed; it is made again later. */
  void publishFailed();
}
