package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import dev.larder.server.access.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer. Handlers answer it by {@link #answer}, {@link #refuse} or {@link
 * #answerWith}, from any thread; everything else happens on the connection's event loop.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Bodies up to this size are parsed on the event loop: about as long as a hand-over takes. */
  private static final int INLINE_BYTES = 128 * 1024;

  private final Connection connection;
  private final Channel channel;
  private final Service service;

  private @Nullable RequestHead head;
  private @Nullable Peer peer;
  private @Nullable Route route;
  private String about = "";
  private @Nullable RequestBody body;
  private boolean closeAfter;
  private boolean isHead;
  private HttpVersion version = HttpVersion.HTTP_1_1;

  private @Nullable Answer answer;
  private @Nullable Runnable whenCut;
  private boolean ended;

  /** Whether a clean stop waits for this request. */
  private boolean counted = true;

  Exchange(Connection connection, Channel channel, Service service) {
    this.connection = connection;
    this.channel = channel;
    this.service = service;
    service.connections().requestBegan();
  }

  /**
   * Takes the head of the request.
   *
   * @param visit who is at the other end
   * @throws RefusedException if it is refused before its body is read
   */
  void begin(HttpRequest request, Door.Visit visit) {
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      // It may not know chunks, so that only the end of the connection ends some answers.
      version = HttpVersion.HTTP_1_0;
      closeAfter = true;
    }
    closeAfter |= !HttpUtil.isKeepAlive(request) || speaksOtherwise(request);
    isHead = request.method().equals(HttpMethod.HEAD);
    body = new RequestBody(request);
    head = RequestHead.of(request);
    // Before anything else: whoever may not ask is not told what there is, either.
    peer = service.gate().enter(visit, head);
    route = service.router().route(request.method(), head.path(), head.rawPath());
    service.gate().check(peer, route, head);
    head.check(route);
    body.open(request, route, service, paused -> onLoop(() -> connection.pause(paused)));
  }

  /**
   * Whether what follows may be no request to us: bytes for the other end of a tunnel, or frames of
   * another HTTP, where a request can be hidden.
   */
  private static boolean speaksOtherwise(HttpRequest request) {
    return request.method().equals(HttpMethod.CONNECT)
        || request.protocolVersion().majorVersion() != 1;
  }

  /** Lets the handler of a streamed body begin; called once the body is on its way here. */
  void beginStream() {
    if (body().isStreamed()) {
      handle();
    }
  }

  /** Whether what may still come of a refused body is little enough to be read over. */
  boolean restIsShort() {
    return body != null && body.restIsShort();
  }

  /**
   * Takes some of the body.
   *
   * @throws RefusedException if it is too much
   */
  void add(ByteBuf content) {
    service.traffic().received(content.readableBytes());
    body().add(content);
  }

  /** The request is complete: hands it to its route. */
  void dispatch() {
    if (body().isStreamed()) {
      upload().end();
    } else if (head().isPacked() && !required(route).bodyTypes().isEmpty()) {
      unpack(body().gathered());
    } else {
      handle();
    }
  }

  /** Done by a worker, since a small body can become a large one. */
  private void unpack(Body packed) {
    byte[] bytes = packed.whole();
    work(
        () -> Gzip.unpack(bytes, packed.another(service.limits().bodyBytes())),
        plain -> {
          if (ended) {
            plain.release();
          } else {
            body().unpacked(plain);
            handle();
          }
        });
  }

  private void handle() {
    try {
      required(route).handler().handle(this);
    } catch (RuntimeException | Error e) {
      refuse(e);
    }
  }

  /**
   * Whether its body is kept until it is whole; what a streamed one's maker takes is its affair.
   */
  boolean isGathered() {
    return body != null && !body.isStreamed();
  }

  RequestHead head() {
    return required(head);
  }

  /** Who asks. */
  Peer peer() {
    return required(peer);
  }

  /** What the request is about, where its path does not tell: for the log. */
  void about(String what) {
    about = " (" + what + ")";
  }

  /** The segment of the path, counted from 0. */
  String segment(int index) {
    return head().path().get(index);
  }

  /** Whether an answer may be of a length that is not known before. */
  boolean speaksChunks() {
    return version.equals(HttpVersion.HTTP_1_1);
  }

  boolean isHead() {
    return isHead;
  }

  /** The body as it comes; only where the route says that it is streamed. */
  Upload upload() {
    return body().upload();
  }

  /** The body, whole. */
  byte[] bytes() {
    return body().gathered().whole();
  }

  private RequestBody body() {
    return required(body);
  }

  /**
   * Reads the body, and goes on with what it says. A large body is read by a worker, while the
   * requests behind it wait, so that they keep their order.
   */
  <T> void read(Function<byte[], T> reader, Consumer<T> then) {
    byte[] whole = bytes();
    if (whole.length <= INLINE_BYTES) {
      then.accept(reader.apply(whole));
    } else {
      work(() -> reader.apply(whole), then);
    }
  }

  /** Lets a worker that may wait for the client do its part, and answers with what it comes to. */
  void transfer(Callable<Answer> work) {
    try {
      service
          .transfers()
          .execute(
              () -> {
                try {
                  answer(work.call());
                } catch (Exception | Error e) {
                  refuse(e);
                }
              });
    } catch (RejectedExecutionException e) {
      refuse(new Problem.Overloaded("transfers of results"));
    }
  }

  /** Lets a worker do what takes long, and goes on with it on the event loop. */
  <T> void work(Callable<T> work, Consumer<T> then) {
    connection.pause(true);
    service
        .workers()
        .execute(
            () -> {
              try {
                T result = work.call();
                loop().execute(() -> resume(() -> then.accept(result)));
              } catch (Exception | Error e) {
                loop().execute(() -> resume(() -> refuse(e)));
              }
            });
  }

  private void resume(Runnable rest) {
    try {
      rest.run();
    } catch (RuntimeException | Error e) {
      refuse(e);
    }
    connection.pause(false);
  }

  /** Answers with what the future comes to, or with the problem that it fails with. */
  <T> void answerWith(CompletionStage<T> future, Function<T, Answer> toAnswer) {
    var unused =
        future.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                refuse(failure);
                return;
              }
              try {
                answer(toAnswer.apply(value));
              } catch (RuntimeException | Error e) {
                refuse(e);
              }
            });
  }

  /** Answers the request. Any thread. */
  void answer(Answer ready) {
    onLoop(() -> deliver(ready));
  }

  /**
   * At once if this is the event loop: so what it does itself comes before what others ask of it.
   */
  private void onLoop(Runnable action) {
    if (loop().inEventLoop()) {
      action.run();
    } else {
      loop().execute(action);
    }
  }

  void refuse(Problem problem) {
    boolean sharesFiles = peer == null || peer.sharesFiles();
    answer(Answer.problem(sharesFiles ? problem : problem.withoutPaths()));
  }

  private void refuse(RefusedException refused) {
    if (refused.document().isEmpty()) {
      refuse(refused.problem());
    } else {
      // Of a document's problems, none tells a path or needs a header of its own.
      answer(Answer.problem(ProblemDetails.of(refused.problem()).in(refused.document().get())));
    }
  }

  /** Answers with the problem that a refusal carries; anything else is a bug, and is logged. */
  void refuse(Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof RefusedException refused) {
      refuse(refused);
    } else if (body != null && body.isBroken()) {
      LOG.debug("A content broke off", cause); // its sender is gone, and needs no answer
    } else {
      // The template and not the path, which may hold a lease's token.
      LOG.error("A request failed: {}", route == null ? "unread" : route.template(), cause);
      refuse(new Problem.Internal());
    }
  }

  /** Whether a future failed by a refusal of that kind. */
  static boolean isRefusal(@Nullable Throwable failure, ProblemKind kind) {
    return causeOf(failure) instanceof RefusedException refused && refused.problem().kind() == kind;
  }

  private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private void deliver(Answer ready) {
    if (answer == null && !ended) {
      answer = ready;
      count(ready);
      if (ready.saysDone() && head().changesSomething()) {
        service.gate().accepted(peer(), head(), about);
      }
      if (ready instanceof Lines || ready instanceof EventStream || ready instanceof Download) {
        countAsEnded(); // a clean stop does not wait for streams
      }
      if (body != null) {
        body.release();
      }
      if (body != null && body.isStreaming()) {
        connection.dropRest(this); // it was refused before it had come
      }
    }
    if (answer != ready) {
      endReading(ready); // nobody will read it
    }
    connection.advance();
  }

  private static void endReading(@Nullable Answer unread) {
    if (unread instanceof Answer.Rendered rendered) {
      rendered.reading().end();
    }
  }

  private void count(Answer ready) {
    service.traffic().answered(ready.statusCode());
    if (ready instanceof Answer.Refusal refusal) {
      service.traffic().refused(refusal.kind());
    }
  }

  /** Something more of this exchange's answer can be written. */
  void progress() {
    connection.advance();
  }

  /** To be run if the connection breaks before the answer is whole. */
  void whenCut(Runnable action) {
    if (ended) {
      action.run();
    } else {
      whenCut = action;
    }
  }

  /** Writes what is ready; the connection calls it when all answers before are written. */
  boolean writeTo(Channel target) {
    if (answer != null) {
      answer.writeTo(target, version, closeAfter);
      return true;
    }
    if (body != null && body.takeContinue()) {
      Out.write(
          target, new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      return true;
    }
    return false;
  }

  boolean isFinished() {
    return answer != null && answer.isWhole();
  }

  void closeAfter() {
    closeAfter = true;
  }

  boolean closesAfter() {
    return closeAfter;
  }

  /** The answer is written. */
  void end() {
    ended = true;
    countAsEnded();
  }

  /** A clean stop does not wait for this request: it waits itself, and is answered then. */
  void waits() {
    countAsEnded();
  }

  private void countAsEnded() {
    if (counted) {
      counted = false;
      service.connections().requestEnded();
    }
  }

  /** The connection broke. */
  void cut() {
    if (body != null) {
      body.cut();
    }
    endReading(answer);
    end();
    if (whenCut != null) {
      whenCut.run();
    }
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  Channel channel() {
    return channel;
  }

  Service service() {
    return service;
  }

  static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("The request's head was not taken");
    }
    return part;
  }
}
