/**
 * Disks that fail and disks that are full.
 *
 * <p><b>Faults at every call site.</b> A {@link dev.larder.prove.disk.Scene} is a piece of work
 * that a daemon does on a copy of one prepared root, so that its calls come in the same order each
 * time. It is played once under strace(1), which tells each call that touches a file: those are the
 * {@link dev.larder.prove.disk.Site}s. Then, for each site and each {@link
 * dev.larder.prove.disk.Fault}, it is played again, and strace makes that very call fail without
 * being done. Only what strace says that it has injected counts; the rest is listed as not reached.
 *
 * <p>strace counts calls per thread, and knows a file by its exact path. So a site is found by its
 * path where that is the same in each play, by its thread where the name is random and the thread
 * there before the work begins, and by its count alone where neither is so.
 *
 * <p><b>What is checked</b> after each fault: the daemon did what the documents promise ({@link
 * dev.larder.prove.disk.Promise}), reads went on, it heals once the fault is gone, and after a kill
 * -9 and a start every answered request is true ({@link dev.larder.prove.disk.Books}).
 *
 * <p><b>Short writes</b> are not faked, since a kernel that claims to have written what it has not
 * is a broken one: a file size limit (setrlimit(2)) and small file systems make real ones.
 */
@NullMarked
package dev.larder.prove.disk;

import org.jspecify.annotations.NullMarked;
