package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The man page, the completions and the units that are shipped, as their own readers see them. */
class ShippedPagesTest {
  private static final Path SHIPPED = Installed.HOME.resolveSibling("shipped");
  private static final Path MAIN = Installed.SOURCE.resolve("dist/src/main");

  @TempDir Path scratch;

  @Test
  void manPageHasEveryCommandAndRendersWithoutWarnings() throws Exception {
    Needs.command("man");
    Path page = SHIPPED.resolve("man/man1/larder.1");

    Ended rendered = sh("LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l \"$1\" | col -b", page);

    assertThat(rendered.err()).isEmpty();
    assertThat(rendered.out())
        .contains("LARDER MERGE", "LARDER BUILD", "LARDER SERVE", "LARDER DOCTOR")
        .contains("--idle-exit", "echo '{\"a.py\": 1.5}' | larder merge timings");
  }

  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    Needs.command("bash");
    Ended completed =
        new Command(
                scratch,
                List.of(
                    "bash",
                    "-c",
                    ". \"$1\"; COMP_WORDS=(larder bui); COMP_CWORD=1; _complete_larder;"
                        + " echo \"${COMPREPLY[@]}\"",
                    "bash",
                    SHIPPED.resolve("completions/larder").toString()))
            .run()
            .well();

    assertThat(completed.out()).contains("build");
  }

  @Test
  void fishCompletesCommandsAndTheirOptions() throws Exception {
    Needs.command("fish");
    Path script = SHIPPED.resolve("completions/larder.fish");
    Ended completed =
        sh(
                "fish -c \"source '$1'; complete -C 'larder bu'; complete -C 'larder build --key-'\"",
                script)
            .well();

    assertThat(completed.out()).contains("build\t", "--key-file\t");
  }

  @Test
  void zshReadsItsCompletions() throws Exception {
    Needs.command("zsh");
    assertThat(sh("zsh -n \"$1\"", SHIPPED.resolve("completions/_larder")).well().err()).isEmpty();
  }

  @Test
  void systemdFindsNothingWrongWithTheUnits() throws Exception {
    Needs.command("systemd-analyze");
    for (String manager : new String[] {"system", "user"}) {
      Path units = Files.createDirectory(scratch.resolve(manager));
      Files.copy(
          MAIN.resolve("systemd/" + manager + "/larder.socket"), units.resolve("larder.socket"));
      // Its man page and command are not installed here, and systemd looks for both.
      String service = Files.readString(MAIN.resolve("systemd/" + manager + "/larder.service"));
      Files.writeString(
          units.resolve("larder.service"),
          service.replace("/usr/bin/larder", Installed.COMMAND.toString()));

      Ended verified =
          sh(
              "XDG_RUNTIME_DIR=\"$1\" systemd-analyze verify --man=no --"
                  + manager
                  + " \"$1/larder.socket\" \"$1/larder.service\"",
              units);

      assertThat(verified.well().err() + verified.out()).isEmpty();
    }
  }

  @Test
  void theSystemsServiceIsConfined() throws Exception {
    Needs.command("systemd-analyze");
    sh(
            "systemd-analyze security --offline=true --threshold=20 \"$1\"",
            MAIN.resolve("systemd/system/larder.service"))
        .well();
  }

  @Test
  void launchdsFileIsADictionaryOfKeysAndValues() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    // The DTD's rules are looked at here; it is not fetched.
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var plist =
        factory.newDocumentBuilder().parse(MAIN.resolve("launchd/dev.larder.plist").toFile());

    Element top = plist.getDocumentElement();
    assertThat(top.getTagName()).isEqualTo("plist");
    NodeList dictionaries = top.getElementsByTagName("dict");
    for (int i = 0; i < dictionaries.getLength(); i++) {
      boolean key = true;
      for (Node at = dictionaries.item(i).getFirstChild(); at != null; at = at.getNextSibling()) {
        if (at instanceof Element element) {
          assertThat(element.getTagName().equals("key"))
              .as(element.getTextContent())
              .isEqualTo(key);
          key = !key;
        }
      }
      assertThat(key).as("each key has its value").isTrue();
    }
    assertThat(top.getTextContent()).contains("dev.larder", "larder", "serve");
  }

  private Ended sh(String script, Path file) throws Exception {
    return new Command(scratch, List.of("sh", "-c", script, "sh", file.toString())).run();
  }
}
