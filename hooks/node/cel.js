// SPDX-License-Identifier: Apache-2.0
//
// Reports the errors that a Node.js program dies of to the log of its container.
//
// This file is all that runs when a program starts, by NODE_OPTIONS=--require. It puts an accessor in the
// place of process._fatalException, which Node.js reads when nothing has caught an error, and loads the rest
// of this folder only then. The accessor returns Node's own function, so that no frame of ours is ever on
// the stack of the program's handlers. Hence the rules of this file: it loads no module that is not loaded
// already, leaves no trace in require.cache, and never throws. Every Node.js that knows NODE_OPTIONS can
// parse it; older ones than 16 are left alone.
'use strict';

(function install(process, require, module, folder) {
  try {
    var environ = process.env;
    delete require.cache[module.filename];
    var paths = module.constructor._pathCache;
    for (var key in paths) if (paths[key] === module.filename) delete paths[key];
    var major = parseInt(process.versions.node, 10);
    if (!(major >= 16) || (environ.CEL_DISABLE || '0') !== '0') return;
    // What the program may replace later, as it is now.
    var fs = require('fs'),
      types = require('util').types;
    var held = {
      process: process,
      environ: environ,
      folder: folder,
      fs: {
        openSync: fs.openSync,
        readSync: fs.readSync,
        writeSync: fs.writeSync,
        closeSync: fs.closeSync,
        statSync: fs.statSync,
        readlinkSync: fs.readlinkSync,
        accessSync: fs.accessSync,
      },
      types: { isProxy: types.isProxy, isNativeError: types.isNativeError },
      builtin: process.getBuiltinModule || require,
      binding: process.binding,
      hasCapture: process.hasUncaughtExceptionCaptureCallback,
      // Before Node.js 21 it is a value, which V8 would make now.
      stack: major >= 21 ? Object.getOwnPropertyDescriptor(new Error(), 'stack').get : undefined,
      compile: Function,
      now: Date.now,
      loaded: {},
      alone: alone,
    };

    // The text of a file. (readFileSync calls what the program may have put in the place of openSync.)
    held.read = function read(path, limit) {
      var fs = held.fs,
        opened = fs.openSync(path, 'r'),
        pieces = [],
        size = 0,
        piece;
      try {
        do {
          piece = Buffer.alloc(65536);
          piece = piece.subarray(0, fs.readSync(opened, piece, 0, piece.length, null));
          pieces.push(piece);
          size += piece.length;
        } while (piece.length && !(size > limit));
      } finally {
        fs.closeSync(opened);
      }
      return Buffer.concat(pieces).toString();
    };

    // The exports of another file of this folder. Compiled as a nameless function, it is nobody's module.
    held.load = function load(name) {
      if (!held.loaded[name]) {
        var source = "'use strict';" + held.read(folder + '/' + name + '.js');
        var exports = {},
          run;
        try {
          run = held.compile('exports', 'held', source);
        } catch (problem) {
          // --disallow-code-generation-from-strings
          run = held.builtin('vm').compileFunction(source, ['exports', 'held']);
        }
        run(exports, held);
        held.loaded[name] = exports;
      }
      return held.loaded[name];
    };

    // V8 names the function by where it finds it, on the stack of a handler: it has to be plain data
    // somewhere.
    Object.getPrototypeOf(process)._fatalException = process._fatalException;
    replace(process, '_fatalException', arm);
    replace(process, 'reallyExit', function () {
      if (held.handledAt) held.load('report').exiting(process.exitCode);
    });

    // What the program calls with an error that it has caught: hooks/node/README.md tells how.
    Object.defineProperty(process, Symbol.for('container-exception-logger'), {
      configurable: true,
      value: function (error) {
        try {
          held.load('report').handled(error);
        } catch (problem) {
          /* ends here */
        }
      },
    });

    // Puts an accessor over a property that calls `seen` when it is read, and is assigned to as before.
    function replace(object, name, seen) {
      var value = object[name];
      Object.defineProperty(object, name, {
        configurable: true,
        enumerable: true,
        get: function () {
          try {
            seen();
          } catch (problem) {
            /* ends here */
          }
          return value;
        },
        set: function (other) {
          value = other;
        },
      });
    }

    // Adds our listener for the one event that Node.js is about to emit, before those of the program.
    function arm() {
      var events = process._events,
        name = 'uncaughtExceptionMonitor',
        before = events[name];
      if (held.armed && (before === held.armed || (before && before[0] === held.armed))) return;
      var ours = (events[name] = before === undefined ? monitor : [monitor].concat(before));
      held.armed = monitor;

      function disarm() {
        var now = events[name];
        if (now === ours && before === undefined) delete events[name];
        else if (now === ours) events[name] = before;
        else if (Array.isArray(now)) {
          // the program read the property, and added a listener afterwards
          now.splice(now.indexOf(monitor), 1);
          if (before === undefined) process._eventsCount += 1;
        }
      }

      function monitor(error, origin) {
        held.armed = undefined;
        disarm();
        try {
          held.load('report').report(error, origin);
        } catch (problem) {
          alone(error);
        }
      }
    }

    // Where the rest of us cannot be loaded, or no logger be started: writes type, place and calls, without
    // the message, in which nobody could mask secrets, to one of our streams that is also PID 1's.
    function alone(error) {
      try {
        var stack = '';
        try {
          var own = Object.getOwnPropertyDescriptor(error, 'stack');
          stack = own.get && own.get === held.stack ? own.get.call(error) : own.value;
        } catch (problem) {
          /* none, or Error.prepareStackTrace failed */
        }
        var calls = String(stack)
          .split('\n')
          .filter(function (line) {
            return /^ +at /.test(line);
          });
        var type = (/^[\w$.]*/.exec(String(stack)) || [''])[0] || 'Error';
        var reason = type + (calls.length ? ' ' + calls[0].trim() : '');
        var line =
          'container-exception-logger - ' +
          JSON.stringify({
            type: 'NodeJS',
            executable: String(process.argv[1] || process.execPath).slice(0, 300),
            reason: reason.slice(0, 300),
            backtrace: (reason + '\n\n' + calls.join('\n')).slice(0, 1500),
            time: Math.floor(held.now() / 1000),
            pid: process.pid,
          }).replace(/[^ -~]/g, '?') +
          '\n';
        [1, 2].some(function (fd) {
          try {
            var link = held.fs.readlinkSync('/proc/self/fd/' + fd);
            return link === held.fs.readlinkSync('/proc/1/fd/' + fd) && held.fs.writeSync(fd, line);
          } catch (problem) {
            return false;
          }
        });
      } catch (problem) {
        /* ends here */
      }
    }
  } catch (problem) {
    /* the program starts without us */
  }
})(process, require, module, __dirname);
