// SPDX-License-Identifier: Apache-2.0
package mailroom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class Main {
    static class Undeliverable extends RuntimeException {
        Undeliverable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static Queue.Letter letter(int seed) {
        return new Queue.Letter("user" + seed + "@example", seed + ".1.2024", Map.of("body", seed));
    }

    static String signature(int seed) {
        try {
            return Files.readString(Path.of("/etc/mailroom/" + seed + "/signature"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static String password(int seed) {
        try {
            return Files.readString(Path.of("/run/secrets/" + seed));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static int deliver(Queue queue, Queue.Letter letter) {
        try {
            return queue.weight(letter);
        } catch (RuntimeException error) {
            throw new Undeliverable("letter to " + letter.to(), error);
        }
    }

    static int count(Object mails) {
        return ((List<?>) mails).size();
    }

    static void run(String what, int seed) throws Exception {
        Queue queue = new Queue();
        switch (what) {
            case "take" -> queue.take();
            case "weight" -> deliver(queue, letter(seed));
            case "day" -> queue.day(letter(seed));
            case "domain" -> queue.domain(letter(seed));
            case "drop" -> {
                for (int each = 0; each < 2 + seed; each++) {
                    queue.put(letter(each));
                }
                queue.drop("user");
            }
            case "route" -> {
                Map<String, String> routes = new HashMap<>();
                for (int each = 0; each < seed; each++) {
                    routes.put("d" + each, "d" + (each + 1));
                }
                Queue.route(routes, "d0");
            }
            case "loop" -> Queue.route(Map.of("a", "b", "b", "a"), "a");
            case "depth" -> Queue.depth(List.of(List.of(), List.of(List.of(seed))));
            case "signature" -> signature(seed);
            case "password" -> password(seed);
            case "pool" -> {
                ExecutorService pool = Executors.newFixedThreadPool(2);
                try {
                    pool.submit(() -> count(Map.of("mails", seed))).get();
                } finally {
                    pool.shutdown();
                }
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    public static void main(String[] words) throws Exception {
        run(words[0], Integer.parseInt(words[1]));
    }
}
