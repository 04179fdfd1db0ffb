package dev.larder.docker;

import org.testcontainers.utility.DockerImageName;

/** The images under test, each built once a run, when it is first asked for. Any thread. */
final class Image {
  /** The daemon's. */
  static final Image DAEMON = new Image("larder");

  /** The example for build containers. */
  static final Image BUILDER = new Image("builder");

  private final String target;
  private boolean built;

  private Image(String target) {
    this.target = target;
  }

  /** Its name; the image is there. The test is skipped where it cannot be built. */
  synchronized DockerImageName reference() {
    if (!built) {
      Needs.engine();
      Tool.run(
              "docker",
              "build",
              "--tag",
              tag(),
              "--target",
              target,
              "--file",
              "docker/Dockerfile",
              ".")
          .well();
      built = true;
    }
    return DockerImageName.parse(tag());
  }

  /** By names of their own, so that a person's images stay as they are. */
  private String tag() {
    return "larder-test-" + target + ":test";
  }
}
