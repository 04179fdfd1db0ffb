/** The thin client. */
@NullMarked
package dev.larder.client;

import org.jspecify.annotations.NullMarked;
