package dev.larder.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in plain words why TLS did not come about. The client is told by TLS itself, by an alert
 * (RFC 8446, section 6.2).
 */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeWatch.class);
  private static final String ALERT = "Received fatal alert: ";

  private final Gate gate;

  HandshakeWatch(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent end && !end.isSuccess()) {
      Throwable cause = end.cause();
      if (cause instanceof ClosedChannelException) {
        LOG.debug("A client left before TLS was agreed on", cause);
      } else {
        gate.handshakeFailed(TcpDoor.address(ctx.channel()), reason(cause));
        LOG.debug("The handshake that failed", cause);
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (real instanceof SSLException) {
      LOG.debug("TLS ended", real); // a failed handshake is told above
      Out.close(ctx.channel());
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  /** Why, for people. */
  static String reason(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CertificateExpiredException) {
        return "the client's certificate has expired";
      } else if (at instanceof CertificateNotYetValidException) {
        return "the client's certificate is not valid yet";
      } else if (at instanceof CertPathBuilderException) {
        return "the client's certificate is of no CA in --tls-client-ca";
      } else if (at instanceof SslHandshakeTimeoutException) {
        return "the client did not go on with the handshake";
      }
    }
    String message = String.valueOf(cause.getMessage());
    if (message.contains("client certificate chain")) {
      return "the client showed no certificate, and --tls-client-ca asks for one";
    }
    if (message.contains("Insufficient buffer remaining")) {
      // A client that does not trust what it sees may say so in plain text; the JDK takes that for
      // a broken record of TLS 1.3.
      return "the client broke the handshake off, as one does that does not trust the certificate";
    }
    int alert = message.indexOf(ALERT);
    return alert < 0
        ? message.lines().findFirst().orElse("no reason is given")
        : "the client refused it: " + message.substring(alert + ALERT.length());
  }
}
