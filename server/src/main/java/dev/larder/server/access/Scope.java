package dev.larder.server.access;

/** What a token is good for. */
public enum Scope {
  READ_ONLY("ro"),
  READ_WRITE("rw");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** The word for it in the tokens file. */
  public String word() {
    return word;
  }
}
