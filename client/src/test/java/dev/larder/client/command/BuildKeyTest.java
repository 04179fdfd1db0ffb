package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildKeyTest {
  @TempDir private Path folder;

  /** The values were computed by another program, from the documented form. */
  @Test
  void keysAreThoseOfTheDocumentedForm() throws IOException {
    assertThat(key("gap", List.of(), List.of(), List.of("make", "{}")))
        .isEqualTo("4af96d0b249212c68170154f59102d01235fae02db361b71f54f94b250cd4726");
    assertThat(
            key(
                "gap",
                List.of("4.12", "é"),
                List.of(file("one", "contents\n"), file("two", "")),
                List.of("sh", "-c", "make > {} {final}")))
        .isEqualTo("0a0ff6c19200c2825b66c4fe9ac8227925a4a2d8324cb82e8449cff631b42c46");
  }

  @Test
  void theKeyIsThatOfTheFilesContentsWhereverItLies() throws IOException {
    assertThat(key("n", List.of(), List.of(file("here", "x")), List.of("c")))
        .isEqualTo(key("n", List.of(), List.of(file("there", "x")), List.of("c")))
        .isNotEqualTo(key("n", List.of(), List.of(file("here", "y")), List.of("c")));
  }

  @Test
  void noTwoDifferentInputsHaveOneKey() throws IOException {
    Path file = file("file", "a");
    List<String> keys =
        List.of(
            key("n", List.of(), List.of(), List.of("ab")),
            key("n", List.of(), List.of(), List.of("a", "b")),
            key("n", List.of(), List.of(), List.of("b", "a")),
            key("n", List.of(), List.of(), List.of("a b")),
            key("n", List.of("ab"), List.of(), List.of("c")),
            key("n", List.of("a", "b"), List.of(), List.of("c")),
            key("n", List.of("b", "a"), List.of(), List.of("c")),
            key("n", List.of("a"), List.of(), List.of("b", "c")),
            key("n", List.of("a"), List.of(), List.of("c")),
            key("n", List.of(), List.of(file), List.of("c")),
            key("na", List.of(), List.of(), List.of("c")),
            key("n", List.of(""), List.of(), List.of("c")),
            key("n", List.of(), List.of(), List.of("c", "")));

    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
  }

  @Test
  void aMissingKeyFileIsAnError() {
    assertThatThrownBy(() -> key("n", List.of(), List.of(folder.resolve("none")), List.of("c")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static String key(String name, List<String> texts, List<Path> files, List<String> command)
      throws IOException {
    return BuildKey.of(name, texts, files, command).value();
  }

  private Path file(String name, String contents) throws IOException {
    return Files.writeString(folder.resolve(name), contents);
  }
}
