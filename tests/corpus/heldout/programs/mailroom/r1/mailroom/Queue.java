// SPDX-License-Identifier: Apache-2.0
package mailroom;

import java.time.LocalDate;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class Queue {
    private final Deque<Letter> letters = new LinkedList<>();

    record Letter(String to, String day, Map<String, Integer> weights) {}

    void put(Letter letter) {
        letters.add(letter);
    }

    Letter take() {
        return letters.removeFirst();
    }

    int weight(Letter letter) {
        return letter.weights().get("body") + letter.weights().get("envelope");
    }

    LocalDate day(Letter letter) {
        return LocalDate.parse(letter.day());
    }

    String domain(Letter letter) {
        return letter.to().substring(letter.to().indexOf('@') + 1).split("\\.")[1];
    }

    void drop(String to) {
        for (Letter letter : letters) {
            if (letter.to().startsWith(to)) {
                letters.remove(letter);
            }
        }
    }

    static String route(Map<String, String> routes, String domain) {
        String next = Optional.ofNullable(routes.get(domain)).orElseThrow();
        return next.equals("local") ? domain : route(routes, next);
    }

    static int depth(List<?> parts) {
        int most = 0;
        for (Iterator<?> each = parts.iterator(); each.hasNext();) {
            most = Math.max(most, depth((List<?>) each.next()));
        }
        return most + 1;
    }
}
