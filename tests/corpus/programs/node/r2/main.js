// SPDX-License-Identifier: Apache-2.0
'use strict';

// main.js COMMAND SEED

const fs = require('fs');
const { ensure, Cart, call, walk } = require('./cart');

const [, , command, text] = process.argv;
const seed = Number(text);
const order = { seed, lines: [{ sku: `Z${seed}`, count: seed }], code: `percent:${seed}` };

function read(name) {
  return fs.readFileSync(name);
}

function address() {
  ensure(order.address, `order ${seed} has no address`);
}

function card() {
  const { card: number } = order;
  ensure(number, `order ${seed}: no card`);
}

const commands = {
  ship: () => address(),
  pay: () => card(),
  wrap: function wrap() { ensure(order.gift, `${seed} is no gift`); },
  total: () => new Cart(order).total(),
  discount: () => new Cart(order).discount(),
  uncoded: () => new Cart({ ...order, code: undefined }).discount(),
  settings: () => read(`/etc/shop.d/${seed}.conf`),
  parse: () => JSON.parse(`{"seed": ${seed},}`),
  stock: () => call('stock', new Cart(order).stock()),
  later: () => setTimeout(function later() { order.missing.length; }, seed),
  walk: () => walk(`root${seed}`, 3 + 2 * seed),
  endless: () => walk(`root${seed}`, -1),
  all: () => Promise.any([new Cart(order).stock(), call('page', Promise.reject(new TypeError(`page ${seed}`)))]),
  plain: () => { throw new Error(`order ${seed} is gone`); },
  undefinedName: () => checkout(seed), // eslint-disable-line no-undef
};

const run = commands[command];
run();
