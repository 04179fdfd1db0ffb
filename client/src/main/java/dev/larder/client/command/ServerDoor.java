package dev.larder.client.command;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way to the commands that live in the server's jar. The class is loaded by its name and only
 * then: no other command pays for it, and the client works without that jar.
 */
final class ServerDoor {
  static final String SERVE = "serve";
  static final String DOCTOR = "doctor";

  private static final String SERVER_MAIN = "dev.larder.server.Main";

  private ServerDoor() {}

  static boolean leadsTo(String name) {
    return name.equals(SERVE) || name.equals(DOCTOR);
  }

  /**
   * Hands the arguments over.
   *
   * @param arguments those of this process; what stands before the command's name goes behind it
   * @param place where the name stands
   */
  static int enter(String[] arguments, int place, Shell shell) {
    String[] handedOver = nameFirst(arguments, place);
    try {
      Class.forName(SERVER_MAIN)
          .getMethod("main", String[].class)
          .invoke(null, (Object) handedOver);
      return ExitCode.DONE;
    } catch (ClassNotFoundException e) {
      shell
          .err()
          .println(
              "larder: '"
                  + arguments[place]
                  + "' is in larder-server.jar, which is not on the class path; start it by the"
                  + " larder command of an installation that has the server");
      return ExitCode.FAILED;
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("The server's jar does not fit this client's", e);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Failure.of(cause).report(cause, new LarderCommand(shell));
    }
  }

  static String[] nameFirst(String[] arguments, int place) {
    List<String> ordered = new ArrayList<>(Arrays.asList(arguments));
    ordered.add(0, ordered.remove(place));
    return ordered.toArray(new String[0]);
  }
}
