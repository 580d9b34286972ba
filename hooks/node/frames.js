// SPDX-License-Identifier: Apache-2.0
//
// The frames of a record from the lines of a stack, as V8 writes them (v8.dev/docs/stack-trace-api).

const OUTER = 20; // frames kept of a long stack
const INNER = 80;

/** `frames`, outermost first, of the lines `    at f (file:line:column)`; `omitted_frames` tells of more. */
exports.of = (lines, sources) => {
  const kept = lines.length > OUTER + INNER ? [...lines.slice(0, INNER), ...lines.slice(-OUTER)] : lines;
  const found = { frames: kept.map((line) => frameOf(line, sources)).reverse() };
  if (kept.length < lines.length) found.omitted_frames = { after: OUTER, count: lines.length - kept.length };
  return found;
};

function frameOf(line, sources) {
  const text = line.trim().slice('at '.length);
  const open = text.endsWith(')') ? text.indexOf(' (') : -1;
  const where = open < 0 ? text.replace(/^async /, '') : text.slice(open + 2, -1);
  const place = /^(.*?)(?::(\d+))?:(\d+)$/s.exec(where) || [where, where];
  const frame = { file: pathOf(place[1]) };
  if (place[3]) frame.line = Number(place[2] || place[3]);
  if (place[2]) frame.column = Number(place[3]);
  frame.function = open < 0 ? '<anonymous>' : text.slice(0, open);
  frame.in_app = /\//.test(frame.file) && !/^(node:|internal\/|eval at )|\/node_modules\//.test(frame.file);
  const context = sources.around(frame.file, frame.line);
  if (context) frame.context = context;
  return frame;
}

/** A path where the place is a URL of one. */
function pathOf(place) {
  if (!place.startsWith('file://')) return place;
  try {
    return decodeURIComponent(place.slice('file://'.length));
  } catch {
    return place;
  }
}
