/**
 * The {@code larder} command: what a person types, on top of the client library.
 *
 * <p>{@link dev.larder.client.command.Main} finds the command's name among the arguments, reads the
 * annotations of that command alone (a short command shall start in no time), runs it and ends with
 * its exit code. One class a command; {@code LarderCommand} holds the options that all of them
 * have, before and after the command's name. A command sees the process it runs in only through its
 * {@link dev.larder.client.command.Shell}. {@code serve} and {@code doctor} are the server's,
 * handed over by {@code ServerDoor}.
 *
 * <p>What a command promises:
 *
 * <ul>
 *   <li>Standard output carries the answer alone; messages go to standard error, as {@code larder:
 *       …} or, with {@code --json}, as one problem in JSON (RFC 9457) whose type is the daemon's,
 *       or {@code urn:larder:client:…} where none answered.
 *   <li>A command that changes something prints nothing unless {@code --json} asks for the answer.
 *   <li>The exit codes are those of {@code ExitCode}, and of a build that failed here its command's
 *       own. A reader of standard output that goes away ends a command quietly with 141.
 *   <li>Colours only in help pages, only on a terminal, never with {@code NO_COLOR}. Stack traces
 *       only with {@code LARDER_DEBUG=1}.
 * </ul>
 *
 * <p>A build's command runs in a {@code CommandGroup}: a session of its own whose processes all end
 * with it. {@code BuildRun} says in which order things end when a person presses Ctrl-C: first the
 * lease is given back, then the command is ended, and its failure is told to nobody.
 *
 * <p>The main thread walks here; beside it the hook that ends a build when the process is told to
 * end, and the client's thread that tells of a lost lease.
 */
@NullMarked
package dev.larder.client.command;

import org.jspecify.annotations.NullMarked;
