// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** Tells cel-run, where the JVM ends soon after an error that the program handled, that this is reported. */
final class Exit extends Thread {
  private static final long SOON = 10_000_000_000L; // ns
  private static Exit registered;
  private static volatile long handledAt;

  private Exit() {
    super("container-exception-logger");
  }

  /** Is called when an error was handled and reported. */
  static synchronized void follows() {
    handledAt = System.nanoTime();
    if (registered == null) {
      registered = new Exit();
      try {
        Runtime.getRuntime().addShutdownHook(registered);
      } catch (IllegalStateException problem) {
        // it ends already
      }
    }
  }

  @Override
  public void run() {
    try {
      if (System.nanoTime() - handledAt < SOON) {
        Delivery.announce();
      }
    } catch (Throwable problem) {
      // ends here
    }
  }
}
