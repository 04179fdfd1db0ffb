package dev.larder.prove.mutation;

import dev.larder.testbed.Folders;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Makes an installed folder without a defence. */
final class Mutant {
  private Mutant() {}

  /**
   * Copies the installed folder and mutates the copy.
   *
   * @param folder where to work; an empty one
   * @return the mutated folder
   * @throws IOException if the patch does not fit, or if what it makes does not compile
   */
  static Path make(Mutation mutation, Path folder) throws IOException, InterruptedException {
    Path home = folder.resolve("larder");
    Folders.copy(Installed.HOME, home);
    // A class archive is made for the jars as they were; without this nobody makes another one.
    Folders.remove(home.resolve("lib/archives"));
    Files.deleteIfExists(home.resolve("lib/class-archive"));
    patch(mutation, folder.resolve("source"));
    for (Path source : mutation.sources()) {
      compile(home, folder.resolve("source").resolve(source), folder.resolve("classes"));
      update(jar(home, source.getName(0)), folder.resolve("classes"));
      Folders.remove(folder.resolve("classes"));
    }
    return home;
  }

  /** Copies the sources that the patch names, and patches them. */
  static void patch(Mutation mutation, Path target) throws IOException, InterruptedException {
    for (Path source : mutation.sources()) {
      Path copy = target.resolve(source);
      Files.createDirectories(copy.getParent());
      Files.copy(Installed.SOURCE.resolve(source), copy);
    }
    Shell.run(
        "patch", "-p1", "--fuzz=0", "-d", target.toString(), "-i", mutation.patch().toString());
  }

  private static void compile(Path home, Path source, Path classes) throws IOException {
    run(
        "javac",
        "--release=17",
        "-proc:none",
        "-nowarn",
        "-parameters",
        "-classpath",
        home.resolve("lib/larder.jar").toString(), // its manifest names all the others
        "-d",
        classes.toString(),
        source.toString());
  }

  private static void update(Path jar, Path classes) throws IOException {
    run("jar", "--update", "--file", jar.toString(), "-C", classes.toString(), ".");
  }

  /** The jar of a module, in which its classes are looked for. */
  private static Path jar(Path home, Path module) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(home.resolve("lib"), "larder-" + module + "-*.jar")) {
      found.forEach(jars::add);
    }
    if (jars.size() != 1) {
      throw new IOException("One jar of " + module + " wanted, but: " + jars);
    }
    return jars.get(0);
  }

  private static void run(String tool, String... arguments) throws IOException {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
    if (exitCode != 0) {
      throw new IOException(tool + " ended with " + exitCode + ": " + said);
    }
  }
}
