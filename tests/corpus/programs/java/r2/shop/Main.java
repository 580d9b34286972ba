// SPDX-License-Identifier: Apache-2.0
package shop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Main COMMAND SEED. */
public class Main {
  static final Runnable NOTHING = new Runnable() {
    public void run() {}
  };

  static class Unavailable extends RuntimeException {
    Unavailable(String what, Throwable cause) {
      super(what, cause);
    }
  }

  static class Connection implements Closeable {
    final int seed;

    Connection(int seed) {
      this.seed = seed;
    }

    void send() throws IOException {
      throw new IOException("peer " + seed + " is gone");
    }

    public void close() {
      throw new IllegalStateException("not open: " + seed);
    }
  }

  static String settings(int seed) {
    try {
      return Files.readString(Path.of("/etc/shop.d/" + seed + ".conf"));
    } catch (IOException e) {
      throw new Unavailable("no settings for " + seed, e);
    }
  }

  static void shares(int seed) { new Cart(List.of("A1"), 0).total(); }

  static void unknown(int seed) { new Cart(List.of("Z" + seed), seed).total(); }

  static void code(int seed) { new Cart(List.of(), 1).discount("SPRING" + seed); }

  static void number(int seed) { new Cart(List.of(), 1).discount("percent:" + seed + "O"); }

  static void owner(int seed) { new Cart(List.of(), 1).owner("customer" + seed); }

  static void walk(int seed) { Cart.walk(0, 3 + seed * 2); }

  static void endless(int seed) { Cart.walk(0, -1); }

  static void require(boolean condition, String text) {
    if (!condition) {
      throw new IllegalArgumentException(text);
    }
  }

  static void address(int seed) { require(seed < 0, "order " + seed + " has no address"); }

  static void card(int seed) {
    boolean valid = seed > 1000;
    require(valid, "no valid card: " + seed);
  }

  static void send(int seed) throws IOException {
    try (Connection connection = new Connection(seed)) {
      connection.send();
    }
  }

  static void thread(int seed) throws Exception {
    Thread thread = new Thread(() -> {
      Object list = List.of(seed);
      ((String) list).length();
    });
    thread.start();
    thread.join();
  }

  static void future(int seed) throws Exception {
    CompletableFuture.supplyAsync(() -> List.of(seed).get(seed)).get();
  }

  static void anonymous(int seed) {
    new Runnable() {
      public void run() { throw new UnsupportedOperationException("job " + seed); }
    }.run();
  }

  static void run(String command, int seed) throws Exception {
    switch (command) {
      case "shares": shares(seed); break;
      case "unknown": unknown(seed); break;
      case "code": code(seed); break;
      case "number": number(seed); break;
      case "owner": owner(seed); break;
      case "walk": walk(seed); break;
      case "endless": endless(seed); break;
      case "settings": settings(seed); break;
      case "address": address(seed); break;
      case "card": card(seed); break;
      case "send": send(seed); break;
      case "thread": thread(seed); break;
      case "future": future(seed); break;
      case "anonymous": anonymous(seed); break;
    }
  }

  static void dispatch(String[] args) throws Exception {
    final int seed = Integer.parseInt(args[1]);
    run(args[0], seed);
  }

  public static void main(String[] args) throws Exception {
    dispatch(args);
  }
}
