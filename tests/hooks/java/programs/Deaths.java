// SPDX-License-Identifier: Apache-2.0

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Each way in which a Java program dies, by name. */
public class Deaths {
  static class PriceException extends RuntimeException {
    PriceException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static class Odd extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  static class Own extends RuntimeException {
    @Override
    public String toString() {
      return "mine";
    }
  }

  static class Broken {
    static final int VALUE = Integer.parseInt("x");
  }

  static class NoText extends RuntimeException {
    @Override
    public String toString() {
      return null;
    }
  }

  static class Loader extends ClassLoader {}

  static RuntimeException boom() {
    return new IllegalStateException("boom");
  }

  static void fail() {
    throw boom();
  }

  static void deep(int n) {
    if (n == 0) {
      fail();
    }
    deep(n - 1);
  }

  static int endless(int n) {
    return endless(n + 1) + 1;
  }

  static void price(int order) {
    int each = order / 0;
  }

  static void total() {
    try {
      price(4711);
    } catch (ArithmeticException error) {
      PriceException raised = new PriceException("order 4711: no price", error);
      raised.addSuppressed(new IOException("not closed"));
      throw raised;
    }
  }

  static void inThread(String name, Runnable work) throws Exception {
    Thread thread = new Thread(work, name);
    thread.start();
    thread.join();
  }

  static void show(String text) {
    System.out.println(text);
    System.out.flush();
  }

  static void later() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException error) {
      show("interrupted");
    }
    show("later");
  }

  static class Failing implements Runnable {
    @Override
    public void run() {
      fail();
    }
  }

  static class Stack implements Thread.UncaughtExceptionHandler {
    @Override
    public void uncaughtException(Thread thread, Throwable error) {
      show(thread.getName() + " " + error + " " + Arrays.toString(new Throwable().getStackTrace()));
    }
  }

  public static void main(String[] words) throws Throwable {
    switch (words[0]) {
      case "throw": fail(); break;
      case "checked": throw new IOException("boom");
      case "error": throw new AssertionError("boom");
      case "null": words = null; show(words[0]); break;
      case "index": show(words[9]); break;
      case "cast": Object text = "x"; show("" + (Integer) text); break;
      case "initializer": show("" + Broken.VALUE); break;
      case "chain": total(); break;
      case "cyclic":
        Exception first = new Exception("1");
        first.initCause(new Exception("2", first));
        throw first;
      case "many causes":
        Exception last = new Exception("0");
        for (int i = 1; i < 200; ++i) last = new Exception("" + i, last);
        throw last;
      case "many suppressed":
        Exception outer = boom();
        for (int i = 0; i < 50; ++i) outer.addSuppressed(new IOException("" + i));
        throw outer;
      case "broken message": throw new Odd();
      case "own toString": throw new Own();
      case "no text": throw new NoText();
      case "lines": throw new RuntimeException("one\n\tat two(Three.java:4)\nfive");
      case "long message": throw new RuntimeException(new String(new char[1 << 20]).replace('\0', 'x'));
      case "other characters": throw new RuntimeException("a\0b \u00e4\ud83d\ude00 \ud800");
      case "deep": deep(5000); break;
      case "stack overflow": endless(0); break;
      case "no memory": List<byte[]> kept = new ArrayList<>(); for (;;) kept.add(new byte[1 << 16]);
      case "array too long": show("" + new int[Integer.MAX_VALUE].length); break;
      case "thread": inThread("worker", new Failing()); break;
      case "two threads": inThread("one", new Failing()); inThread("two", Deaths::total); break;
      case "main with threads":
        new Thread(Deaths::later).start();
        fail();
        break;
      case "daemon":
        Thread daemon = new Thread(new Failing());
        daemon.setDaemon(true);
        daemon.start();
        daemon.join();
        break;
      case "virtual thread":
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        ((Thread) start.invoke(null, new Failing())).join();
        break;
      case "executor":
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.execute(new Failing());
        pool.shutdown();
        break;
      case "future":
        ExecutorService other = Executors.newFixedThreadPool(1);
        other.submit(new Failing());
        other.shutdown();
        break;
      case "asked future": CompletableFuture.runAsync(new Failing()).get(); break;
      case "timer":
        TimerTask task = new TimerTask() {
          @Override
          public void run() { fail(); }
        };
        new Timer("clock").schedule(task, 1);
        break;
      case "shutdown hook": Runtime.getRuntime().addShutdownHook(new Thread(new Failing(), "last")); break;
      case "exit": try { fail(); } catch (RuntimeException e) { System.exit(3); } break;
      case "halt": Runtime.getRuntime().halt(4); break;
      case "caught": try { fail(); } catch (RuntimeException e) { show("caught"); } break;
      case "interrupted": Thread.currentThread().interrupt(); fail(); break;
      case "default handler":
        show("" + Thread.getDefaultUncaughtExceptionHandler());
        Thread.setDefaultUncaughtExceptionHandler(new Stack());
        inThread("worker", new Failing());
        fail();
        break;
      case "handler that is told soon":
        long begin = System.nanoTime();
        Thread.setDefaultUncaughtExceptionHandler(
            (t, e) -> show(System.nanoTime() - begin < 8_000_000_000L ? "soon" : "late"));
        fail();
        break;
      case "default handler that exits":
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.exit(9));
        fail();
        break;
      case "default handler that throws":
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> { throw new RuntimeException("2"); });
        fail();
        break;
      case "handler of a thread":
        Thread.currentThread().setUncaughtExceptionHandler(new Stack());
        fail();
        break;
      case "handler taken back":
        Thread.setDefaultUncaughtExceptionHandler(new Stack());
        Thread.setDefaultUncaughtExceptionHandler(null);
        fail();
        break;
      case "group":
        ThreadGroup group = new ThreadGroup("own") {
          @Override
          public void uncaughtException(Thread thread, Throwable error) { show("group " + error); }
        };
        Thread member = new Thread(group, new Failing(), "member");
        member.start();
        member.join();
        break;
      case "other loader": Thread.currentThread().setContextClassLoader(new Loader()); fail(); break;
      case "no descriptors":
        List<FileInputStream> open = new ArrayList<>();
        try {
          for (;;) open.add(new FileInputStream("/dev/null"));
        } catch (IOException error) {
          throw boom();
        }
      case "streams closed": System.out.close(); System.err.close(); fail(); break;
      case "streams replaced": System.setErr(new PrintStream(System.out) { }); fail(); break;
      case "many handled":
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> { });
        for (int i = 0; i < 50; ++i) inThread("worker", new Failing());
        break;
      case "seen":
        show(System.getProperty("java.class.path") + " " + Thread.getDefaultUncaughtExceptionHandler());
        for (Iterator<Thread> each = Thread.getAllStackTraces().keySet().stream().sorted((a, b) ->
            a.getName().compareTo(b.getName())).iterator(); each.hasNext();) show(each.next().getName());
        List<String> names = new ArrayList<>(System.getProperties().stringPropertyNames());
        Collections.sort(names);
        show(names + " " + ManagementFactory.getThreadMXBean().getThreadCount());
        show(Thread.class.getDeclaredMethods().length + " " + Thread.class.getDeclaredFields().length);
        break;
      default: throw new IllegalArgumentException(words[0]);
    }
  }
}
