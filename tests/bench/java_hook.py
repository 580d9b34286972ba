# SPDX-License-Identifier: Apache-2.0
"""What the Java hook adds to the start of a program, to one that is healthy, and to one that dies, beside an
agent that does nothing: the least that any agent costs."""

import subprocess

from measure import BUILD, race, table, write_report

ROUNDS = {"Start": 15, "Healthy": 7, "Crash": 15}
SOURCES = {
    "Start": "class Start { public static void main(String[] a) { } }",
    "Healthy": """
class Healthy {
  static int each(int n) {
    try {
      if (n % 7 == 0) throw new IllegalStateException("odd " + n);
      return Integer.toString(n).length();
    } catch (IllegalStateException e) {
      return e.getMessage().length();
    }
  }

  public static void main(String[] a) throws Exception {
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; ++i) {
      threads[i] = new Thread(() -> { long sum = 0; for (int n = 0; n < 1000000; ++n) sum += each(n); });
      threads[i].start();
    }
    for (Thread each : threads) each.join();
  }
}
""",
    "Crash": """
class Crash {
  static void f(int n) { if (n == 0) throw new IllegalStateException("boom"); f(n - 1); }
  public static void main(String[] a) { f(8); }
}
""",
    "Nothing": """
public class Nothing {
  public static void premain(String options, java.lang.instrument.Instrumentation all) { }
}
""",
}


def bench(volume):
    folder = BUILD / "java"
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in SOURCES.items():
        (folder / (name + ".java")).write_text(source, encoding="ascii")
    (folder / "manifest").write_text("Premain-Class: Nothing\nCan-Retransform-Classes: true\n")
    subprocess.run(["javac", "-d", ".", *(name + ".java" for name in SOURCES)], cwd=folder, check=True)
    subprocess.run(["jar", "cfm", "nothing.jar", "manifest", "Nothing.class"], cwd=folder, check=True)
    ways = {"without": [], "empty agent": ["-javaagent:%s/nothing.jar" % folder],
            "hook": ["-javaagent:%s/java/cel.jar" % volume]}
    nothing = write_report("nothing.json", {})
    rows = []
    for name, rounds in ROUNDS.items():
        commands = [["/usr/bin/java", *options, "-cp", folder, name] for options in ways.values()]
        without, empty, hook = race(rounds, nothing, *commands)
        rows.append([name.lower(), f"{without.us / 1000:.1f}",
                     f"{empty.difference_to(without):+.2f} ({empty.ratio_to(without):.3f})",
                     f"{hook.difference_to(empty):+.2f} ({hook.ratio_to(empty):.3f})"])
    table("Java, milliseconds, medians of pairs (empty agent: more than without one, and the ratio; hook: "
          "more than with the empty agent)", ["program", *ways], rows)
