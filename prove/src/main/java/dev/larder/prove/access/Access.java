package dev.larder.prove.access;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nobody gets further than he may, by whatever file, name, token or stand-in. */
public final class Access implements Part {
  private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)");

  @Override
  public String name() {
    return "access";
  }

  @Override
  public String about() {
    return "planted files, names that try to leave, tokens, strangers and stand-ins";
  }

  @Override
  public int share() {
    return 0; // a list
  }

  @Override
  public Tally prove(Run run) throws Exception {
    Tally tally = new Tally();
    Scene scene = Scene.in(run.scratch(), tally);
    boolean superuser = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Path tokens = Files.writeString(scene.beside("tokens"), TokenRules.file());
    Launch launch =
        Launch.on(scene.root()).with("--listen", "127.0.0.1:0", "--tokens", tokens.toString());
    try (Daemon daemon = new PlantedFiles(scene).start(launch, superuser)) {
      new NameRules(scene, daemon.socket()).check();
      new StagedFiles(scene, daemon.socket()).check(superuser);
      tokens(scene, daemon);
      if (superuser) {
        new Strangers(scene).reach(daemon);
      }
      scene.check("clean stops", "the daemon did not end in order", daemon.stop() == 0);
    }
    Strangers strangers = new Strangers(scene);
    strangers.refusedRoots();
    if (superuser) {
      strangers.standIn(scene.beside("one"), false);
      strangers.standIn(scene.beside("two"), true);
    }
    scene.checkVictim("the end");
    if (!scene.broken().isEmpty()) {
      String what = scene.broken().size() + " attempts were not refused, or not harmless";
      throw new Finding(what, run, scene.broken(), run.scratch());
    }
    for (String folder : new String[] {"root", "victim", "one", "two"}) {
      Folders.remove(scene.beside(folder));
    }
    return tally;
  }

  private static void tokens(Scene scene, Daemon daemon) throws IOException, InterruptedException {
    Matcher port = PORT.matcher(daemon.said());
    if (!port.find()) {
      throw new IllegalStateException("It does not say where it listens: " + daemon.said());
    }
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
    TokenRules rules = new TokenRules(scene, address);
    rules.check();
    Request publish =
        Request.of("PUT", "/v1/stats/published/settings")
            .json("{\"publish\":\"" + scene.victim().resolve("file") + "\"}");
    int status = rules.ask(publish, TokenRules.WRITER).status();
    scene.check("tokens", "a token named a file to write: " + status, status / 100 == 4);
    scene.checkVictim("tokens");
  }
}
