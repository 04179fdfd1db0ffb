package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives and the package in a Debian that has nothing else. */
class BareSystemTest {
  private static final String IMAGE = "debian:bookworm-slim";

  @TempDir Path scratch;

  @Test
  @Tag("slow")
  void eachFormIsInstalledUsedStartedByItsSocketAndRemoved() throws Exception {
    Needs.command("docker");
    Needs.that(docker("image", "inspect", IMAGE).exitCode() == 0, "there is no image " + IMAGE);
    String scripts = Installed.SOURCE.resolve("dist/src/test/sh").toRealPath().toString();

    Ended ended =
        docker(
            "run",
            "--rm",
            "--network=host",
            "--tmpfs=/tmp:exec",
            "--volume=" + Installed.HOME.resolve("..").normalize() + ":/target:ro",
            "--volume=" + scripts + ":/scripts:ro",
            IMAGE,
            "sh",
            "/scripts/bare.sh",
            "/target");

    assertThat(ended.well().out()).endsWith("bare: done\n");
  }

  private Ended docker(String... arguments) throws Exception {
    var line = new ArrayList<>(List.of("docker"));
    line.addAll(List.of(arguments));
    return new Command(scratch, line).run();
  }
}
