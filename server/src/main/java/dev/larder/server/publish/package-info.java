/** Publishing: keeps plain files, for any reader, equal to the documents. */
@NullMarked
package dev.larder.server.publish;

import org.jspecify.annotations.NullMarked;
