package dev.larder.prove.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.prove.Needs;
import dev.larder.prove.Parts;
import dev.larder.testbed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The patches of {@code prove/mutations}; {@code prove/mutate} tries them. */
class MutationTest {
  @TempDir private Path folder;

  @Test
  void everyPatchFitsTheSourcesOfTheDay() throws Exception {
    Needs.command("patch");
    List<Mutation> all = Mutation.all();
    assertThat(all).hasSizeGreaterThan(10);
    for (Mutation mutation : all) {
      Mutant.patch(mutation, folder.resolve(mutation.name()));
      for (Path source : mutation.sources()) {
        Path patched = folder.resolve(mutation.name()).resolve(source);
        assertThat(patched).isRegularFile().isNotEmptyFile();
        assertThat(Files.mismatch(patched, Installed.SOURCE.resolve(source)))
            .as(mutation.name())
            .isNotNegative();
      }
    }
  }

  @Test
  void everyPatchNamesADefenceAndAPartThatIsThere() throws Exception {
    for (Mutation mutation : Mutation.all()) {
      assertThat(Parts.names()).as(mutation.name()).contains(mutation.check());
      assertThat(mutation.defence()).as(mutation.name()).isNotBlank();
      assertThat(mutation.sources()).as(mutation.name()).isNotEmpty();
    }
  }

  @Test
  void aPatchThatFitsNothingIsTold() throws Exception {
    Needs.command("patch");
    Mutation fitting = Mutation.all().get(0);
    String text = Files.readString(fitting.patch());
    Path changed = folder.resolve("changed.patch");
    Files.writeString(changed, text.replaceAll("(?m)^ .*\\S.*$", " what was never there"));

    assertThatThrownBy(() -> Mutant.patch(Mutation.read(changed), folder.resolve("source")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPatchWithoutItsHeaderIsTold() throws Exception {
    Path bare = Files.writeString(folder.resolve("bare.patch"), "Check: power\n");

    assertThatThrownBy(() -> Mutation.read(bare)).hasMessageContaining("'Defence: …'");
  }
}
