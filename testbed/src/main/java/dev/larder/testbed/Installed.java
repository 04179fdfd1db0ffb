package dev.larder.testbed;

import java.nio.file.Path;

/** Where things are: the build, or {@code prove/run}, says so by system properties. */
public final class Installed {
  /** The top of the source folder. */
  public static final Path SOURCE = Path.of(property("larder.source")).toAbsolutePath().normalize();

  /** The folder that is shipped, or another build of it that is to be tried. */
  public static final Path HOME =
      Path.of(System.getProperty("larder.home", SOURCE.resolve("dist/target/larder").toString()));

  /** The command in it. */
  public static final Path COMMAND = HOME.resolve("bin/larder");

  private Installed() {}

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("The build has to set the system property " + name);
    }
    return value;
  }
}
