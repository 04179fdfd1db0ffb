/**
 * Process faults: a daemon under load is killed, ended, stopped, doubled, starved or loses its
 * folder, and the next one must know all that was answered.
 *
 * <p>The part is a chain of rounds. A {@link dev.larder.prove.process.Round} starts a daemon on a
 * root that earlier rounds have used, has the {@link dev.larder.prove.process.Aftermath} look at
 * what the last one left, and then lets {@link dev.larder.prove.process.Client}s of every kind work
 * until a {@link dev.larder.prove.process.Fault} strikes. Clients are threads with a connection of
 * their own, which repair and retry nothing; what each sent, was told and when goes into the {@link
 * dev.larder.prove.process.Ledger} of its document, which the room {@code check} judges.
 *
 * <p>What each fault must lead to, beside that nothing answered is lost, doubled or taken back:
 *
 * <ul>
 *   <li><b>kill -9</b>, also during a start: the next daemon starts and knows all.
 *   <li><b>SIGTERM</b>: exit code 0, and each published file is its document.
 *   <li><b>SIGSTOP</b>: nobody else becomes owner meanwhile; after SIGCONT it goes on.
 *   <li><b>A second daemon</b> on an owned root ends with 75. Of several at once one becomes owner.
 *   <li><b>Root renamed</b> or <b>removed</b>: the daemon ends by itself, about a second later,
 *       with 70 and the reason. A daemon that starts at the old place meanwhile is not disturbed.
 *       In the renamed folder is all that was answered; of a removed one nothing can be left.
 *   <li><b>Socket deleted</b>: those who are connected go on, and it is there again about a second
 *       later.
 *   <li><b>Journal folder read-only</b>: a daemon that runs ends with 70 when it needs another
 *       segment; the next one serves until then too, or does not start (exit code 1).
 *   <li><b>Clock set</b> back or ahead by hours: nothing of it is noticed.
 *   <li><b>No file handles</b>: writes are answered, refused, or the daemon ends with 70.
 *   <li><b>No memory</b>: it refuses, or ends as a whole (exit code 3); with memory it recovers.
 * </ul>
 *
 * <p>Published files are read all the time: each is whole JSON, and a sum in it never goes down.
 */
@NullMarked
package dev.larder.prove.process;

import org.jspecify.annotations.NullMarked;
