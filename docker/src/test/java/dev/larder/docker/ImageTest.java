package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** What is in the daemon's image, and what is not. */
class ImageTest {
  private static final long MOST_BYTES = 100_000_000;

  private static String image = "";

  @BeforeAll
  static void imageIsThere() {
    image = Image.DAEMON.reference().asCanonicalNameString();
  }

  @Test
  void itIsSmall() {
    assertThat(inspected().getSize()).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void itSaysWhatItIsAndRunsAsNobodyInParticular() {
    ContainerConfig config = inspected().getConfig();

    assertThat(config).isNotNull();
    assertThat(config.getUser()).isEqualTo("10001:10001");
    assertThat(config.getLabels())
        .containsEntry("org.opencontainers.image.title", "Larder")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
        .containsKey("org.opencontainers.image.version");
    assertThat(config.getExposedPorts()).hasSize(1);
    assertThat(config.getVolumes()).containsKey(Pantry.FOLDER);
  }

  @Test
  void thereIsNoShellInIt() {
    Tool.Ended ended =
        Tool.run("docker", "run", "--rm", "--entrypoint", "/bin/sh", image, "-c", "echo a shell");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.said()).doesNotContain("a shell\n");
  }

  @Test
  void theArchiveOfClassesFitsTheRuntime() {
    // With -Xshare:on Java ends with an error where it can not use the archive.
    for (String start : List.of("@/larder", "@/larder-daemon")) {
      Tool.Ended ended =
          Tool.run(
              "docker",
              "run",
              "--rm",
              "--env",
              "_JAVA_OPTIONS=-Xshare:on",
              "--entrypoint",
              "java",
              image,
              start,
              "--version");

      assertThat(ended.well()).contains("larder ").doesNotContain("rror");
    }
  }

  @Test
  void itsUserIsSetWhenItIsBuilt() {
    String own = "larder-test-user:test";
    Tool.run(
            "docker",
            "build",
            "--tag",
            own,
            "--file",
            "docker/Dockerfile",
            "--build-arg",
            "UID=4711",
            "--build-arg",
            "GID=4712",
            ".")
        .well();
    try {
      assertThat(Tool.run("docker", "image", "inspect", "--format", "{{.Config.User}}", own).well())
          .isEqualTo("4711:4712\n");
    } finally {
      Tool.run("docker", "image", "rm", own).well();
    }
  }

  private static InspectImageResponse inspected() {
    return DockerClientFactory.instance().client().inspectImageCmd(image).exec();
  }
}
