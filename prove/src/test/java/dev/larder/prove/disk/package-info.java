/**
 * The short form of the disk's faults, and tests of what reads strace's words and keeps the books.
 */
@NullMarked
package dev.larder.prove.disk;

import org.jspecify.annotations.NullMarked;
