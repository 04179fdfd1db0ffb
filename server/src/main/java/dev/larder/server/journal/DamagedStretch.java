package dev.larder.server.journal;

import java.nio.file.Path;

/**
 * A part of a journal that is not whole, though a crash cannot have left it so.
 *
 * @param offset where it begins in the file, in bytes
 * @param expectedSequence the record that should be there: the first that is lost, if any is
 * @param lostThrough the last record that is lost; one less than {@code expectedSequence} if only
 *     bytes are wrong and no record is missing
 * @param reason what is wrong, for people
 */
public record DamagedStretch(
    Path file, long offset, long expectedSequence, long lostThrough, String reason) {

  /** How many records are lost here; 0 if the damage hit none. */
  public long lostRecords() {
    return lostThrough - expectedSequence + 1;
  }

  /** Whether a checkpoint at that sequence holds everything that is lost here. */
  public boolean isCoveredBy(long checkpointSequence) {
    return lostThrough <= checkpointSequence;
  }
}
