// SPDX-License-Identifier: Apache-2.0
//
// The chain of an error: itself, its causes, and the members of an AggregateError, with the text that Node.js
// prints of them. No code of the program is run for it: objects.js reads what can be read without.

const { constructorName, field, isProxy, own, properties, stackOf } = held.load('objects');
const { describe } = held.load('describe');
const frames = held.load('frames');

const LINKS = 20;
const MESSAGE = 65536; // characters
const TEXT = 65536; // characters of a stack, of which both ends are kept
const MARK = 'cel.reported'; // what a worker's error has, hidden, when its copy comes to another thread

/**
 * `chain`: a record's `exceptions`, the raised one first; `text`: as Node.js prints it; `mark.seen`: whether
 * the hook of a worker has reported the error, and `mark.set()` says so of this one.
 */
exports.read = (error, settings) => {
  const sources = held.load('sources').make();
  const chain = [];
  const seen = new Set();
  const text = add(error, undefined);
  const mark = {
    seen: isObject(error) && own(error, MARK) !== undefined,
    set() {
      if (isObject(error) && !isProxy(error) && Object.isExtensible(error)) {
        Object.defineProperty(error, MARK, { value: true, configurable: true });
      }
    },
  };
  return { chain, text, mark };

  /** Adds a link and all that it leads to; returns their text, or nothing for what is there already. */
  function add(value, link) {
    if (chain.length >= LINKS || (isObject(value) && seen.has(value))) return undefined;
    if (isObject(value)) seen.add(value);
    const index = chain.length;
    const stack = isObject(value) ? stackOf(value) : undefined;
    const entry = stack === undefined ? describedValue(value, settings) : describedError(value, stack);
    if (link) entry.link = link;
    chain.push(entry);
    const lines = stack === undefined ? [] : callsIn(stack, entry);
    Object.assign(entry, frames.of(lines, sources));
    if (stack === undefined) return entry.message;
    const head = headerOf(entry) + lines.map((line) => '\n' + line).join('');
    const inner = [...shown(value, settings), ...linked(value, index)];
    return bothEnds(inner.length ? `${head} {\n${inner.join(',\n')}\n}` : head);
  }

  function linked(value, index) {
    const lines = [];
    const cause = field(value, 'cause');
    const causes = own(value, 'cause') === undefined ? undefined : add(cause, { kind: 'cause', of: index });
    if (causes) lines.push(indented(`[cause]: ${causes}`, 2));
    const members = field(value, 'errors');
    if (Array.isArray(members) && !isProxy(members)) {
      const texts = Array.from({ length: Math.min(members.length, LINKS) }, (_, i) => own(members, i))
        .map((each) => each && 'value' in each && add(each.value, { kind: 'group', of: index }))
        .filter(Boolean)
        .map((each) => indented(each, 4));
      if (texts.length) lines.push(`  [errors]: [\n${texts.join(',\n')}\n  ]`);
    }
    return lines;
  }
};

/** Its type as Node.js prints it: of a class that gives itself no name, the class's. */
function describedError(value, stack) {
  const message = field(value, 'message');
  const header = headerIn(stack, message);
  const [, printed, words] =
    /^(?:Uncaught )?([A-Za-z][\w.$]*)(?: \[[^\]]*\])?(?:$|: ?(.*))/s.exec(header) || [];
  const name = constructorName(value);
  const isType =
    printed &&
    printed !== 'Error' &&
    (printed === name || /[a-z](Error|Exception)$/.test(printed) || printed === field(value, 'name'));
  const type = isType ? printed : name || 'Error';
  return { type, message: (typeof message === 'string' ? message : words || '').slice(0, MESSAGE) };
}

function describedValue(value, settings) {
  const type = value === null ? 'null' : typeof value;
  const name = isObject(value) && !isProxy(value) ? constructorName(value) : undefined;
  return { type: name || type, message: isObject(value) && !settings.locals ? '' : describe(value) };
}

/** `Type: message` in a stack: above it may stand the line of source that V8 points to. */
function headerIn(stack, message) {
  const at = typeof message === 'string' && message ? stack.indexOf(`: ${message}`) : -1;
  const above = at < 0 ? stack.split(/\n +at /)[0] : stack.slice(0, at + message.length + 2);
  return above.slice(above.lastIndexOf('\n', at < 0 ? above.length : at) + 1);
}

/** The lines of a stack that are calls: after the message, which may look like some. */
function callsIn(stack, entry) {
  const at = entry.message ? stack.indexOf(`: ${entry.message}`) : -1;
  const rest = at < 0 ? stack : stack.slice(at + entry.message.length + 2);
  return rest.split('\n').filter((line) => /^ +at /.test(line));
}

function headerOf(entry) {
  return entry.message ? `${entry.type}: ${entry.message}` : entry.type;
}

/** The simple properties of an error, such as its code, as Node.js prints them. */
function shown(value, settings) {
  if (!settings.locals) return [];
  return properties(value)
    .filter(([name, each]) => !/^(stack|message|cause|errors)$/.test(name) && !isObject(each))
    .map(([name, each]) => `  ${name}: ${describe(each)}`);
}

function indented(text, by) {
  return text.replace(/^/gm, ' '.repeat(by));
}

function bothEnds(text) {
  const half = TEXT / 2;
  return text.length <= TEXT
    ? text
    : `${text.slice(0, half)}\n… ${text.length - TEXT} characters …\n${text.slice(text.length - half)}`;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
