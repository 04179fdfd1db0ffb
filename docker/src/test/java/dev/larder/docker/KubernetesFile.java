package dev.larder.docker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the files of {@code docker/kubernetes}: strictly, as the cluster would with validation. */
final class KubernetesFile {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new NoSpareRoom());

  private KubernetesFile() {}

  static <T> T read(String name, Class<T> type) {
    try {
      return parse(Files.readString(Tool.SOURCE.resolve("docker/kubernetes").resolve(name)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text's only YAML document.
   *
   * @throws IllegalArgumentException if it has a field that the type does not know
   */
  static <T> T parse(String yaml, Class<T> type) {
    // A parser of YAML itself: Jackson's does not follow a file's references to its own parts.
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return STRICT.convertValue(tree, type);
  }

  /** The types keep what they do not know in a map of their own, so that nothing would fail. */
  private static final class NoSpareRoom extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }
}
