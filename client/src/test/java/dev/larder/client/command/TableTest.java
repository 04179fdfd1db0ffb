package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandAtTheRight() {
    assertThat(new Table("NAME", "N", "PATH").row("a", 1, "/x").row("timings", 234, "").lines())
        .containsExactly(
            "NAME       N  PATH", //
            "a          1  /x",
            "timings  234");
  }

  @Test
  void aTableOfNothingIsItsHead() {
    assertThat(new Table("NAME", "N").lines()).containsExactly("NAME  N");
  }
}
