package dev.larder.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pin by name: while it is there, its result is not evicted.
 *
 * @param expires when it ends by itself; null for never
 */
public record Pin(String name, @Nullable Instant expires) {}
