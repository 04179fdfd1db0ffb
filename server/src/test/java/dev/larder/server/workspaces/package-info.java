/**
 * Tests of the workspaces room: the lease machine against a naive model, the store on real files.
 */
@NullMarked
package dev.larder.server.workspaces;

import org.jspecify.annotations.NullMarked;
