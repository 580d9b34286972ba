// SPDX-License-Identifier: Apache-2.0
'use strict';

const fs = require('fs');
const { ensure, Cart, call, walk } = require('./cart');

const [, , command, text] = process.argv;
const seed = Number(text);
const order = { seed, lines: [{ sku: `Z${seed}`, count: seed }], code: `percent:${seed}` };

function address() {
  ensure(order.address, `order ${seed} has no address`);
}

function card() {
  ensure(order.card, `order ${seed} has no card`);
}

const commands = {
  ship: () => address(),
  pay: () => card(),
  wrap: function wrap() { ensure(order.gift, `${seed} is no gift`); },
  total: () => new Cart(order).total(),
  discount: () => new Cart(order).discount(),
  uncoded: () => new Cart({ ...order, code: undefined }).discount(),
  settings: () => fs.readFileSync(`/etc/shop/${seed}.conf`),
  parse: () => JSON.parse(`{"seed": ${seed},}`),
  stock: () => call('stock', new Cart(order).stock()),
  later: () => setTimeout(function later() { order.missing.length; }, seed),
  walk: () => walk(`root${seed}`, 3 + 2 * seed),
  endless: () => walk(`root${seed}`, -1),
  all: () => Promise.any([new Cart(order).stock(), call('page', Promise.reject(new TypeError(`page ${seed}`)))]),
  plain: () => { throw new Error(`order ${seed} was lost`); },
  undefinedName: () => checkout(seed), // eslint-disable-line no-undef
};

commands[command]();
