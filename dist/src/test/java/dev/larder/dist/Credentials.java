package dev.larder.dist;

import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates and tokens of a test, in files beside its root. */
final class Credentials {
  private Credentials() {}

  /** Makes a certificate that signs itself, for 127.0.0.1, by openssl; its key lies beside it. */
  static Path certificate(TestRoot root, String name) throws Exception {
    Needs.command("openssl");
    String script =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            + " -subj /CN=larder -addext subjectAltName=IP:127.0.0.1"
            + " -keyout \"$1.key\" -out \"$1.pem\"";
    root.shell(script, root.beside(name).toString()).run().well();
    return root.beside(name + ".pem");
  }

  static Path key(TestRoot root, String name) {
    return root.beside(name + ".key");
  }

  /** The daemon's file of tokens. */
  static Path tokens(TestRoot root) {
    return root.beside("tokens");
  }

  /** Makes a token; the result is the file that holds it. */
  static Path token(TestRoot root, String name, String scope) throws Exception {
    Ended made =
        root.larder(
                "token", "new", "--name", name, "--scope", scope, "--file", tokens(root).toString())
            .run()
            .well();
    return Files.writeString(root.beside(name + ".token"), made.out().strip());
  }
}
