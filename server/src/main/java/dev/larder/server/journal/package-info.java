/**
 * The write-ahead log and the checkpoints: what makes a write durable.
 *
 * <p>The room knows bytes, not documents, and imports no other room. {@link
 * dev.larder.server.journal.Journal} takes records and brings them back after a crash; {@link
 * dev.larder.server.journal.Checkpoints} keeps whole states, so that old segments can be dropped;
 * {@link dev.larder.server.journal.JournalInspection}, {@link
 * dev.larder.server.journal.CheckpointInspection} and {@link dev.larder.server.journal.Salvage}
 * serve {@code larder doctor}.
 *
 * <h2>Threads</h2>
 *
 * The journal is the engine's: one thread writes, and an assertion holds the others off.
 * Checkpoints are opened and read at the start, then written by one other thread. Nothing here
 * locks.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Sequences are 1, 2, 3 … without a gap; only a gap record, which only a salvage writes, may
 *       stand for several.
 *   <li>A sequence at or below {@code forced()} is on disk: the file was forced, and before it the
 *       folder.
 *   <li>A batch lies whole in one segment; a segment is created when everything before it is
 *       forced. So whatever the segments before the last hold was forced once.
 *   <li>Bytes that were cut off cannot come back: a cut is a truncation and a force, and only then
 *       the place is written again.
 *   <li>A failed force is never tried again; the journal refuses everything after it.
 * </ul>
 *
 * <h2>The journal's folder</h2>
 *
 * One file a segment, {@code 0000000000000000001.journal}: the sequence of its first record in
 * nineteen digits, so that a plain listing sorts them. Other files are ignored. All numbers are
 * big-endian; CRC32C is that of RFC 3720, appendix B.4.
 *
 * <pre>
 * segment header, 24 bytes
 *    0  magic            8   "LARDERJ\n"
 *    8  format version   4   1
 *   12  first sequence   8   as in the file's name
 *   20  CRC32C           4   of bytes 0 to 19
 *
 * record, 25 bytes and the payload, one behind the other without padding
 *    0  CRC32C           4   of everything behind it: bytes 4 to the payload's end
 *    4  length           4   of the payload, in bytes
 *    8  sequence         8
 *   16  forced           8   the last sequence that was forced when this record was written
 *   24  type             1   1 data, 2 gap
 *   25  payload              of a gap: the last lost sequence, 8 bytes; the first is the record's own
 * </pre>
 *
 * Behind the last record of the last segment lie zeros, up to 256 KiB, written ahead so that a
 * force need not commit a new length; zeros are never a record, since sequence 0 does not exist.
 * When a segment is followed by the next, its zeros are cut off. A segment is followed when the
 * next batch would make it longer than {@code segmentBytes}; a batch that is longer by itself gets
 * its own.
 *
 * <h2>Torn tail and damage</h2>
 *
 * A batch that was being written when the machine died may be on disk in any part and any order of
 * its pages. Nobody was answered, so it is cut. What was forced before is another matter: if that
 * is not whole, the disk or somebody has damaged it, and a start must not go on as if nothing was
 * lost. Each record tells them apart for those before it by its {@code forced}:
 *
 * <ul>
 *   <li>in a segment that is not the last, a bad place is damage, unless it is zeros to the end and
 *       no sequence is missing before the next segment;
 *   <li>in the last one, a bad place is the torn tail, unless a whole record behind it (looked for
 *       byte by byte) says that the sequence expected there was forced: then it is damage;
 *   <li>a bad header of the last segment is a creation cut short, unless a whole record follows;
 *   <li>a segment that begins later than the one before it ended, or than the checkpoint, is
 *       damage.
 * </ul>
 *
 * So damage to the very last batch cannot be told from a torn tail; damage to anything else can.
 *
 * <h2>The checkpoints' folder</h2>
 *
 * Parts in files {@code 0000000000.part}, numbered as they are written and never written twice, and
 * {@code manifest}, text in UTF-8:
 *
 * <pre>
 * larder-checkpoint 1
 * sequence 1234
 * part 0000000007.part 5321 1a2b3c4d timings     (file, bytes, CRC32C, name to the line's end)
 * crc 9f8e7d6c                                   (CRC32C of all bytes before this line)
 * </pre>
 *
 * The order of a commit: the parts are written and forced; the folder is forced; the manifest is
 * written as {@code manifest.tmp} and forced; it is renamed; the folder is forced; what only the
 * old manifest named is deleted. A crash before the rename leaves the old checkpoint and files that
 * the next start sweeps, one after it the new checkpoint, and the same.
 */
@NullMarked
package dev.larder.server.journal;

import org.jspecify.annotations.NullMarked;
