// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The variables CEL_*, as docs/python.md has them; nonsense means the default. */
final class Settings {
  private static final long DEFAULT = 5000; // ms
  private static final long LONGEST = 86400 * 1000L;
  private static final List<String> MECHANISMS = Arrays.asList("uncaught", "thread", "logging");

  private Settings() {}

  static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static List<String> words(String name) {
    String value = variable(name);
    return value.isEmpty() ? Collections.<String>emptyList() : Arrays.asList(value.split("[\\s,]+"));
  }

  static boolean isVerbose() {
    return Arrays.asList("1", "yes", "true", "on").contains(variable("CEL_VERBOSE").toLowerCase());
  }

  /** Milliseconds. */
  static long timeout() {
    String value = variable("CEL_TIMEOUT");
    try {
      double seconds = value.isEmpty() ? 0 : Double.parseDouble(value);
      return seconds > 0 && seconds * 1000 <= LONGEST ? (long) (seconds * 1000) : DEFAULT;
    } catch (NumberFormatException problem) {
      return DEFAULT;
    }
  }

  static boolean isWanted(String mechanism, String type) {
    List<String> chosen = words("CEL_CAPTURE");
    boolean some = false;
    for (String each : chosen) {
      some |= MECHANISMS.contains(each);
    }
    return (!some || chosen.contains(mechanism)) && !words("CEL_IGNORE").contains(type);
  }
}
