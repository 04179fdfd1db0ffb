package dev.larder.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  @Test
  void membersAreInSnakeCaseAndEventsCarryTheirName() {
    byte[] line = Messages.write(new BuildEvent.Waiting(new Builder(77, "a"), 900, 2100L));
    assertThat(new String(line, UTF_8))
        .isEqualTo(
            "{\"event\":\"waiting\",\"builder\":{\"pid\":77,\"host\":\"a\"},"
                + "\"elapsed_ms\":900,\"expected_ms\":2100,\"progress\":null,\"queued\":null}");
  }

  @Test
  void anEventIsReadAsWhatItsNameSays() {
    BuildEvent granted = new BuildEvent.Granted("t", 41, "/s", "/f", null);
    assertThat(Messages.readAnswer(Messages.write(granted), BuildEvent.class)).isEqualTo(granted);
  }

  @Test
  void aReaderOfAnswersPassesOverMembersOfNewerDaemons() {
    byte[] json = "{\"version\":3,\"entries\":2,\"bytes\":9,\"new\":[1]}".getBytes(UTF_8);
    assertThat(Messages.readAnswer(json, WriteAnswer.class)).isEqualTo(new WriteAnswer(3, 2, 9));
  }

  @Test
  void anEmptyRequestStandsForNoMembers() {
    assertThat(Messages.readRequest(new byte[0], BuildRequest.class))
        .isEqualTo(new BuildRequest(null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"resum\": \"t\"}", "[]", "null", "{\"builder\": {\"host\": \"a\"}}"})
  void requestsThatDoNotFitTheContractAreRefused(String json) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Messages.readRequest(json.getBytes(UTF_8), BuildRequest.class))
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"resume\": tru}", "{\"resume\":\"a\",\"resume\":\"b\"}"})
  void requestsThatAreNotJsonAreRefusedWithThePlace(String json) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Messages.readRequest(json.getBytes(UTF_8), BuildRequest.class))
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_JSON));
  }
}
