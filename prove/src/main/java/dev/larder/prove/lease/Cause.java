package dev.larder.prove.lease;

/** By what a lease ended, as its holder knows it. */
enum Cause {
  COMMIT("a commit"),
  FAILURE("a failure"),
  CLOSED("a closed socket"),
  KILLED("a killed builder"),
  DEADLINE("a passed deadline"),
  RELEASED("a release by hand"),
  RESTART("a restart without a resume");

  private final String text;

  Cause(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
