// SPDX-License-Identifier: Apache-2.0
//
// Decides whether an error is reported, makes its record in ABRT's terms and ours, and has it sent.

const { process, environ, fs } = held;
const settings = held.load('settings').read(environ);
const flood = held.load('flood');

const PATIENCE = 0.02; // seconds that a program that lives on waits for a stalled log
const SAME_DEATH = 10000; // ms from an error that the program handled to the exit by which it answers
const reported = new WeakSet();

/** An error that nothing caught, as the event uncaughtExceptionMonitor has it. */
exports.report = (error, origin) => {
  const worker = isWorker();
  const handled = isHandled();
  if (handled && isInteractive()) return;
  const mechanism = worker ? 'thread' : origin;
  const { chain, text, mark } = held.load('exceptions').read(error, settings);
  const known = mark.seen || (isObject(error) && reported.has(error));
  const ignored = !settings.capture(mechanism) || settings.ignore.has(chain[0].type);
  if (!ignored && !known) {
    send(error, { mechanism, handled, worker, chain, text });
    if (isObject(error)) reported.add(error);
    if (worker) mark.set();
  } else if (known && !handled && !worker) {
    held.load('deliver').announce(settings);
  }
  if (!ignored && handled && !worker) held.handledAt = held.now();
};

/** An error that the program, or its framework, has caught and tells of. */
exports.handled = (error) => {
  if (isObject(error) && reported.has(error)) return;
  const { chain, text } = held.load('exceptions').read(error, settings);
  if (!settings.capture('framework') || settings.ignore.has(chain[0].type)) return;
  if (isObject(error)) reported.add(error);
  send(error, { mechanism: 'framework', handled: true, worker: isWorker(), chain, text });
};

/** The program calls process.exit(), or what it has in the place of that. */
exports.exiting = (status) => {
  const since = held.now() - held.handledAt;
  held.handledAt = undefined;
  if (status && since < SAME_DEATH) held.load('deliver').announce(settings);
};

function send(error, { mechanism, handled, worker, chain, text }) {
  const reason = reasonOf(chain[0]);
  const admitted = handled ? flood.admit(keyOf(chain[0])) : { suppressed: 0 };
  if (!admitted) return;
  const record = {
    type: 'NodeJS',
    executable: executable(),
    reason,
    backtrace: reason + '\n\n' + text,
    time: Math.floor(held.now() / 1000),
    pid: process.pid,
    uid: process.getuid(),
    id: (ofKernel('random/uuid') || '').split('-').join('') || undefined,
    exception: { type: chain[0].type, message: chain[0].message },
    mechanism,
    handled,
    severity: handled || worker ? 'error' : 'fatal',
    thread: worker ? 'worker ' + held.builtin('worker_threads').threadId : undefined,
    runtime: { name: 'node', version: process.versions.node },
    hostname: ofKernel('hostname'),
    suppressed: admitted.suppressed || undefined,
    exceptions: chain,
  };
  const delivered = held.load('deliver').deliver(record, settings, handled ? PATIENCE : undefined);
  if (!delivered) held.alone(error);
}

/** Whether this is a worker's thread. To load worker_threads takes longer than to ask the kernel. */
function isWorker() {
  try {
    const [pid, , thread] = fs.readlinkSync('/proc/thread-self').split('/');
    return pid !== thread;
  } catch {
    return !held.builtin('worker_threads').isMainThread; // no /proc
  }
}

/** What the kernel says of itself; undefined without /proc. */
function ofKernel(name) {
  try {
    return held.read('/proc/sys/kernel/' + name).trim();
  } catch {
    return undefined;
  }
}

/** Whether the program goes on: it has a handler, or a domain has. */
function isHandled() {
  return process._events.uncaughtException !== undefined || Boolean(held.hasCapture && held.hasCapture());
}

/** Whether a person types at a prompt and is told. */
function isInteractive() {
  return process.argv.length < 2 && process._eval === undefined;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** As ABRT names it: the script's path, or `node -e ...`. */
function executable() {
  const script = process.argv[1];
  if (process._eval !== undefined || typeof script !== 'string') {
    return process.execArgv.length ? 'node -e ...' : 'node - ...';
  }
  return script;
}

/** The call nearest to the error that is the program's own, if there is one. */
function placeOf(link) {
  const frames = link.frames.filter((frame) => frame.line);
  const own = frames.filter((frame) => frame.in_app);
  return own[own.length - 1] || frames[frames.length - 1];
}

function keyOf(link) {
  const frame = placeOf(link);
  return frame ? `${link.type} ${frame.file}:${frame.line}` : `${link.type} ${link.message.slice(0, 100)}`;
}

/** `file:line:function:Type: message` */
function reasonOf(link) {
  const words = (link.type + (link.message ? ': ' + link.message : '')).split('\n')[0].slice(0, 1000);
  const frame = placeOf(link);
  return frame ? `${frame.file.replace(/^.*\//, '')}:${frame.line}:${frame.function}:${words}` : words;
}
