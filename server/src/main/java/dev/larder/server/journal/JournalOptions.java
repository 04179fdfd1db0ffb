package dev.larder.server.journal;

/**
 * What may be set of a journal.
 *
 * @param segmentBytes the length at which a segment is followed by the next, at least {@value
 *     #MIN_SEGMENT_BYTES}; a batch larger than this gets a segment of its own
 * @param observer is told of each force of a batch
 */
public record JournalOptions(int segmentBytes, ForceObserver observer) {
  /** Room for the header and a small batch. */
  public static final int MIN_SEGMENT_BYTES = 64;

  /**
   * Segments of 64 MiB, as etcd has them: few enough files, and little to read again after a
   * checkpoint, since the segment that is written to is never deleted.
   */
  public static final JournalOptions DEFAULTS = new JournalOptions(64 << 20);

  /** A journal whose forces nobody looks at. */
  public JournalOptions(int segmentBytes) {
    this(segmentBytes, ForceObserver.NOBODY);
  }

  public JournalOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segmentBytes is below " + MIN_SEGMENT_BYTES);
    }
  }
}
