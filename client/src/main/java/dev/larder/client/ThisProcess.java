package dev.larder.client;

import dev.larder.protocol.Builder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process, as it is shown to people. */
final class ThisProcess {
  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ThisProcess() {}

  static Builder asBuilder() {
    return new Builder(ProcessHandle.current().pid(), hostName());
  }

  private static String hostName() {
    try {
      // First the kernel: InetAddress asks the resolver, which may take seconds where DNS is ill.
      return Files.readString(LINUX_HOST_NAME).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }
  }
}
