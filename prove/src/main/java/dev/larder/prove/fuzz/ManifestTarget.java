package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.server.journal.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checkpoint's manifest, with a CRC that is right (first byte even) or as it comes: opened, or
 * refused with an {@link IOException} and left as it is. A part that is not there is told.
 */
public final class ManifestTarget implements Target {
  private final Scratch scratch = new Scratch("manifest");

  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public void feed(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    Path folder = scratch.fresh("checkpoints");
    Files.createDirectories(folder);
    byte[] manifest = manifest(input);
    Path file = folder.resolve("manifest");
    Files.write(file, manifest);
    Checkpoints checkpoints;
    try {
      checkpoints = Checkpoints.open(folder);
    } catch (IOException e) {
      Contradiction.unlessSame("left as it is", manifest, Files.readAllBytes(file));
      return;
    }
    for (String part : checkpoints.parts()) {
      try {
        checkpoints.read(part, in -> Contradiction.unlessSame("no part", "", part));
        throw new Contradiction("a part that is not there was read: " + part);
      } catch (IOException e) {
        Contradiction.unlessSame("a reason", false, String.valueOf(e.getMessage()).isBlank());
      }
    }
  }

  private static byte[] manifest(byte[] input) {
    byte[] covered = Arrays.copyOfRange(input, 1, input.length);
    if (input[0] % 2 != 0) {
      return covered;
    }
    CRC32C crc = new CRC32C();
    crc.update(covered);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(covered);
    all.writeBytes("crc %08x\n".formatted((int) crc.getValue()).getBytes(UTF_8));
    return all.toByteArray();
  }
}
