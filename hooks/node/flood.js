// SPDX-License-Identifier: Apache-2.0
//
// Bounds the reports of a program that handles its errors and lives on: after the first 20 it may send 10 a
// second, and one of the same error in 10 seconds.

const FIRST = 20;
const EACH_SECOND = 10;
const SAME = 10000; // ms
const REMEMBERED = 1000; // errors

const last = new Map();
let left = FIRST;
let before = held.now();

/** Whether a report may go, and how many like it were held back; undefined if it may not. */
exports.admit = (key) => {
  const now = held.now();
  left = Math.min(FIRST, left + ((now - before) * EACH_SECOND) / 1000);
  before = now;
  const seen = last.get(key) || { at: -SAME, suppressed: 0 };
  if (now - seen.at < SAME || left < 1) {
    seen.suppressed += 1;
    remember(key, seen);
    return undefined;
  }
  left -= 1;
  remember(key, { at: now, suppressed: 0 });
  return seen;
};

function remember(key, seen) {
  last.delete(key);
  last.set(key, seen);
  if (last.size > REMEMBERED) last.delete(last.keys().next().value);
}
