package dev.larder.protocol;

/** The body of a good {@code /healthz} or {@code /readyz}, and the answer to {@code /v1/stop}. */
public record Health(String status) {}
