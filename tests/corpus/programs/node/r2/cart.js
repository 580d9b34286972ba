// SPDX-License-Identifier: Apache-2.0
'use strict';

// What a cart costs, and what can go wrong with it.

const prices = { A1: 100, A2: 200 };

class Unavailable extends Error {
  constructor(what, options) {
    super(what, options);
    this.name = 'Unavailable';
  }
}

class Cart {
  constructor(order) {
    this.order = order;
  }

  total() {
    let cents = 0;
    for (const each of this.order.lines) {
      cents += this.price(each);
    }
    return cents;
  }

  price(line) {
    const { cents } = prices[line.sku];
    return cents * line.count;
  }

  discount() {
    const [, value] = this.order.code.split(':');
    const percent = value;
    return percent.toFixed(1);
  }

  async stock() {
    await null;
    throw new RangeError(`stock of ${this.order.seed}`);
  }
}

async function call(name, promise) {
  try {
    return await promise;
  } catch (reason) {
    // The customer need not know.
    throw new Unavailable(`${name} cannot be reached`, { cause: reason });
  }
}

function walk(node, depth) {
  return depth === 0 ? leaf(node) : branch(node, depth - 1);
}

function branch(node, depth) {
  return walk(node, depth);
}

function leaf(node) {
  throw new Error(`nothing under ${node}`);
}

function ensure(condition, text) {
  if (!condition) {
    throw new TypeError(text);
  }
}

module.exports = { ensure, Cart, call, walk };
