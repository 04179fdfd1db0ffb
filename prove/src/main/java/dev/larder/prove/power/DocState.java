package dev.larder.prove.power;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document at one version, and what each kind of write makes of it.
 *
 * @param content null if it was removed, or was never there
 * @param indent of its settings; 0 where they say nothing
 */
record DocState(@Nullable JsonNode content, int indent) {
  /** Before the first write. */
  static final DocState ABSENT = new DocState(null, 0);

  /** The rule of every document but the one that is removed now and then. */
  static final String SUM_OF_N = "[{\"at\":\"/n\",\"op\":\"sum\"}]";

  /** What a write does. */
  interface Edit {
    DocState of(DocState before);
  }

  /** A merge, with or without the rule that sums {@code n}. */
  static Edit merge(ObjectNode entries, boolean sums) {
    return before -> {
      ObjectNode after = before.copy();
      entries
          .properties()
          .forEach(
              entry -> {
                JsonNode old = after.get(entry.getKey());
                if (sums && entry.getKey().equals("n") && old != null) {
                  after.put("n", old.asInt() + entry.getValue().asInt());
                } else {
                  after.set(entry.getKey(), entry.getValue());
                }
              });
      return new DocState(after, before.indent);
    };
  }

  /** RFC 7396, of flat members. */
  static Edit patch(ObjectNode patch) {
    return before -> {
      ObjectNode after = before.copy();
      patch
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().isNull()) {
                  after.remove(entry.getKey());
                } else {
                  after.set(entry.getKey(), entry.getValue());
                }
              });
      return new DocState(after, before.indent);
    };
  }

  /** PUT. */
  static Edit put(ObjectNode content) {
    return before -> new DocState(content, before.indent);
  }

  /** DELETE; settings go with it. */
  static Edit remove() {
    return before -> ABSENT;
  }

  /** PUT of settings, which makes the document where there is none. */
  static Edit indent(int indent) {
    return before -> new DocState(before.copy(), indent);
  }

  private ObjectNode copy() {
    return content instanceof ObjectNode object
        ? object.deepCopy()
        : JsonMapper.shared().createObjectNode();
  }
}
