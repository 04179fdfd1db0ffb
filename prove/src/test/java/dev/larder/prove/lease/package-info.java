/** The short form of the leases, and histories of a broken daemon for their judge. */
@NullMarked
package dev.larder.prove.lease;

import org.jspecify.annotations.NullMarked;
