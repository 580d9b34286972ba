// SPDX-License-Identifier: Apache-2.0
'use strict';

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
    return this.order.lines.map((line) => this.price(line)).reduce((a, b) => a + b, 0);
  }

  price(line) {
    return prices[line.sku].cents * line.count;
  }

  discount() {
    const [, value] = this.order.code.split(':');
    return value.toFixed(2);
  }

  async stock() {
    await null;
    throw new RangeError(`stock of ${this.order.seed}`);
  }
}

async function call(name, promise) {
  try {
    return await promise;
  } catch (error) {
    throw new Unavailable(`${name} is not available`, { cause: error });
  }
}

function walk(node, depth) {
  return depth === 0 ? leaf(node) : branch(node, depth - 1);
}

function branch(node, depth) {
  return walk(node, depth);
}

function leaf(node) {
  throw new Error(`no leaf under ${node}`);
}

function ensure(condition, text) {
  if (!condition) {
    throw new TypeError(text);
  }
}

module.exports = { ensure, Cart, call, walk };
