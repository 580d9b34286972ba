// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Where no logger can be started: writes type, place and calls, without the message, in which nobody could
 * mask secrets, to one of our streams that is also PID 1's.
 */
final class Alone {
  private static final int FRAMES = 15;

  private Alone() {}

  static void write(Throwable error) {
    try {
      StringBuilder calls = new StringBuilder();
      StackTraceElement[] trace = error.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, trace.length); ++i) {
        calls.append("\n\tat ").append(trace[i]);
      }
      String type = error.getClass().getName();
      String reason = type + (trace.length > 0 ? " at " + trace[0] : "");
      Json json = new Json().begin('{').key("type").string("Java");
      json.key("executable").string("java").key("reason").string(reason);
      json.key("backtrace").string(reason + "\n\n" + type + calls);
      json.key("time").number(System.currentTimeMillis() / 1000).end('}');
      byte[] line = ("container-exception-logger - " + json + "\n").getBytes(StandardCharsets.US_ASCII);
      for (int fd = 1; line.length <= 4087 && fd <= 2; ++fd) {
        if (link("/proc/self/fd/" + fd).equals(link("/proc/1/fd/" + fd))) {
          new FileOutputStream(fd == 1 ? FileDescriptor.out : FileDescriptor.err).write(line);
          return;
        }
      }
    } catch (Throwable problem) {
      // ends here
    }
  }

  private static Path link(String path) throws IOException {
    return Files.readSymbolicLink(Paths.get(path));
  }
}
