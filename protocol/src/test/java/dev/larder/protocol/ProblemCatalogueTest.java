package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemCatalogueTest {
  private static final Path TABLE = Path.of("..", "docs", "problems.md");

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindHasItsRowInTheDocumentation(ProblemKind kind) throws IOException {
    assertThat(Files.readString(TABLE))
        .contains("| `" + kind.slug() + "` | " + kind.status() + " |");
  }

  @Test
  void everyKindIsThatOfOneProblem() throws ReflectiveOperationException {
    List<ProblemKind> kinds = problems().map(Problem::kind).toList();
    assertThat(kinds).containsExactlyInAnyOrder(ProblemKind.values());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblemSaysWhatHappenedAndWhatToDo(Problem problem) {
    assertThat(problem.detail()).isNotBlank();
    assertThat(problem.action()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblemSurvivesTheSocket(Problem problem) {
    ProblemDetails sent = ProblemDetails.of(problem);
    ProblemDetails received = Messages.readAnswer(Messages.write(sent), ProblemDetails.class);
    assertThat(received.type()).isEqualTo(problem.kind().type());
    assertThat(received.detail()).isEqualTo(problem.detail());
    assertThat(received.members().keySet()).isEqualTo(problem.members().keySet());
  }

  /** One of each record of the catalogue, made of sample values by the types of its components. */
  static Stream<Problem> problems() throws ReflectiveOperationException {
    Stream.Builder<Problem> made = Stream.builder();
    for (Class<?> type : Problem.class.getPermittedSubclasses()) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Arrays.stream(types).map(ProblemCatalogueTest::sample).toArray();
      made.add((Problem) type.getDeclaredConstructor(types).newInstance(values));
    }
    return made.build();
  }

  private static Object sample(Class<?> type) {
    if (type == String.class) {
      return "text";
    } else if (type == int.class) {
      return 7;
    } else if (type == long.class) {
      return 8L;
    } else if (type == boolean.class) {
      return true;
    } else if (type == List.class) {
      return List.of("GET");
    } else if (type == DocName.class) {
      return DocName.parse("timings");
    } else if (type == WorkspaceId.class) {
      return WorkspaceId.parse("gap", "k1");
    }
    throw new IllegalArgumentException("A component of a type without a sample: " + type);
  }
}
