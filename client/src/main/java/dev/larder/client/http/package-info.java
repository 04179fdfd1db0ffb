/** HTTP/1.1 over a local socket. */
@NullMarked
package dev.larder.client.http;

import org.jspecify.annotations.NullMarked;
