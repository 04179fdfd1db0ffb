package dev.larder.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a batch of merges. Each part is checked before it is set beside the others, so that a
 * fault is told of the part that has it, with its place there. Any thread.
 */
final class BatchBody {
  private static final JsonFactory JSON = new JsonFactory();

  private BatchBody() {}

  /**
   * Joins the parts.
   *
   * @throws LarderException.Refused if one of them is not one JSON object; the problem names it
   */
  static byte[] of(Map<DocName, byte[]> merges) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String before = "{\"merges\": {";
    for (Map.Entry<DocName, byte[]> merge : merges.entrySet()) {
      check(merge.getKey(), merge.getValue());
      body.writeBytes((before + '"' + merge.getKey() + "\": ").getBytes(US_ASCII));
      body.writeBytes(merge.getValue());
      before = ", ";
    }
    body.writeBytes("}}".getBytes(US_ASCII));
    return body.toByteArray();
  }

  private static void check(DocName doc, byte[] json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused(doc, new Problem.NotAnObject("JSON", "a value of another kind"));
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw refused(doc, badJson("more text behind the object", parser.currentTokenLocation()));
      }
    } catch (JacksonException e) {
      throw refused(doc, badJson(e.getOriginalMessage(), e.getLocation()));
    }
  }

  private static Problem badJson(String reason, TokenStreamLocation at) {
    return new Problem.BadJson(
        reason, at.getLineNr(), at.getColumnNr(), Math.max(0, at.getByteOffset()));
  }

  private static LarderException.Refused refused(DocName doc, Problem problem) {
    return new LarderException.Refused(ProblemDetails.of(problem).in(doc));
  }
}
