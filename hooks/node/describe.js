// SPDX-License-Identifier: Apache-2.0
//
// A value in the words of Node.js, bounded, and without running code of the program.

const { constructorName, isProxy, properties } = held.load('objects');

const DEPTH = 5;
const ITEMS = 10;
const TEXT = 1024; // characters

exports.describe = (value) => {
  const text = shown(value, DEPTH, new Set());
  return text.length <= TEXT ? text : `${text.slice(0, TEXT)}… ${text.length - TEXT} more characters`;
};

function shown(value, depth, above) {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return Symbol.prototype.toString.call(value);
    case 'function':
      return '[Function]';
    case 'object':
      return value === null ? 'null' : shownObject(value, depth, above);
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function shownObject(value, depth, above) {
  if (isProxy(value)) return '[Proxy]';
  if (above.has(value)) return '[Circular]';
  const name = constructorName(value);
  if (depth === 0) return `[${name || 'Object'}]`;
  above.add(value);
  const pairs = properties(value);
  const items = pairs.slice(0, ITEMS).map(([key, each]) => {
    const text = shown(each, depth - 1, above);
    return Array.isArray(value) && /^\d+$/.test(key) ? text : `${key}: ${text}`;
  });
  above.delete(value);
  if (pairs.length > ITEMS) items.push('…');
  if (Array.isArray(value)) return items.length ? `[ ${items.join(', ')} ]` : '[]';
  const prefix = name && name !== 'Object' ? `${name} ` : '';
  return items.length ? `${prefix}{ ${items.join(', ')} }` : `${prefix}{}`;
}

function quoted(text) {
  const start = text.slice(0, TEXT);
  const left = text.length - start.length;
  const escaped = JSON.stringify(start).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${escaped}'${left ? `… ${left} more characters` : ''}`;
}
