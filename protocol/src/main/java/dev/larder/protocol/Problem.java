package dev.larder.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that can go wrong between a client and the daemon. Each problem says what happened, to
 * which thing ({@link #detail}), and what to do ({@link #action}); the members beside them are for
 * programs. On the socket it is {@link ProblemDetails}, {@code application/problem+json} (RFC
 * 9457).
 */
public sealed interface Problem {
  ProblemKind kind();

  /** What happened, to which thing. One sentence, for a person. */
  String detail();

  /** What to do about it. One sentence, for a person. */
  String action();

  /** The same for who does not share the daemon's file system: without paths of it. */
  default Problem withoutPaths() {
    return this;
  }

  /** Extension members (RFC 9457, section 3.2) for programs. */
  default Map<String, Object> members() {
    return Map.of();
  }

  /** The request cannot be understood as HTTP, or one of its parameters or headers is wrong. */
  record BadRequest(String detail, String action) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  /** A name that could not be a file's. */
  record BadName(String what, String name) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_NAME;
    }

    @Override
    public String detail() {
      return "'" + name + "' is not a name of a " + what + ".";
    }

    @Override
    public String action() {
      return "Use 1 to 200 of the characters A-Z a-z 0-9 . _ + @ -, starting with a letter or a"
          + " digit, without two dots in a row; as a key also not events, log or settings.";
    }
  }

  /**
   * Text that is not JSON as RFC 8259 and RFC 7493 want it.
   *
   * @param line the line, counted from 1
   * @param column the column in bytes, counted from 1
   * @param offset the byte offset, counted from 0
   */
  record BadJson(String reason, int line, int column, long offset) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_JSON;
    }

    @Override
    public String detail() {
      return reason + " at line " + line + ", column " + column + " (byte " + offset + ").";
    }

    @Override
    public String action() {
      return "Send UTF-8 JSON (RFC 8259) with unique member names, at most 200 levels deep or as"
          + " the daemon is set.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("line", line, "column", column, "offset", offset);
    }
  }

  /** Plain text on a port that speaks TLS. */
  record TlsRequired() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TLS_REQUIRED;
    }

    @Override
    public String detail() {
      return "The request came in plain text, and this port speaks TLS.";
    }

    @Override
    public String action() {
      return "Send it to https:// instead of http://.";
    }
  }

  /** No token where one is needed, or one that is not known (any more). */
  record Unauthorized(boolean sent) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAUTHORIZED;
    }

    @Override
    public String detail() {
      return sent ? "The token is not known, or no longer." : "The request carries no token.";
    }

    @Override
    public String action() {
      return "Send 'Authorization: Bearer TOKEN' with a token of the daemon's --tokens file; 'larder token"
          + " new' makes one.";
    }
  }

  /** A user of the machine who is not let in by the Unix-domain socket. */
  record ForeignUser(String user) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FOREIGN_USER;
    }

    @Override
    public String detail() {
      return "The daemon is another user's, and does not let in " + user + ".";
    }

    @Override
    public String action() {
      return "Use a daemon of your own (another LARDER_ROOT), or have this one started with --allow-uid or"
          + " --allow-gid.";
    }
  }

  /** A browser's request from a page of another site (the Fetch standard's Origin). */
  record ForeignOrigin(String origin) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FOREIGN_ORIGIN;
    }

    @Override
    public String detail() {
      return "The request comes from a page of '" + origin + "', not of this daemon.";
    }

    @Override
    public String action() {
      return "Let the page ask a server of its own site, which asks the daemon.";
    }
  }

  /** A token that may only read, on something else. */
  record ReadOnly(String token, String method) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.READ_ONLY;
    }

    @Override
    public String detail() {
      return "The token '" + token + "' may only read, not " + method + ".";
    }

    @Override
    public String action() {
      return "Use a token with the scope rw.";
    }
  }

  /** A token for names that begin with its prefix, on something else. */
  record OutsidePrefix(String token, String prefix, String what) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.OUTSIDE_PREFIX;
    }

    @Override
    public String detail() {
      return "The token '"
          + token
          + "' is for names that begin with '"
          + prefix
          + "', not for "
          + what
          + ".";
    }

    @Override
    public String action() {
      return "Use a name that begins so, or another token.";
    }
  }

  /** Nothing of that name. */
  record NotFound(String what, String name, String action) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String detail() {
      return "There is no " + what + " '" + name + "'.";
    }
  }

  /** The path is known, the method is not one of its own. */
  record MethodNotAllowed(String method, String path, List<String> allowed) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.METHOD_NOT_ALLOWED;
    }

    @Override
    public String detail() {
      return method + " is not possible on " + path + ".";
    }

    @Override
    public String action() {
      return "Use " + String.join(", ", allowed) + ".";
    }
  }

  /** A request whose bytes did not arrive in time. */
  record RequestTimeout(long waitedMs) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.REQUEST_TIMEOUT;
    }

    @Override
    public String detail() {
      return "The rest of the request did not arrive within " + waitedMs + " ms.";
    }

    @Override
    public String action() {
      return "Send the request again on a new connection, without pauses.";
    }
  }

  /**
   * A token that is not, or no longer, the right to build.
   *
   * @param reason {@link #ENDED}, {@link #DEADLINE} or {@link #RELEASED}
   */
  record LeaseLost(String token, String reason) implements Problem {
    /** Its stream ended, or it was committed, failed or taken away before; or it never was one. */
    public static final String ENDED = "ended";

    /** Its builder took longer than it had said. */
    public static final String DEADLINE = "deadline";

    /** Somebody took it away by hand. */
    public static final String RELEASED = "released";

    /** Of a token that is used after the end of its lease. */
    public LeaseLost(String token) {
      this(token, ENDED);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.LEASE_LOST;
    }

    @Override
    public String detail() {
      String what = "The lease " + token;
      return switch (reason) {
        case DEADLINE -> what + " was taken away: its deadline has passed.";
        case RELEASED -> what + " was taken away by hand.";
        default ->
            what
                + " is not held: its stream ended, or it was committed, failed or taken away. The"
                + " store was not touched.";
      };
    }

    @Override
    public String action() {
      return "Send a new build request; it is answered with the result, if another one was built.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("reason", reason);
    }
  }

  /**
   * Builds that would wait for one another for ever.
   *
   * @param ring the keys as {@code NAME/KEY}; each waits for the next, and the last for the first
   */
  record BuildRing(List<String> ring) implements Problem {
    /** Copies the list. */
    public BuildRing {
      ring = List.copyOf(ring);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.BUILD_RING;
    }

    @Override
    public String detail() {
      return ring.size() == 1
          ? "The build of " + ring.get(0) + " asks for itself."
          : "Builds would wait for one another for ever: "
              + String.join(" waits for ", ring)
              + " waits for "
              + ring.get(0)
              + ".";
    }

    @Override
    public String action() {
      return "Let one of these builds do without another's result.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("ring", ring);
    }
  }

  /** Something that is only possible while no build runs. */
  record BeingBuilt(WorkspaceId id) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BEING_BUILT;
    }

    @Override
    public String detail() {
      return "The result " + id + " is being built right now.";
    }

    @Override
    public String action() {
      return "Wait for the build to end, or end its builder, and try again.";
    }
  }

  /**
   * The result must stay: it is pinned by name, or by open streams and downloads.
   *
   * @param pins how many there are
   */
  record Pinned(WorkspaceId id, int pins) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.PINNED;
    }

    @Override
    public String detail() {
      return "The result " + id + " is pinned (" + pins + ").";
    }

    @Override
    public String action() {
      return "End its pins (larder unpin; streams and downloads end by themselves), or remove it"
          + " all the same with ?force=true.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("pins", pins);
    }
  }

  /** Two documents cannot publish to one file. */
  record PathTaken(String path, DocName by) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.PATH_TAKEN;
    }

    @Override
    public String detail() {
      return "The document '" + by + "' is published at " + path + " already.";
    }

    @Override
    public String action() {
      return "Choose another path, or change the settings of '" + by + "' first.";
    }
  }

  /**
   * If-Match or If-None-Match did not hold (RFC 9110, section 13.1).
   *
   * @param version the version that the document is at; 0 where there is none
   */
  record PreconditionFailed(DocName doc, String condition, long version) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.PRECONDITION_FAILED;
    }

    @Override
    public String detail() {
      String found = version == 0 ? "does not exist" : "is at version " + version;
      return condition + " does not hold: the document '" + doc + "' " + found + ".";
    }

    @Override
    public String action() {
      return "Get the document again, decide anew, and send its new ETag.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("version", version);
    }
  }

  /** One of {@link Limits} is exceeded. */
  record TooLarge(String what, long limit, String unit) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String detail() {
      return "The " + what + " exceeds the limit of " + limit + " " + unit + ".";
    }

    @Override
    public String action() {
      return "Send less at once, or start the daemon with a higher limit.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("limit", limit);
    }
  }

  /** The request line is longer than {@link Limits#HEADER_BYTES}. */
  record UriTooLong(int limit) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.URI_TOO_LONG;
    }

    @Override
    public String detail() {
      return "The request line is longer than " + limit + " bytes.";
    }

    @Override
    public String action() {
      return "Shorten the path or the query.";
    }
  }

  /** A body in a type that the operation does not take. */
  record UnsupportedMediaType(String found, String expected) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNSUPPORTED_MEDIA_TYPE;
    }

    @Override
    public String detail() {
      return "The body is '" + found + "'.";
    }

    @Override
    public String action() {
      return "Send it as " + expected + ".";
    }
  }

  /** A range of bytes that begins behind the end (RFC 9110, section 14.4). */
  record RangeNotSatisfiable(String range, long length) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.RANGE_NOT_SATISFIABLE;
    }

    @Override
    public String detail() {
      return "'Range: " + range + "' names no byte of the " + length + " that there are.";
    }

    @Override
    public String action() {
      return "Ask for bytes before the end, or for all, without Range.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("length", length);
    }
  }

  /** An Expect header other than 100-continue (RFC 9110, section 10.1.1). */
  record ExpectationFailed(String expectation) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.EXPECTATION_FAILED;
    }

    @Override
    public String detail() {
      return "'Expect: " + expectation + "' is not known here.";
    }

    @Override
    public String action() {
      return "Send 'Expect: 100-continue', or no Expect header.";
    }
  }

  /** A Host header that is none of the daemon's names (RFC 9110, section 15.5.20). */
  record WrongHost(String host) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.WRONG_HOST;
    }

    @Override
    public String detail() {
      return "The daemon does not answer for the host '" + host + "'.";
    }

    @Override
    public String action() {
      return "Use localhost, an address, or the name in --listen, or start the daemon with --allow-host.";
    }
  }

  /** Valid JSON, but a document can only be an object. */
  record NotAnObject(String what, String found) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_AN_OBJECT;
    }

    @Override
    public String detail() {
      return "The " + what + " is " + found + ", not an object.";
    }

    @Override
    public String action() {
      return "Send a JSON object; its members are the document's entries.";
    }
  }

  /** Settings that are well-formed and cannot be used. */
  record BadSettings(String member, String reason, String action) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_SETTINGS;
    }

    @Override
    public String detail() {
      return "'" + member + "' cannot be used: " + reason + ".";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("member", member);
    }
  }

  /**
   * A value that a merge rule of the document cannot work on.
   *
   * @param pointer the value's place, a JSON Pointer (RFC 6901)
   * @param rule the rule's kind and pattern, in words
   * @param expected what the rule needs there
   * @param holder who has something else there: the request, the document or the result
   * @param found what that is
   */
  record RuleNotApplicable(
      String pointer, String rule, String expected, String holder, String found)
      implements Problem {
    /** The longest pointer that is told. */
    private static final int POINTER_CHARS = 1000;

    /** Cuts an overlong pointer. */
    public RuleNotApplicable {
      pointer = Shortened.to(POINTER_CHARS, pointer);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.RULE_NOT_APPLICABLE;
    }

    @Override
    public String detail() {
      return "The rule "
          + rule
          + " needs "
          + expected
          + " at '"
          + pointer
          + "', where "
          + holder
          + " has "
          + found
          + "; nothing was changed.";
    }

    @Override
    public String action() {
      return "Send "
          + expected
          + " there, or change the rules in the document's settings, or by PATCH what it holds.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("pointer", pointer, "expected", expected, "found", found);
    }
  }

  /** A message record whose members are missing, unknown or of the wrong type. */
  record BadMessage(String message, String reason) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_MESSAGE;
    }

    @Override
    public String detail() {
      return "The " + message + " cannot be read: " + reason + ".";
    }

    @Override
    public String action() {
      return "Send the members that openapi.yaml names, with their types.";
    }
  }

  /** A commit without a result. */
  record NothingStaged(String staging, String reason) implements Problem {
    @Override
    public Problem withoutPaths() {
      return new NothingStaged("staging", reason);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.NOTHING_STAGED;
    }

    @Override
    public String detail() {
      return "Nothing can be committed from " + staging + ": " + reason + ".";
    }

    @Override
    public String action() {
      return "Write the result to the file or folder 'content' in the staging folder, then commit"
          + " again.";
    }
  }

  /** A folder that was sent as tar, and is none or breaks a rule. */
  record BadArchive(String reason) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_ARCHIVE;
    }

    @Override
    public String detail() {
      return reason + ". Nothing of it was kept.";
    }

    @Override
    public String action() {
      return "Send a tar archive of plain files, folders and links within it, with relative names.";
    }
  }

  /**
   * What a builder said of its failed build, told to everyone who waits.
   *
   * @param reason what happened
   * @param exitCode of the command that built; {@link #NO_EXIT_CODE} where none is known
   * @param output the last lines that it printed; empty where none are known
   * @param retryAfterS in so many seconds the next request may build again; 0 for at once
   */
  record BuildFailed(WorkspaceId id, String reason, int exitCode, String output, long retryAfterS)
      implements Problem {
    /** The exit code where the builder named none. */
    public static final int NO_EXIT_CODE = -1;

    /** A failure of which nothing more is known. */
    public BuildFailed(WorkspaceId id, String reason, int exitCode) {
      this(id, reason, exitCode, "", 0);
    }

    /** The same, told some time later. */
    public BuildFailed retriedAfter(long seconds) {
      return new BuildFailed(id, reason, exitCode, output, seconds);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.BUILD_FAILED;
    }

    @Override
    public String detail() {
      // A builder's own words, which may be a sentence or less.
      return "The build of " + id + " failed: " + reason + (reason.endsWith(".") ? "" : ".");
    }

    @Override
    public String action() {
      return retryAfterS == 0
          ? "Mend the build, then send a new build request."
          : "Mend the build; it is tried again by the first who asks in " + retryAfterS + " s.";
    }

    @Override
    public Map<String, Object> members() {
      Map<String, Object> members = new LinkedHashMap<>();
      if (exitCode != NO_EXIT_CODE) {
        members.put("exit_code", exitCode);
      }
      if (!output.isEmpty()) {
        members.put("output", output);
      }
      if (retryAfterS > 0) {
        members.put("retry_after_s", retryAfterS);
      }
      return members;
    }
  }

  /** A bound on a number of things is reached; it falls by itself. */
  record TooMany(String what, long limit) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_MANY;
    }

    @Override
    public String detail() {
      return "There are " + limit + " " + what + " already.";
    }

    @Override
    public String action() {
      return "Remove some or try again later; larder serve --help tells which limits can be set.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("limit", limit);
    }
  }

  /** Header fields longer than {@link Limits#HEADER_BYTES} together (RFC 6585, section 5). */
  record HeadersTooLarge(int limit) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.HEADERS_TOO_LARGE;
    }

    @Override
    public String detail() {
      return "The header fields are longer than " + limit + " bytes.";
    }

    @Override
    public String action() {
      return "Send fewer or shorter header fields.";
    }
  }

  /** A bug of the daemon's; its log says more. */
  record Internal() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.INTERNAL;
    }

    @Override
    public String detail() {
      return "The daemon met a state that it does not know.";
    }

    @Override
    public String action() {
      return "Report it, with the lines of larder.log around this time.";
    }
  }

  /** An Idempotency-Key that named another write before. */
  record IdempotencyKeyReused() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.IDEMPOTENCY_KEY_REUSED;
    }

    @Override
    public String detail() {
      return "The " + IdempotencyKey.HEADER + " was sent before, with another request.";
    }

    @Override
    public String action() {
      return "Make a new key for each write, and send it again only with the very same write.";
    }
  }

  /** A queue of the daemon's is full; with Retry-After. */
  record Overloaded(String what) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.OVERLOADED;
    }

    @Override
    public String detail() {
      return "The daemon has too many " + what + " at hand; nothing was changed.";
    }

    @Override
    public String action() {
      return "Wait a second and send the request again.";
    }
  }

  /** The daemon takes no more requests. */
  record Stopping() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.STOPPING;
    }

    @Override
    public String detail() {
      return "The daemon is stopping; nothing was changed.";
    }

    @Override
    public String action() {
      return "Send the request again to the next daemon.";
    }
  }

  /**
   * The answer of {@code /readyz} to a probe while writes cannot be taken.
   *
   * @param reason a clause that goes on after "not ready: ", without a full stop
   */
  record NotReady(String reason) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_READY;
    }

    @Override
    public String detail() {
      return "The daemon is alive and not ready: " + reason + ".";
    }

    @Override
    public String action() {
      return "Send no writes until it is ready again; it heals by itself once the reason is gone.";
    }
  }

  /** An answer to {@code ack=published}: durable, and not in the file. */
  record PublishFailed(DocName doc, long version, String reason) implements Problem {
    @Override
    public Problem withoutPaths() {
      return new PublishFailed(doc, version, StatsList.PublishedFile.HIDDEN_PROBLEM);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.PUBLISH_FAILED;
    }

    @Override
    public String detail() {
      return "Version " + version + " of '" + doc + "' is durable, but not published: " + reason;
    }

    @Override
    public String action() {
      return "Do not send the write again; mend the file's place, and the daemon publishes it by"
          + " itself.";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("version", version);
    }
  }

  /** The write could not be made durable for want of space; it was undone (RFC 4918, 11.5). */
  record StorageFull(String where) implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.STORAGE_FULL;
    }

    @Override
    public String detail() {
      return "There is no space left for " + where + "; nothing was changed.";
    }

    @Override
    public String action() {
      return "Make room on the disk of the root and send the request again.";
    }
  }
}
