/**
 * Power cuts, and damage to the files.
 *
 * <p>A daemon runs under strace(1) while clients write, build and are answered ({@code Session}).
 * The trace is the whole truth: what was changed in which file or folder, what was forced, and when
 * each answer began to be sent, all in one order ({@code Recorder}). From it come the disks that a
 * loss of power at any line may leave ({@code Recording}, {@code Cut}), after Pillai et al., "All
 * File Systems Are Not Created Equal: On the Complexity of Crafting Crash-Consistent Applications",
 * OSDI 2014:
 *
 * <ul>
 *   <li>What a force had covered when it returned is there: of a file its bytes and its length
 *       (fdatasync(2)), and its mode too (fsync(2)); of a folder its entries. The force of a file
 *       does not cover the entry that leads to it, though many file systems are kinder.
 *   <li>Everything else may be there, or not, each effect for itself and in any order. A write may
 *       be there by its first sectors or by some of its blocks; where it made the file longer,
 *       there may be zeros, or garbage.
 *   <li>A rename is an entry that comes and an entry that goes: each may be there without the
 *       other.
 * </ul>
 *
 * <p>On each such disk a real daemon starts, and must keep all that had been promised up to that
 * line ({@code Promises}). An answer counts from the moment at which its first byte may have left.
 *
 * <p>What is not modelled: owners, times, extended attributes, and what the log says. What a
 * builder writes into staging is not traced: it appears, unforced, when the daemon first looks at
 * it.
 */
@NullMarked
package dev.larder.prove.power;

import org.jspecify.annotations.NullMarked;
