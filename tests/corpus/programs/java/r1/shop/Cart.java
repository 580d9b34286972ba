// SPDX-License-Identifier: Apache-2.0
package shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class Cart {
  static final Map<String, Integer> PRICES = Map.of("A1", 100, "A2", 200);
  final List<String> skus;
  final int shares;

  Cart(List<String> skus, int shares) {
    this.skus = skus;
    this.shares = shares;
  }

  int total() {
    return skus.stream().mapToInt(sku -> price(sku)).sum() / shares;
  }

  int price(String sku) {
    return PRICES.get(sku);
  }

  int discount(String code) {
    String[] parts = code.split(":");
    return Integer.parseInt(parts[1]);
  }

  String owner(String name) {
    return Optional.ofNullable(name).filter(n -> n.length() > 50).orElseThrow();
  }

  static int walk(int depth, int limit) {
    return depth == limit ? leaf(depth) : branch(depth + 1, limit);
  }

  static int branch(int depth, int limit) {
    return walk(depth, limit);
  }

  static int leaf(int depth) {
    throw new IllegalStateException("no leaf at " + depth);
  }
}
