/** Tests of the publish room: real files, real documents, a real thread. */
@NullMarked
package dev.larder.server.publish;

import org.jspecify.annotations.NullMarked;
