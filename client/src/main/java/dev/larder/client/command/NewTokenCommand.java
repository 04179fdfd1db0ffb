package dev.larder.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.TokenGrant;
import dev.larder.protocol.TokenGrant.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code larder token new}. */
@Command(
    name = "new",
    header = "Make a token.",
    description = {
      "Prints a new token; only its digest goes into the daemon's file (serve --tokens), whose",
      "line is printed on standard error, or added to the file that --file names."
    },
    footer = {
      "  larder token new --name dashboard --scope ro",
      "  (umask 077; larder token new --name ci --scope rw --prefix ci- \\",
      "     --file /etc/larder/tokens > ci.token)",
      "  LARDER_TOKEN_FILE=ci.token larder get ci-timings --endpoint https://host:7433"
    })
final class NewTokenCommand implements Callable<Integer> {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final LarderCommand larder;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Who will use it; the daemon's log names it so.")
  private String name = "";

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "ro|rw",
      converter = ScopeConverter.class,
      description = "Read only, or read and write.")
  private Scope scope = Scope.RO;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Only documents and workspaces whose names begin so.")
  private @Nullable String prefix;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The daemon's file of tokens; made if it is missing.")
  private @Nullable Path file;

  NewTokenCommand(LarderCommand larder) {
    this.larder = larder;
  }

  /** Reads {@code ro} or {@code rw}. */
  static final class ScopeConverter implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String text) {
      try {
        return Scope.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    String token = TokenGrant.newToken();
    TokenGrant grant = grant(token);
    if (file != null) {
      add(file, grant);
    }
    Output output = larder.output();
    if (output.asJson()) {
      var message = new LinkedHashMap<String, Object>();
      message.put("token", token);
      message.put("line", grant.toString());
      output.json(message);
      return ExitCode.DONE;
    }
    if (file == null) {
      larder.shell().err().println("Add this line to the daemon's file of tokens:\n" + grant);
    }
    output.line(token);
    return ExitCode.DONE;
  }

  private TokenGrant grant(String token) {
    try {
      return new TokenGrant(name, scope, prefix, TokenGrant.digest(token));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * By a rename, since the daemon may read the file at any moment. A line of that name stays, so
   * that the old token is good until its bearer has the new one.
   */
  private static void add(Path file, TokenGrant grant) throws IOException {
    List<String> lines = lines(file);
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(), "." + file.getFileName(), ".new", OWNER_ONLY);
    try {
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
      }
      Files.write(
          fresh, Stream.concat(lines.stream(), Stream.of(grant.toString())).toList(), UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
