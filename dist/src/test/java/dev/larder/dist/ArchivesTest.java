package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given to others: archives, the Debian package, the list of what is in them. */
class ArchivesTest {
  /** Those whose terms Larder's own licence can carry along. */
  private static final Set<String> CARRIED = Set.of("Apache-2.0", "MIT");

  private static final Path TARGET = Installed.HOME.resolve("..").normalize();

  @TempDir Path scratch;

  @Test
  void commandWithARuntimeOfItsOwnNeedsNoJava() throws Exception {
    Path home = unpacked("larder-*-linux-*.tar.gz");
    // A path with the usual tools and without a Java.
    Path tools = Files.createDirectory(scratch.resolve("tools"));
    for (String tool : List.of("readlink", "sh")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool));
    }

    Ended version =
        new Command(scratch, List.of(home.resolve("bin/larder").toString(), "version"))
            .with("PATH", tools.toString())
            .with("JAVA_HOME", "")
            .with("LARDER_ARCHIVES", "none")
            .with("LARDER_ROOT", scratch.resolve("root").toString())
            .run();

    assertThat(version.well().out()).startsWith("larder ");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void classArchivesAreMadeWholeAndOneThatIsTornIsPassedOverInSilence() throws Exception {
    Path home = unpacked("larder-*-linux-*.tar.gz");
    new Command(scratch, List.of(home.resolve("lib/class-archive").toString())).run();

    Path archives = home.resolve("lib/archives");
    assertThat(archives.toFile().list())
        .anyMatch(name -> name.startsWith("runtime-client."))
        .anyMatch(name -> name.startsWith("runtime-serve."));
    Command version =
        new Command(scratch, List.of(home.resolve("bin/larder").toString(), "version"));
    version.with("LARDER_ROOT", scratch.resolve("root").toString());
    assertThat(version.run().well().err()).isEmpty();

    try (Stream<Path> files = Files.list(archives)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      }
    }
    Ended torn = version.run();
    assertThat(torn.well().out()).startsWith("larder ");
    assertThat(torn.err()).isEmpty();
  }

  @Test
  void everyJarStandsInTheListWithALicenceThatCanBeCarried() throws Exception {
    Map<?, ?> list =
        Messages.readAnswer(Files.readAllBytes(TARGET.resolve("sbom.json")), Map.class);
    var listed = new TreeSet<String>();
    for (Object each : members(list, "components")) {
      Map<?, ?> component = (Map<?, ?>) each;
      String file = component.get("name") + "-" + component.get("version");
      listed.add(file);
      assertThat(licences(component)).as(file).isNotEmpty().isSubsetOf(CARRIED);
    }
    try (Stream<Path> jars = Files.list(Installed.HOME.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".jar") && !name.equals("larder.jar"))
          .allMatch(name -> listed.stream().anyMatch(name::startsWith));
    }
    assertThat(list.containsKey("serialNumber")).isFalse();
  }

  @Test
  void debianPackageHoldsTheCommandThePagesAndTheUnits() throws Exception {
    Needs.command("dpkg-deb");
    Ended contents =
        new Command(
                scratch,
                List.of("sh", "-c", "dpkg-deb -c \"$1\"/larder_*_all.deb", "sh", TARGET.toString()))
            .run()
            .well();

    assertThat(contents.out())
        .contains("./usr/bin/larder -> ../share/larder/bin/larder")
        .contains("./usr/share/man/man1/larder.1.gz")
        .contains("./usr/lib/systemd/system/larder.socket", "./usr/lib/systemd/user/larder.service")
        .contains("./usr/share/bash-completion/completions/larder");
  }

  private static List<?> members(Map<?, ?> of, String name) {
    return of.get(name) instanceof List<?> found ? found : List.of();
  }

  private static List<String> licences(Map<?, ?> component) {
    var found = new ArrayList<String>();
    for (Object each : members(component, "licenses")) {
      Object licence = ((Map<?, ?>) each).get("license");
      found.add(licence instanceof Map<?, ?> named ? "" + named.get("id") : "" + each);
    }
    return found;
  }

  private Path unpacked(String name) throws Exception {
    new Command(
            scratch,
            List.of(
                "sh",
                "-c",
                "tar xzf \"$1\"/" + name + " -C \"$2\"",
                "sh",
                TARGET.toString(),
                scratch.toString()))
        .run()
        .well();
    try (Stream<Path> folders = Files.list(scratch)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
