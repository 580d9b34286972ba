// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** The frames of a record, and which of them are the program's own. */
final class Frames {
  private static final int OUTER = 20; // frames kept of a long stack
  private static final int INNER = 80;

  // As cel/trace/java.cpp has them, so that a report is in the group of its text.
  private static final String[] LIBRARIES = {
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.", "kotlin.", "kotlinx.", "scala.", "groovy.",
    "clojure.", "org.springframework.", "org.apache.", "org.hibernate.", "org.eclipse.", "org.junit.",
    "io.netty.", "io.undertow.", "reactor.", "rx.", "com.google.", "com.fasterxml.", "com.zaxxer.", "okhttp3."
  };

  private Frames() {}

  static boolean inApp(StackTraceElement frame) {
    String name = frame.getClassName();
    for (String each : LIBRARIES) {
      if (name.startsWith(each)) {
        return false;
      }
    }
    return !name.contains("$$Lambda") && !name.contains("$Proxy");
  }

  /** Writes `frames`, outermost first, and `omitted_frames` where there are too many. */
  static void write(StackTraceElement[] trace, Json json) {
    int omitted = Math.max(0, trace.length - OUTER - INNER);
    json.key("frames").begin('[');
    for (int i = trace.length - 1; i >= 0; --i) {
      if (omitted == 0 || i < INNER || i >= trace.length - OUTER) {
        write(trace[i], json);
      }
    }
    json.end(']');
    if (omitted > 0) {
      json.key("omitted_frames").begin('{').key("after").number(OUTER).key("count").number(omitted).end('}');
    }
  }

  private static void write(StackTraceElement frame, Json json) {
    json.begin('{');
    if (frame.getFileName() != null && frame.getLineNumber() > 0) {
      json.key("file").string(frame.getFileName()).key("line").number(frame.getLineNumber());
    }
    json.key("function").string(frame.getMethodName()).key("module").string(frame.getClassName());
    json.key("in_app").bool(inApp(frame)).end('}');
  }
}
