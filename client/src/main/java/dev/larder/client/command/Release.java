package dev.larder.client.command;

import dev.larder.protocol.Paths;
import picocli.CommandLine.IVersionProvider;

/** Which release of Larder this is. */
final class Release implements IVersionProvider {
  /** The version in the jar's manifest; classes that were never packed have none. */
  static String number() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"larder " + number() + " (protocol " + Paths.PROTOCOL + ")"};
  }
}
