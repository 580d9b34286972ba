// SPDX-License-Identifier: Apache-2.0
//
// Reads objects without running code of the program: no getter, no proxy, no method of theirs. A property
// counts where it is plain data.

const { types } = held;
const PROTOTYPES = 20; // an object may have, and what is read of the first ones
const PROPERTIES = 20;
const descriptor = Object.getOwnPropertyDescriptor;
const printed = Function.prototype.toString;

const isProxy = types.isProxy;

/** The descriptor of a plain property that is the object's own, or undefined. */
function own(value, name) {
  if (isProxy(value)) return undefined;
  const found = descriptor(value, name);
  return found && 'value' in found ? found : undefined;
}

/** The object and its prototypes, up to the first that is a proxy. */
function* family(value) {
  let each = value;
  for (let count = 0; each !== null && count < PROTOTYPES && !isProxy(each); ++count) {
    yield each;
    each = Object.getPrototypeOf(each);
  }
}

/** The value of a plain property of the object or of its prototypes; undefined where a getter comes first. */
function field(value, name) {
  for (const each of family(value)) {
    const found = descriptor(each, name);
    if (found) return found.value;
  }
  return undefined;
}

/** The name of the class, or undefined. */
function constructorName(value) {
  for (const each of family(value)) {
    const found = own(each, 'constructor');
    if (found && typeof found.value === 'function' && !isProxy(found.value)) {
      const name = own(found.value, 'name');
      if (name && typeof name.value === 'string' && name.value) return name.value;
    }
  }
  return undefined;
}

/** Own enumerable plain properties that have names: pairs of name and value. */
function properties(value) {
  if (isProxy(value)) return [];
  const pairs = [];
  for (const name of Object.keys(value)) {
    if (pairs.length >= PROPERTIES) break;
    const found = own(value, name);
    if (found) pairs.push([name, found.value]);
  }
  return pairs;
}

/**
 * The stack of an error, as text. V8 makes it, the first time that somebody reads it, by
 * Error.prepareStackTrace if the program has set that: as Node.js does itself when the program dies.
 * undefined for what is no error.
 */
function stackOf(value) {
  if (isProxy(value) || !(types.isNativeError(value) || field(value, 'stack') !== undefined))
    return undefined;
  let stack;
  try {
    const found = descriptor(value, 'stack');
    if (!found) stack = field(value, 'stack');
    else stack = found.get && isGetterOfV8(found.get) ? found.get.call(value) : found.value;
  } catch {
    // Error.prepareStackTrace failed
  }
  return typeof stack === 'string' ? stack : '';
}

/** Whether it is V8's, of this or of another realm. */
function isGetterOfV8(getter) {
  return (
    getter === held.stack || (!isProxy(getter) && printed.call(getter) === printed.call(held.stack || Object))
  );
}

Object.assign(exports, { constructorName, field, isProxy, own, properties, stackOf });
