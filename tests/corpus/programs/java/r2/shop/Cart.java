// SPDX-License-Identifier: Apache-2.0
package shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a cart costs. */
class Cart {
  static final Map<String, Integer> PRICES = Map.of("A1", 100, "A2", 200);
  final List<String> skus;
  final int shares;

  Cart(List<String> skus, int shares) {
    this.skus = skus;
    this.shares = shares;
  }

  int total() {
    int cents = 0;
    for (String each : skus) {
      cents += price(each);
    }
    return cents / shares;
  }

  int price(String sku) {
    int cents = PRICES.get(sku);
    return cents;
  }

  int discount(String code) {
    String[] parts = code.split(":");
    String percent = parts[1];
    return Integer.parseInt(percent);
  }

  String owner(String name) {
    Optional<String> first = Optional.ofNullable(name).map(n -> n.trim());
    return first.filter(n -> n.length() > 40).orElseThrow();
  }

  static int walk(int depth, int limit) {
    return depth == limit ? leaf(depth) : branch(depth + 1, limit);
  }

  static int branch(int depth, int limit) {
    return walk(depth, limit);
  }

  static int leaf(int depth) {
    throw new IllegalStateException("nothing at depth " + depth);
  }
}
