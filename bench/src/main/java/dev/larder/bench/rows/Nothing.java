package dev.larder.bench.rows;

import java.nio.file.Path;
import java.util.List;

/** The shortest Java program: what starting Java costs. */
public final class Nothing {
  private Nothing() {}

  public static void main(String[] arguments) {}

  /** The line that runs it, by the Java that the launcher takes, with the JDK's own archive. */
  static List<String> line() {
    String home = System.getenv("JAVA_HOME");
    String java = home == null ? "java" : Path.of(home, "bin", "java").toString();
    Path classes =
        Path.of(Nothing.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return List.of(java, "-Xshare:auto", "-cp", classes.toString(), Nothing.class.getName());
  }
}
