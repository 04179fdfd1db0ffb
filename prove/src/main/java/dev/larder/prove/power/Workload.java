package dev.larder.prove.power;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client that writes documents, each time in another way. One thread. */
final class Workload {
  /** The documents that sum {@code n}; the first two are also written together. */
  private static final List<String> SUMMING = List.of("a", "b");

  /** The document that is removed now and then. */
  private static final String REMOVED = "c";

  private static final String SETTINGS = "s";
  private static final int LONG_BYTES = 12_000;

  private final Line line;
  private final Random random;
  private final String name;
  private final List<Step> done = new ArrayList<>();
  private int count;

  Workload(Line line, Random random, String name) {
    this.line = line;
    this.random = random;
    this.name = name;
  }

  /** The writes so far, in their order. */
  List<Step> done() {
    return Collections.unmodifiableList(done);
  }

  /** Gives the documents their rules, before the others write. */
  void begin() throws IOException {
    for (String doc : SUMMING) {
      count++;
      ask(
          Request.of("PUT", "/v1/stats/" + doc + "/settings")
              .json("{\"rules\":" + DocState.SUM_OF_N + "}"),
          Map.of(doc, DocState.indent(0)),
          false);
    }
  }

  /** So many writes. */
  void write(int writes) throws IOException {
    for (int i = 0; i < writes; i++) {
      count++;
      one();
    }
  }

  private void one() throws IOException {
    String doc = random.nextBoolean() ? "a" : random.nextBoolean() ? "b" : REMOVED;
    boolean sums = SUMMING.contains(doc);
    int dice = random.nextInt(20);
    if (dice < 9) {
      ObjectNode entries = entries();
      ask(Request.merge(doc, entries.toString()), Map.of(doc, DocState.merge(entries, sums)));
    } else if (dice < 13) {
      ObjectNode entries = entries();
      ObjectNode merges = JsonMapper.shared().createObjectNode();
      SUMMING.forEach(name -> merges.set(name, entries));
      DocState.Edit edit = DocState.merge(entries, true);
      ask(
          Request.of("POST", "/v1/batch").json("{\"merges\":" + merges + "}"),
          Map.of("a", edit, "b", edit));
    } else if (dice < 15) {
      ObjectNode patch = JsonMapper.shared().createObjectNode();
      patch.put("p", tag(30)).putNull("k" + random.nextInt(8));
      ask(Request.patch(doc, patch.toString()), Map.of(doc, DocState.patch(patch)));
    } else if (dice < 16) {
      ObjectNode content = entries();
      ask(
          Request.of("PUT", "/v1/stats/" + doc).json(content.toString()),
          Map.of(doc, DocState.put(content)));
    } else if (dice < 18) {
      ask(Request.of("DELETE", "/v1/stats/" + REMOVED), Map.of(REMOVED, DocState.remove()));
    } else {
      int indent = 1 + random.nextInt(8);
      ask(
          Request.of("PUT", "/v1/stats/" + SETTINGS + "/settings")
              .json("{\"indent\":" + indent + "}"),
          Map.of(SETTINGS, DocState.indent(indent)));
    }
  }

  private ObjectNode entries() {
    int bytes = random.nextInt(6) == 0 ? LONG_BYTES + random.nextInt(LONG_BYTES) : 150;
    return JsonMapper.shared()
        .createObjectNode()
        .put("k" + random.nextInt(8), tag(bytes))
        .put("n", 1);
  }

  /** A text that no other write has. */
  private String tag(int bytes) {
    StringBuilder text = new StringBuilder(name + "-" + count + "-");
    while (text.length() < bytes) {
      text.append(Long.toHexString(random.nextLong()));
    }
    return text.toString();
  }

  private void ask(Request request, Map<String, DocState.Edit> edits) throws IOException {
    ask(request, edits, random.nextInt(4) == 0);
  }

  private void ask(Request request, Map<String, DocState.Edit> edits, boolean published)
      throws IOException {
    Request sent = request;
    if (published) {
      sent =
          new Request(sent.method(), sent.target() + "?ack=published", sent.headers(), sent.body());
    }
    @Nullable String key = random.nextBoolean() ? name + "-" + count : null;
    if (key != null) {
      sent = sent.once(key);
    }
    Line.Place place = line.next();
    Reply reply = line.ask(sent);
    if (reply.status() == 404 && sent.method().equals("DELETE")) {
      return;
    }
    if (reply.status() != 200 && reply.status() != 201) {
      throw new IOException(sent + " was answered with " + reply.status() + " " + reply.text());
    }
    done.add(new Step(place, sent, edits, key, published, reply));
  }
}
