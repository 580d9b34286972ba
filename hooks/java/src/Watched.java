// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** A method that gets a call of ours in front, with its first argument or with `this` and that. */
final class Watched {
  final String method;
  final String descriptor; // its start
  final String call; // our class
  final String getter; // of the first argument: the call is left out where it returns null; null: never
  final String event; // the type of the first argument

  private Watched(String method, String descriptor, String call, String event, String getter) {
    this.method = method;
    this.descriptor = descriptor;
    this.call = call;
    this.event = event;
    this.getter = getter;
  }

  /** That of a class, by its internal name; null for those that have none. */
  static Watched of(String name) {
    switch (name) {
      case "java/lang/Thread":
        return new Watched(
            "dispatchUncaughtException", "(Ljava/lang/Throwable;)V", "Deaths", null, null);
      case "java/util/logging/Logger":
        return logger("log", "java/util/logging/LogRecord", "getThrown()Ljava/lang/Throwable;");
      case "ch/qos/logback/classic/Logger":
        return logger(
            "callAppenders",
            "ch/qos/logback/classic/spi/ILoggingEvent",
            "getThrowableProxy()Lch/qos/logback/classic/spi/IThrowableProxy;");
      case "org/apache/logging/log4j/core/config/LoggerConfig":
        return logger(
            "processLogEvent",
            "org/apache/logging/log4j/core/LogEvent",
            "getThrown()Ljava/lang/Throwable;");
      default:
        return null;
    }
  }

  private static Watched logger(String method, String event, String getter) {
    return new Watched(method, "(L" + event + ";", "Logged", event, getter);
  }

  boolean isEventAnInterface() {
    return !event.startsWith("java/");
  }
}
