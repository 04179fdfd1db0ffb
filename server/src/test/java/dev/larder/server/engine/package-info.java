@NullMarked
package dev.larder.server.engine;

import org.jspecify.annotations.NullMarked;
