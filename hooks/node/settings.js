// SPDX-License-Identifier: Apache-2.0
//
// The variables CEL_*, as docs/python.md has them; nonsense means the default.

const TIMEOUT = 5; // seconds, and the longest: as the logger has them
const LONGEST = 86400;
const MECHANISMS = ['uncaughtException', 'unhandledRejection', 'thread', 'framework'];

exports.read = (environ) => {
  const words = (name) => (environ[name] || '').split(/[\s,]+/).filter(Boolean);
  const isSet = (name, otherwise) => {
    const value = (environ[name] || '').toLowerCase();
    if (/^(1|yes|true|on)$/.test(value)) return true;
    return /^(0|no|false|off)$/.test(value) ? false : otherwise;
  };
  const seconds = Number(environ.CEL_TIMEOUT || TIMEOUT);
  const chosen = words('CEL_CAPTURE').filter((word) => MECHANISMS.includes(word));
  return {
    timeout: seconds > 0 && seconds <= LONGEST ? seconds : TIMEOUT,
    capture: (mechanism) => !chosen.length || chosen.includes(mechanism),
    ignore: new Set(words('CEL_IGNORE')),
    locals: isSet('CEL_LOCALS', true),
    verbose: isSet('CEL_VERBOSE', false),
    logger: environ.CEL_LOGGER,
    path: environ.PATH || '',
  };
};
