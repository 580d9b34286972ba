// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import java.io.File;

/** Makes the record of an exception that ends a thread or is logged, in ABRT's terms and ours; has it sent. */
final class Report {
  private static final int TEXT = 65536; // characters, of which both ends are kept
  private static final int REASON = 1000;

  private Report() {}

  /** An exception that ends a thread. */
  static void send(Thread thread, Throwable error) throws Exception {
    boolean main = thread == Agent.main;
    String mechanism = main ? "uncaught" : "thread";
    String type = error.getClass().getName();
    if (type.equals("java.lang.ThreadDeath") || !Settings.isWanted(mechanism, type)) {
      return; // ThreadDeath is Thread.stop's, and nobody prints it
    }
    boolean handled = isHandled(thread);
    boolean goesOn = handled || !main || goesOn(thread);
    if (Reported.has(error)) {
      if (!goesOn) {
        Delivery.announce();
      }
      return;
    }
    submit(error, thread, mechanism, handled, goesOn);
  }

  /** An exception that the program, or what it is made with, logs. */
  static void logged(Throwable error) throws Exception {
    if (Settings.isWanted("logging", error.getClass().getName()) && !Reported.has(error)) {
      submit(error, Thread.currentThread(), "logging", true, true);
    }
  }

  private static void submit(
      Throwable error, Thread thread, String mechanism, boolean handled, boolean goesOn) throws Exception {
    Integer suppressed = goesOn ? Flood.suppressedBefore(error) : Integer.valueOf(0);
    if (suppressed == null) {
      return;
    }
    Reported.add(error);
    Chain chain = new Chain(error);
    String reason = reason(chain.links.get(0));
    String text =
        mechanism.equals("logging")
            ? chain.text()
            : "Exception in thread \"" + thread.getName() + "\" " + chain.text();
    Json json = new Json().begin('{');
    json.key("type").string("Java").key("executable").string(executable());
    json.key("reason").string(reason).key("backtrace").string(reason + "\n\n" + bothEnds(text));
    json.key("pid").number(Long.parseLong(new File("/proc/self").getCanonicalFile().getName()));
    json.key("exception").begin('{').key("type").string(error.getClass().getName());
    json.key("message").string(chain.links.get(0).message).end('}');
    json.key("mechanism").string(mechanism).key("handled").bool(handled);
    json.key("severity").string(goesOn ? "error" : "fatal").key("thread").string(thread.getName());
    json.key("runtime").begin('{').key("name").string("java");
    json.key("version").string(System.getProperty("java.version", "")).end('}');
    if (suppressed > 0) {
      json.key("suppressed").number(suppressed);
    }
    json.key("exceptions").begin('[');
    for (Chain.Link link : chain.links) {
      write(link, json);
    }
    if (!Delivery.deliver(json.end(']').end('}') + "\n", handled)) {
      Alone.write(error);
    } else if (handled) {
      Exit.follows();
    }
  }

  private static void write(Chain.Link link, Json json) {
    json.begin('{').key("type").string(link.type).key("message").string(link.message);
    if (link.kind != null) {
      json.key("link").begin('{').key("kind").string(link.kind).key("of").number(link.of).end('}');
    }
    Frames.write(link.trace, json);
    json.end('}');
  }

  /** Whether the program has a handler of its own that gets the exception. */
  private static boolean isHandled(Thread thread) {
    Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    return handler != null
        && (Thread.getDefaultUncaughtExceptionHandler() != null || !(handler instanceof ThreadGroup)
            || handler.getClass().getClassLoader() != null);
  }

  /** Whether the JVM goes on without its main thread: there is another one that is no daemon. */
  private static boolean goesOn(Thread thread) {
    ThreadGroup top = thread.getThreadGroup();
    while (top != null && top.getParent() != null) {
      top = top.getParent();
    }
    Thread[] all = new Thread[top == null ? 0 : top.activeCount() + 16];
    int count = top == null ? 0 : top.enumerate(all);
    for (int i = 0; i < count; ++i) {
      if (all[i] != thread && !all[i].isDaemon() && !all[i].getName().equals("DestroyJavaVM")) {
        return true;
      }
    }
    return false;
  }

  /** The path of the jar, or `java` and the class. */
  private static String executable() {
    String command = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    return command.endsWith(".jar") ? new File(command).getAbsolutePath() : ("java " + command).trim();
  }

  /** `file:line:function:Type: message` of the program's own call nearest to the error, if there is one. */
  private static String reason(Chain.Link link) {
    String words = (link.type + (link.message.isEmpty() ? "" : ": " + link.message)).split("\n", 2)[0];
    words = words.substring(0, Math.min(REASON, words.length()));
    StackTraceElement nearest = link.trace.length > 0 ? link.trace[0] : null;
    for (StackTraceElement each : link.trace) {
      if (Frames.inApp(each) && each.getFileName() != null) {
        nearest = each;
        break;
      }
    }
    return nearest == null || nearest.getFileName() == null
        ? words
        : nearest.getFileName() + ":" + nearest.getLineNumber() + ":" + nearest.getMethodName() + ":" + words;
  }

  private static String bothEnds(String text) {
    int left = text.length() - TEXT;
    return left <= 0
        ? text
        : text.substring(0, TEXT / 2) + "\n… " + left + " characters …\n"
            + text.substring(text.length() - TEXT / 2);
  }
}
