package dev.larder.server.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Programs whose calls are made to fail from outside, and which print what they see. */
final class UnderFaults {
  private UnderFaults() {}

  /** Takes the program's name and a folder. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    if (args[0].equals("drop")) {
      dropTwice(folder);
    } else {
      checkpointThrice(folder);
    }
  }

  /** Three segments, of which two are dropped, at the second try if need be. */
  private static void dropTwice(Path folder) throws IOException {
    try (Journal journal = Journal.open(folder, new JournalOptions(64), 0, (sequence, in) -> {})) {
      for (int i = 1; i <= 3; i++) {
        journal.append(Text.ofLength(60, i));
        journal.force();
      }
      for (int i = 1; i <= 2; i++) {
        try {
          journal.dropThrough(2);
          System.out.println("dropped, segments: " + journal.segments());
        } catch (IOException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  private static void checkpointThrice(Path folder) throws IOException {
    Checkpoints checkpoints = Checkpoints.open(folder);
    for (int i = 1; i <= 3; i++) {
      byte[] text = ("part " + i).getBytes(StandardCharsets.UTF_8);
      Checkpoints.Writer writer = checkpoints.begin(i);
      try {
        writer.write("part", out -> out.write(text));
        writer.commit();
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("sequence " + checkpoints.sequence());
    }
  }
}
