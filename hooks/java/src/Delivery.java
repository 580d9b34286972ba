// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the logger, gives it a record, and waits for its end, up to a deadline. */
final class Delivery {
  private static final String NAME = "container-exception-logger";
  private static final List<String> PATIENCE = Arrays.asList("--patience", "0.02"); // seconds
  private static final int PIPE = 65536; // bytes that a pipe holds
  private static final long GRACE = 250; // ms that the logger, which keeps the same deadline, gets to end

  private Delivery() {}

  /** Whether the record, a line of JSON, is in a log. A program that lives on waits for no stalled log. */
  static boolean deliver(String record, boolean handled) throws InterruptedException {
    return run(handled ? PATIENCE : Collections.<String>emptyList(), record);
  }

  /** Tells cel-run that the death of this process is reported already. */
  static void announce() throws InterruptedException {
    run(Collections.singletonList("--announce"), "");
  }

  private static boolean run(List<String> options, String record) throws InterruptedException {
    for (String path : loggers()) {
      if (run(path, options, record)) {
        return true;
      }
    }
    return false;
  }

  /** Those that there are: beside the jar's folder, CEL_LOGGER, on PATH. */
  private static List<String> loggers() {
    List<String> places = new ArrayList<>();
    places.add(folder() + "/../bin/" + NAME);
    places.add(Settings.variable("CEL_LOGGER"));
    for (String each : Settings.variable("PATH").split(":")) {
      places.add(each.startsWith("/") ? each + "/" + NAME : "");
    }
    List<String> found = new ArrayList<>();
    for (String each : places) {
      if (!each.isEmpty() && new File(each).isFile() && new File(each).canExecute()) {
        found.add(each);
      }
    }
    return found;
  }

  private static String folder() {
    URL jar = Delivery.class.getProtectionDomain().getCodeSource().getLocation();
    return new File(jar.getPath()).getParent();
  }

  private static boolean run(String path, List<String> options, String record) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(path);
    command.add(Settings.isVerbose() ? "--verbose" : "--quiet");
    command.addAll(options);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process logger = builder.start();
      // A logger that hangs reads nothing either: what is longer than a pipe holds is written aside.
      if (record.length() < PIPE) {
        write(logger, record);
      } else {
        writeAside(logger, record);
      }
      if (!logger.waitFor(Settings.timeout() + GRACE, TimeUnit.MILLISECONDS)) {
        logger.destroyForcibly().waitFor();
        return false;
      }
      return logger.exitValue() == 0;
    } catch (IOException problem) {
      return false;
    }
  }

  private static void writeAside(final Process logger, final String record) {
    Thread writer =
        new Thread(NAME) {
          @Override
          public void run() {
            Delivery.write(logger, record);
          }
        };
    writer.setDaemon(true);
    writer.start();
  }

  private static void write(Process logger, String record) {
    try (OutputStream input = logger.getOutputStream()) {
      input.write(record.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException problem) {
      // its status tells
    }
  }
}
