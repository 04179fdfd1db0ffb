package dev.larder.prove.bounds;

import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The loads. Each returns when the daemon has dealt with all of it. One thread. */
final class Trials {
  /** What says that there was too much; 507 is that of a disk, which is not short here. */
  static final Set<Integer> REFUSALS = Set.of(413, 429, 503);

  private static final int MIB = 1 << 20;

  /** More than any buffer between a sender and a daemon that does not read on. */
  private static final int MOST_BUFFERED_BYTES = 32 * MIB;

  final Daemon daemon;
  final Tally tally;
  final Answered answered = new Answered();

  Trials(Daemon daemon, Tally tally) {
    this.daemon = daemon;
    this.tally = tally;
  }

  /** Everybody merges at once, several times. */
  void merging(int clients, int rounds) throws IOException {
    try (Crowd crowd = Crowd.of(daemon.socket(), clients)) {
      for (int round = 0; round < rounds; round++) {
        String value = "\"" + round + "." + "v".repeat(200) + "\"";
        crowd.send(i -> Request.merge("merged", "{\"c" + i + "\":" + value + "}"));
        crowd.until(Crowd::isAnswered);
        for (int i = 0; i < clients; i++) {
          if (held(crowd.members().get(i).status())) {
            answered.add("merged", "c" + i, value);
          }
        }
      }
    }
  }

  /** Everybody is there and silent, and one more is served. */
  void connections(int count) throws IOException {
    try (Crowd crowd = Crowd.of(daemon.socket(), count);
        Wire wire = Wire.to(daemon.socket())) {
      held(wire.ask(Request.merge("beside", "{\"one\":1}")).status());
      answered.add("beside", "one", "1");
      // Each is a connection that works, and not only a place in the backlog.
      crowd.send(i -> Request.get("/healthz"));
      crowd.until(Crowd::isAnswered);
      crowd.members().forEach(member -> held(member.status()));
    }
  }

  /** More connections than files, and a journal that needs its next segment beside them. */
  void fewFiles(int count, int merges) throws IOException {
    try (Wire wire = Wire.to(daemon.socket())) {
      held(wire.ask(Request.merge("beside", "{\"m\":0}")).status());
      try (Crowd crowd = Crowd.of(daemon.socket(), count)) {
        crowd.send(i -> Request.get("/healthz"));
        crowd.until(Crowd::isAnswered);
        for (Crowd.Member member : crowd.members()) {
          if (member.status() == 0) {
            tally.add("connections closed at once");
          } else {
            held(member.status());
          }
        }
        for (int i = 0; i < merges; i++) {
          String value = "\"" + i + "." + "s".repeat(MIB) + "\"";
          if (held(wire.ask(Request.merge("beside", "{\"m\":" + value + "}")).status())) {
            answered.add("beside", "m", "\"" + i + ".");
          }
        }
      }
    }
  }

  /** One builds, all others wait for it, and are told. */
  void waiters(int count) throws IOException {
    try (Wire builder = Wire.to(daemon.socket()).open(Request.build("w/k"));
        Crowd crowd = Crowd.of(daemon.socket(), count)) {
      var granted = builder.next("granted");
      crowd.send(i -> Request.build("w/k"));
      crowd.until(member -> member.text().contains("\"waiting\"") || Crowd.isAnswered(member));
      Files.writeString(Path.of(granted.get("staging").asString(), "content"), "result");
      try (Wire wire = Wire.to(daemon.socket())) {
        wire.ask(Request.of("POST", "/v1/leases/" + granted.get("token").asString() + "/commit"))
            .has(200);
      }
      crowd.until(member -> member.text().contains("\"ready\"") || Crowd.isAnswered(member));
      crowd.members().forEach(member -> held(member.status()));
      tally.add(
          "waiters told",
          crowd.members().stream().filter(member -> member.text().contains("\"ready\"")).count());
    }
  }

  /** All watch one document, and are told of its next version. */
  void watchers(int count) throws IOException {
    try (Wire wire = Wire.to(daemon.socket());
        Crowd crowd = Crowd.of(daemon.socket(), count)) {
      wire.ask(Request.merge("watched", "{\"a\":1}")).has(201);
      crowd.send(i -> Request.get("/v1/stats/watched/events"));
      crowd.until(member -> member.text().contains("retry") || Crowd.isAnswered(member));
      wire.ask(Request.merge("watched", "{\"told\":2}")).has(200);
      answered.add("watched", "told", "2");
      crowd.until(member -> member.text().contains("told") || Crowd.isAnswered(member));
      crowd.members().forEach(member -> held(member.status()));
      tally.add(
          "watchers told",
          crowd.members().stream().filter(member -> member.text().contains("told")).count());
    }
  }

  /** One document grows by merges, up to that size. */
  void growing(int megabytes, String kind, java.util.function.IntFunction<String> entries)
      throws IOException {
    try (Wire wire = Wire.to(daemon.socket())) {
      for (int i = 0; i < megabytes; i++) {
        Reply reply = wire.ask(Request.merge(kind, entries.apply(i)));
        if (!held(reply.status())) {
          return;
        }
        answered.add(kind, "m" + i, "");
      }
    } catch (EOFException e) {
      tally.add("ended by its load");
    }
  }

  /** The same large body from so many at once. */
  void bodies(int count, int bytes) throws IOException {
    try (Crowd crowd = Crowd.of(daemon.socket(), count)) {
      crowd.sendAll(Request.merge("body", "{\"m\":\"" + "b".repeat(bytes) + "\"}"));
      crowd.until(Crowd::isAnswered);
      for (Crowd.Member member : crowd.members()) {
        if (member.status() == 0) {
          tally.add("bodies cut off");
        } else if (held(member.status())) {
          answered.add("body", "m", "\"b");
        }
      }
    }
  }

  /** Each version of a document is asked for by somebody who does not read it. */
  void oldVersions(int versions, int bytes) throws IOException {
    List<Wire> readers = new java.util.ArrayList<>();
    try (Wire wire = Wire.to(daemon.socket())) {
      for (int i = 0; i < versions; i++) {
        String value = "\"" + i + "." + "o".repeat(bytes) + "\"";
        if (held(wire.ask(Request.merge("old", "{\"m\":" + value + "}")).status())) {
          answered.add("old", "m", "\"" + i + ".");
        }
        readers.add(Wire.to(daemon.socket()).send(Request.get("/v1/stats/old")));
        readers.get(i).replyToHead();
      }
    } finally {
      for (Wire reader : readers) {
        reader.close();
      }
    }
  }

  /** Someone sends on and on and reads nothing: the daemon stops to read, and buffers little. */
  void pressure() throws Exception {
    byte[] request = Request.get("/v1/stats").bytes();
    long sent = new Pressure(daemon.socket(), request).send(MOST_BUFFERED_BYTES);
    tally.add("KB taken of a sender that reads nothing", sent / 1024);
    if (sent >= MOST_BUFFERED_BYTES) {
      throw new IOException("the daemon takes without end from who does not read");
    }
  }

  /** Counts an answer; true if it was held, false if it was refused as too much. */
  boolean held(int status) {
    if (status == 200 || status == 201) {
      tally.add("held");
      return true;
    }
    if (!REFUSALS.contains(status)) {
      throw new IllegalStateException("neither held nor refused, but " + status);
    }
    tally.add("refused with " + status);
    return false;
  }
}
