package dev.larder.protocol;

/**
 * Who builds, for people to read. It decides nothing: a lease is known by its token, since numbers
 * of processes are mistaken across containers.
 *
 * @param pid the builder's process id, as it sees itself
 * @param host the builder's host name, as it sees itself; at most 255 characters are kept
 */
public record Builder(long pid, String host) {
  private static final int HOST_CHARS = 255;

  /** Cuts an overlong host. */
  public Builder {
    host = host == null ? "unknown" : Shortened.to(HOST_CHARS, host);
  }
}
