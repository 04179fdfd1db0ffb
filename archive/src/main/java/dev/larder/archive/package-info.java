/**
 * Folders as tar streams (POSIX.1-2001, "pax"), between ends that share no file system: {@link
 * dev.larder.archive.FolderStream} packs, {@link dev.larder.archive.Unpacking} unpacks.
 *
 * <p>What comes by the network is not trusted. The invariants of unpacking, whatever the stream
 * holds: nothing is written, linked or changed outside of the target folder; nothing is written
 * through a symbolic link; no entry replaces another one; bytes and entries are bounded before they
 * are written; no device, no set-user-ID. A stream that breaks one of them is refused as a whole,
 * with the entry's name; what was unpacked by then is left to the caller, who throws its folder
 * away.
 *
 * <p>Kept are names, kinds (folder, file, symbolic link), the nine permission bits, and contents.
 * Owners, times and extended attributes are not. A hard link to a file of the same archive becomes
 * one.
 *
 * <p>No threads of its own, no state that is shared: one thread uses one object.
 */
@NullMarked
package dev.larder.archive;

import org.jspecify.annotations.NullMarked;
