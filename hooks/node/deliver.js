// SPDX-License-Identifier: Apache-2.0
//
// Starts the logger, gives it a record, and waits for its end, up to a deadline.

const { process, environ, folder, fs } = held;

const NAME = 'container-exception-logger';
const GRACE = 0.25; // seconds that the logger, which keeps the same deadline, gets to end by itself
const KILL = 9;
const X_OK = 1;

/** Returns whether the record is in a log. `patience`: seconds to wait for stalled sinks, if given. */
exports.deliver = (record, settings, patience) => {
  const options = patience === undefined ? [] : ['--patience', String(patience)];
  return run(options, Buffer.from(JSON.stringify(record) + '\n'), settings);
};

/** Tells cel-run that the death of this process is reported already. */
exports.announce = (settings) => run(['--announce'], Buffer.alloc(0), settings);

function run(options, input, settings) {
  const more = settings.verbose ? options : ['--quiet', ...options];
  const opened = openStreams();
  try {
    return loggers(settings).some((path) => {
      const { error, status } = start(path, [NAME, ...more], input, (settings.timeout + GRACE) * 1000);
      if (error && settings.verbose) fs.writeSync(2, `${NAME}: ${path}: ${error}\n`);
      return status === 0;
    });
  } finally {
    opened.forEach((fd) => fs.closeSync(fd));
  }
}

/** Opens those of the first three descriptors that are closed: where its own get these, libuv aborts. */
function openStreams() {
  const isClosed = (fd) => {
    try {
      fs.readlinkSync(`/proc/self/fd/${fd}`);
      return false;
    } catch {
      return true;
    }
  };
  return [0, 1, 2].filter(isClosed).map(() => fs.openSync('/dev/null', 'r+'));
}

/** Those that there are: beside this folder, CEL_LOGGER, on PATH. */
function loggers(settings) {
  const places = [`${folder}/../bin/${NAME}`];
  if (settings.logger) places.push(settings.logger);
  for (const each of settings.path.split(':')) if (each[0] === '/') places.push(`${each}/${NAME}`);
  return places.filter((place) => {
    try {
      fs.accessSync(place, X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Runs a program as child_process.spawnSync() does: `status`, or what kept it from running. The module
 * itself takes more time to load than all else here, and a program may have replaced its functions; what it
 * is made of is taken where Node.js gives it without a warning.
 */
function start(path, args, input, timeout) {
  const binding = internal();
  if (!binding) {
    const options = {
      argv0: args[0],
      input,
      timeout,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 1, 2],
      env: environ,
    };
    return held.builtin('child_process').spawnSync(path, args.slice(1), options);
  }
  return binding.spawn({
    file: path,
    args,
    envPairs: Object.keys(environ).map((name) => `${name}=${environ[name]}`),
    timeout,
    killSignal: KILL,
    maxBuffer: Infinity,
    stdio: [
      { type: 'pipe', readable: true, writable: false, input },
      { type: 'fd', fd: 1 },
      { type: 'fd', fd: 2 },
    ],
  });
}

function internal() {
  const words = [...process.execArgv, environ.NODE_OPTIONS || ''].join(' ');
  if (/--(pending[-_]deprecation|permission|experimental-permission)/.test(words)) return undefined;
  if (environ.NODE_PENDING_DEPRECATION === '1') return undefined;
  try {
    return held.binding.call(process, 'spawn_sync');
  } catch {
    return undefined;
  }
}
