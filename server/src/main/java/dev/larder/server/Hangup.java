package dev.larder.server;

import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which daemons are asked to read their files again. Without a handler the JVM ends by
 * it. Java's way to signals is {@code sun.misc.Signal} (module {@code jdk.unsupported}, "critical
 * internal" by JEP 260), of whose direct use the compiler warns and cannot be told not to.
 */
final class Hangup {
  private Hangup() {}

  /** Runs the action, in a thread of the JVM's, at each SIGHUP from now on. */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object run =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass().equals(handler)) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), run);
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger(Hangup.class).warn("SIGHUP ends this daemon", e);
    }
  }
}
