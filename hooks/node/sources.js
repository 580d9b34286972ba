// SPDX-License-Identifier: Apache-2.0
//
// The source lines around a place, read when they are asked for: from regular files, bounded.

const { fs } = held;

const AROUND = 2; // lines before and after
const FILE = 1 << 20; // bytes of a file that is read
const FILES = 50;
const LINE = 200; // characters

exports.make = () => {
  const files = new Map();
  return {
    /** A record's `context` of a line of a file, or undefined. */
    around(path, line) {
      const lines = line && path.startsWith('/') ? linesOf(path) : [];
      if (line > lines.length || lines.length === 0) return undefined;
      const start = Math.max(1, line - AROUND);
      return { start, lines: lines.slice(start - 1, line + AROUND).map((each) => each.slice(0, LINE)) };
    },
  };

  function linesOf(path) {
    if (!files.has(path)) files.set(path, files.size < FILES ? read(path) : []);
    return files.get(path);
  }
};

function read(path) {
  try {
    const status = fs.statSync(path);
    return status.isFile() && status.size <= FILE ? held.read(path, FILE).split(/\r?\n/) : [];
  } catch {
    return [];
  }
}
