package dev.larder.server.engine;

/** The kinds of writes, as they are counted. */
public enum WriteKind {
  MERGE,
  PATCH,
  PUT,
  DELETE,
  SETTINGS,
  EXPIRY
}
