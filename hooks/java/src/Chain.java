// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.util.ArrayList;
import java.util.List;

/**
 * An exception with its causes and what it suppressed, and the text that Throwable.printStackTrace prints of
 * them. Of the program's code this runs what printing runs, each once: toString, and getCause and
 * getStackTrace where a class has its own.
 */
final class Chain {
  private static final int LINKS = 20;
  private static final int MESSAGE = 65536; // characters
  private static final int DEEPEST = 60; // links below each other that are printed

  /** One of them. */
  static final class Link {
    String type;
    String message;
    String kind; // "cause" or "suppressed"; null for the first
    int of;
    StackTraceElement[] trace;
  }

  final List<Link> links = new ArrayList<>();
  private final List<Throwable> seen = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  Chain(Throwable error) {
    add(error, null, 0, "", "", new StackTraceElement[0], 0);
  }

  String text() {
    return text.toString();
  }

  private void add(
      Throwable error,
      String kind,
      int of,
      String caption,
      String indent,
      StackTraceElement[] enclosing,
      int depth) {
    String words = words(error);
    text.append(indent).append(caption);
    for (Throwable each : seen) {
      if (each == error) {
        text.append("[CIRCULAR REFERENCE: ").append(words).append("]\n");
        return;
      }
    }
    seen.add(error);
    text.append(words).append('\n');
    Link link = new Link();
    link.type = error.getClass().getName();
    String prefix = link.type + ": ";
    String message =
        words.startsWith(prefix) ? words.substring(prefix.length()) : words.equals(link.type) ? "" : words;
    link.message = message.length() > MESSAGE ? message.substring(0, MESSAGE) : message;
    link.kind = kind;
    link.of = of;
    link.trace = trace(error);
    int index = links.size();
    if (index < LINKS) {
      links.add(link);
    }
    int own = link.trace.length - 1;
    for (int other = enclosing.length - 1;
        own >= 0 && other >= 0 && link.trace[own].equals(enclosing[other]);
        --other) {
      --own;
    }
    for (int i = 0; i <= own; ++i) {
      text.append(indent).append("\tat ").append(link.trace[i]).append('\n');
    }
    if (own + 1 < link.trace.length) {
      text.append(indent).append("\t... ").append(link.trace.length - 1 - own).append(" more\n");
    }
    if (depth >= DEEPEST) {
      return;
    }
    for (Throwable each : error.getSuppressed()) {
      add(each, "suppressed", index, "Suppressed: ", indent + "\t", link.trace, depth + 1);
    }
    Throwable cause = cause(error);
    if (cause != null) {
      add(cause, "cause", index, "Caused by: ", indent, link.trace, depth + 1);
    }
  }

  /** What printing shows of it first. */
  private static String words(Throwable error) {
    try {
      return String.valueOf(error.toString());
    } catch (Throwable problem) {
      return error.getClass().getName();
    }
  }

  private static StackTraceElement[] trace(Throwable error) {
    try {
      return error.getStackTrace();
    } catch (Throwable problem) {
      return new StackTraceElement[0];
    }
  }

  private static Throwable cause(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable problem) {
      return null;
    }
  }
}
