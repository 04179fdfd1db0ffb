package dev.larder.bench.plot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartTest {
  @Test
  void axesEndAtRoundNumbersAndTheSameFactorIsTheSameDistance() {
    Scale scale = Scale.over(3, 1_500, 0, 300);

    assertThat(scale.least()).isEqualTo(2);
    assertThat(scale.most()).isEqualTo(2_000);
    assertThat(scale.at(2)).isEqualTo(0);
    assertThat(scale.at(20)).isCloseTo(100, within(1e-9));
    assertThat(scale.at(200)).isCloseTo(200, within(1e-9));
    assertThat(scale.ticks()).containsExactly(10.0, 100.0, 1_000.0);
    assertThat(Scale.over(100, 100, 0, 1).ticks()).startsWith(100.0).endsWith(1_000.0);
  }

  @Test
  void eachLineIsDrawnThroughItsPointsAndNamed() throws Exception {
    Chart chart =
        new Chart(
            "merges & more",
            "clients",
            "/s",
            List.of(
                new Line("a < b", List.of(new Line.Point(1, 10), new Line.Point(100, 1_000))),
                new Line("c", List.of(new Line.Point(10, 100)))));

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart.svg().getBytes(UTF_8)));

    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(svg.getDocumentElement().getTextContent()).contains("merges & more", "a < b", "c");
    String points = ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points");
    assertThat(points.strip().split(" ")).containsExactly("80.0,310.0", "700.0,50.0");
  }

  @Test
  void valuesThatHaveNoLogarithmAreRefused() {
    Chart chart = new Chart("", "", "", List.of(new Line("a", List.of(new Line.Point(0, 1)))));
    assertThatThrownBy(chart::svg).isInstanceOf(IllegalArgumentException.class);
  }
}
