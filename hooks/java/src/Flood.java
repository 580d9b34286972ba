// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds the reports of a program that lives on: after the first 20 it may send 10 a second, and one of the
 * same error in 10 seconds.
 */
final class Flood {
  private static final int FIRST = 20;
  private static final double EACH_SECOND = 10;
  private static final double SAME = 10; // seconds
  private static final int REMEMBERED = 1000; // errors

  private static final class Seen {
    double at = Double.NEGATIVE_INFINITY;
    int suppressed;
  }

  private static final Map<String, Seen> LAST = new LinkedHashMap<>();
  private static double left = FIRST;
  private static double before;

  private Flood() {}

  /** How many of this kind were held back since the last report of it; null if this one is, too. */
  static synchronized Integer suppressedBefore(Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    String key = error.getClass().getName() + (trace.length > 0 ? " " + trace[0] : "");
    double now = System.nanoTime() / 1e9;
    left = Math.min(FIRST, left + Math.max(0, now - before) * EACH_SECOND);
    before = now;
    Seen seen = LAST.remove(key);
    seen = seen == null ? new Seen() : seen;
    LAST.put(key, seen);
    if (LAST.size() > REMEMBERED) {
      LAST.remove(LAST.keySet().iterator().next());
    }
    if (now - seen.at < SAME || left < 1) {
      ++seen.suppressed;
      return null;
    }
    int suppressed = seen.suppressed;
    left -= 1;
    seen.at = now;
    seen.suppressed = 0;
    return suppressed;
  }
}
