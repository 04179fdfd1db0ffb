package dev.larder.dist;

import java.nio.file.Path;

/** Where things are: the build says so by system properties. */
final class Installed {
  /** The folder that is shipped. */
  static final Path HOME = Path.of(property("larder.home"));

  /** The command in it. */
  static final Path COMMAND = HOME.resolve("bin/larder");

  /** The top of the source folder. */
  static final Path SOURCE = Path.of(property("larder.source")).normalize();

  private Installed() {}

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("The build has to set the system property " + name);
    }
    return value;
  }
}
