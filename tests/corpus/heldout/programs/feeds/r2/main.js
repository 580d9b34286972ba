// SPDX-License-Identifier: Apache-2.0
'use strict';
const { Feed, validate, parse, load, fetchFeed, refresh, count } = require('./lib/reader');

const commands = {
  untitled: (seed) => new Feed('a').add({ id: seed }),
  listener: (seed) => {
    const feed = new Feed('b');
    feed.on('entry', (entry) => { feed.unread[entry.title] = true; });
    feed.add({ title: `news ${seed}`, day: seed });
  },
  empty: (seed) => new Feed(`c${seed}`).latest(),
  link: (seed) => new Feed('d').linkOf(seed),
  broken: (seed) => parse(`{"version": ${seed},}`),
  file: (seed) => load(`/var/cache/feeds/${seed}.json`),
  author: (seed) => publish({ id: seed, guid: 'x' }),
  guid: (seed) => store({ id: seed, author: 'y' }),
  refused: (seed) => fetchFeed(10 + seed),
  refresh: (seed) => refresh([{ source: 'x' }, { url: seed }]),
  outline: (seed) => count(nest(seed)),
  emitter: (seed) => new Feed(`e${seed}`).emit('error', new RangeError(`entry ${seed} is too old`)),
};

function nest(depth) {
  let outline = {};
  for (let level = 0; level < depth; level++) outline = { children: [outline] };
  return outline;
}

function publish(entry) {
  return `${validate(entry, 'author')} wrote`;
}

function store(entry) {
  return { key: validate(entry, 'guid') };
}

function run(name, seed) {
  return commands[name](seed);
}

run(process.argv[2], Number(process.argv[3]));
