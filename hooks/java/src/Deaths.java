// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** What the instrumented Thread calls: decides whether a thread's end is reported, and how. */
public final class Deaths implements Thread.UncaughtExceptionHandler {
  /** Reports an exception that ends a thread, and returns. Never throws. */
  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    boolean interrupted = Thread.interrupted(); // would end our waiting
    if (error instanceof OutOfMemoryError) {
      Agent.reserve = null;
    }
    try {
      Report.send(thread, error);
    } catch (Throwable problem) {
      Alone.write(error);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
