// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.lang.ref.WeakReference;

/** The errors reported last: one that is logged twice, or logged and then died of, is one report. */
final class Reported {
  private static final int REMEMBERED = 64;
  private static final WeakReference<?>[] LAST = new WeakReference<?>[REMEMBERED];
  private static int next;

  private Reported() {}

  static synchronized boolean has(Throwable error) {
    for (WeakReference<?> each : LAST) {
      if (each != null && each.get() == error) {
        return true;
      }
    }
    return false;
  }

  static synchronized void add(Throwable error) {
    LAST[next] = new WeakReference<>(error);
    next = (next + 1) % REMEMBERED;
  }
}
