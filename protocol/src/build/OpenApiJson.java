import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Writes openapi.yaml as JSON. Run by the build, so that neither the client nor the daemon carries
 * a YAML parser.
 */
final class OpenApiJson {
  private OpenApiJson() {}

  /**
   * @param files what to read, and what to write
   */
  public static void main(String[] files) throws Exception {
    var yaml =
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readTree(Path.of(files[0]));
    Files.writeString(Path.of(files[1]), JsonMapper.shared().writeValueAsString(yaml) + "\n");
  }
}
