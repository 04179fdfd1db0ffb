package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds {@code docs/merge-rules.md} and {@code openapi.yaml} to what the rules do. */
class RulesDocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "merge-rules.md");
  private static final String CASES = "## Every case";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final long MAX_BYTES = 1 << 20;

  /** A row of the table; no text stands for an empty cell. */
  record Row(List<String> rules, String before, String merge, String after, String refusedAt) {
    static Row of(String line) {
      String[] cells = line.split(" *\\| *", -1);
      assertThat(cells).as(line).hasSize(6);
      boolean refused = cells[4].startsWith("refused:");
      String result = code(cells[4]).get(0);
      return new Row(
          code(cells[1]),
          cells[2].isEmpty() ? "{}" : code(cells[2]).get(0),
          code(cells[3]).get(0),
          refused ? "" : result,
          refused ? result : "");
    }

    private static List<String> code(String cell) {
      List<String> found = new ArrayList<>();
      Matcher matcher = CODE.matcher(cell);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
      return found;
    }
  }

  static Stream<Row> rows() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(CASES))
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(Row::of);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyCaseIsAsThePageSays(Row row) {
    Rules rules = RuleText.rules(row.rules.toArray(String[]::new));
    Document document = Texts.document(row.before);
    rules.checkHeld(document);
    List<Entry> sent = Texts.entries(row.merge);

    if (row.refusedAt.isEmpty()) {
      document.apply(rules.merge(document, sent, MAX_BYTES));
      assertThat(Texts.text(document)).isEqualTo(row.after);
      rules.checkHeld(document);
    } else {
      assertThatThrownBy(() -> rules.merge(document, sent, MAX_BYTES))
          .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
          .extracting(RefusedException::problem)
          .asInstanceOf(InstanceOfAssertFactories.type(Problem.RuleNotApplicable.class))
          .extracting(Problem.RuleNotApplicable::pointer)
          .isEqualTo(row.refusedAt);
    }
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void everyKindHasItsRowAndACase(RuleKind kind) throws IOException {
    RuleKind.Parameter parameter = kind.parameter();
    String needs = parameter == null ? "|" : "`" + parameter.word() + "` |";
    assertThat(Files.readString(PAGE)).contains("| `" + kind.op() + "` | " + needs);
    assertThat(rows()).anyMatch(row -> row.rules.toString().contains(" " + kind.op()));
  }

  @Test
  void theContractNamesEveryKindAndParameter() throws IOException {
    JsonNode rule;
    try (InputStream yaml =
        RulesDocumentationTest.class.getResourceAsStream("/dev/larder/protocol/openapi.yaml")) {
      rule =
          YAMLMapper.shared()
              .readTree(Objects.requireNonNull(yaml))
              .at("/components/schemas/MergeRule/properties");
    }
    assertThat(rule.at("/op/enum").valueStream().map(JsonNode::asString))
        .containsExactly(Arrays.stream(RuleKind.values()).map(RuleKind::op).toArray(String[]::new));
    assertThat(rule.propertyNames())
        .containsAll(Arrays.stream(RuleKind.Parameter.values()).map(p -> p.word()).toList());
  }
}
