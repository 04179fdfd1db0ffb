package dev.larder.server.engine;

import dev.larder.protocol.BuildRequest;
import org.jspecify.annotations.Nullable;

/**
 * A build request with what stands beside its body.
 *
 * @param within the token of the lease within which it is made; null for none
 * @param takesStale whether an older result of the same name will do while the key is being built
 */
public record BuildAsk(BuildRequest request, @Nullable String within, boolean takesStale) {}
