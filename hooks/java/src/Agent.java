// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * Starts with the JVM, by -javaagent. Has Thread.dispatchUncaughtException, which the JVM calls when a thread
 * ends by an exception, call Deaths first, and what each well-known logger does with an event that has an
 * exception call Logged first; and does nothing else: the rest is loaded when there is something to report.
 */
public final class Agent {
  private static final int RESERVE = 1 << 18; // bytes

  /** A piece of the heap, for when a program has used it up. */
  static byte[] reserve;

  /** The main thread: it starts us. */
  static Thread main;

  private Agent() {}

  /** Never throws: the JVM would end. */
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      restoreClassPath();
      String disabled = System.getenv("CEL_DISABLE");
      if (disabled == null || disabled.isEmpty() || disabled.equals("0")) {
        reserve = new byte[RESERVE];
        main = Thread.currentThread();
        instrument(instrumentation);
      }
    } catch (Throwable problem) {
      // the program starts without us
    }
  }

  /** The JVM appends the agent to what the program sees as its class path. */
  private static void restoreClassPath() {
    String path = System.getProperty("java.class.path");
    String name = "/java/cel.jar";
    int last = path == null ? -1 : path.lastIndexOf(':');
    if (path != null && path.endsWith(name)) {
      System.setProperty("java.class.path", last < 0 ? "" : path.substring(0, last));
    }
  }

  /** Is asked for each class that is loaded: Instrumented need not be, for most programs. */
  private static boolean isWatched(String name) {
    return name != null
        && (name.equals("java/lang/Thread")
            || (name.endsWith("/Logger") || name.endsWith("/LoggerConfig")) && Watched.of(name) != null);
  }

  private static void instrument(Instrumentation instrumentation) throws Exception {
    ClassFileTransformer transformer =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] bytes) {
            try {
              return isWatched(name) ? Instrumented.of(name, bytes) : null;
            } catch (Throwable problem) {
              return null;
            }
          }
        };
    instrumentation.addTransformer(transformer, true);
    try {
      instrumentation.retransformClasses(Thread.class);
    } finally {
      instrumentation.removeTransformer(transformer);
    }
    instrumentation.addTransformer(transformer, false); // for what is loaded from here on
  }
}
