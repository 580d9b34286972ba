// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.util.function.Consumer;
import java.util.logging.LogRecord;

/**
 * What the instrumented loggers call with an event that has an exception: reports it if it is an error. Of
 * the classes of Logback and Log4j the loader of this one knows none.
 */
public final class Logged implements Consumer<Object> {
  private static final int SEVERE = 1000; // java.util.logging.Level.SEVERE
  private static final int ERROR = 40000; // ch.qos.logback.classic.Level.ERROR_INT
  private static final int ERROR_OF_LOG4J = 200; // org.apache.logging.log4j.spi.StandardLevel; fatal is 100
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  /** Reports the exception of an event, and returns. Never throws. */
  @Override
  public void accept(Object event) {
    if (BUSY.get() != null) {
      return; // something that we call logs
    }
    boolean interrupted = Thread.interrupted(); // would end our waiting
    BUSY.set(true);
    try {
      Throwable error = errorOf(event);
      if (error != null) {
        Report.logged(error);
      }
    } catch (Throwable problem) {
      // ends here
    }
    BUSY.remove();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Throwable errorOf(Object event) throws Exception {
    if (event instanceof LogRecord) {
      LogRecord record = (LogRecord) event;
      return record.getLevel().intValue() >= SEVERE ? record.getThrown() : null;
    }
    Object level = get(event, "getLevel");
    if (event.getClass().getName().startsWith("org.apache.")) {
      return (Integer) get(level, "intLevel") <= ERROR_OF_LOG4J ? (Throwable) get(event, "getThrown") : null;
    }
    boolean isError = (Integer) get(level, "toInt") >= ERROR;
    return isError ? (Throwable) get(get(event, "getThrowableProxy"), "getThrowable") : null;
  }

  private static Object get(Object object, String method) throws Exception {
    return object.getClass().getMethod(method).invoke(object);
  }
}
