// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Cart {
  std::vector<int> prices;
  int* last = nullptr;

  int label(int index) const { return prices.at(index); }
  int price(int index) const { return prices.data()[index]; }
  int total(int shares) const { return price(0) / shares; }
  int stale() {
    int* found = new int(prices[0]);
    delete found;
    return *found;
  }
  int read() const { return *last; }
};

int walk(char* text, int depth) {
  char copy[16];
  return depth == 0 ? std::snprintf(copy, 64, "%s%060d", text, depth) : walk(text, depth - 1) + 1;
}

int fetch(const int* items, int index) { return items[index]; }

int address(const Cart& cart) { return fetch(cart.prices.data(), 3); }

int card(const Cart& cart) { return fetch(cart.prices.data() + 1, 2); }

int price(const Cart& cart) { return cart.price(3); }

int run(const std::string& command, char* text) {
  const int seed = std::atoi(text);
  Cart cart;
  cart.prices.assign(3, seed);
  if (command == "label") return cart.label(3 + seed);
  if (command == "unavailable") throw Unavailable("stock " + std::to_string(seed));
  if (command == "number") return std::stoi("x" + std::to_string(seed));
  if (command == "price") return price(cart);
  if (command == "stale") return cart.stale();
  if (command == "null") return cart.read();
  if (command == "walk") return walk(text, 2 + seed);
  if (command == "address") return address(cart);
  if (command == "card") return card(cart);
  return 0;
}

int main(int, char** arguments) { return run(arguments[1], arguments[2]); }
