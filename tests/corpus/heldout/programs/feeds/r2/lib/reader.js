// SPDX-License-Identifier: Apache-2.0
'use strict';
const fs = require('fs');
const EventEmitter = require('events');

class FeedError extends Error {
  constructor(message, options) { super(message, options); this.name = 'FeedError'; }
}

class Feed extends EventEmitter {
  constructor(url) {
    super();
    this.url = url;
    this.entries = [];
  }

  /** Takes one in, and tells who listens. */
  add(entry) {
    this.entries.push(normal(entry));
    this.emit('entry', entry);
  }

  latest() {
    return this.entries.reduce((a, b) => (a.day > b.day ? a : b));
  }

  linkOf(number) {
    return this.entries[number].link.href;
  }
}

function normal(entry) {
  return { title: entry.title.trim(), day: entry.day };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FeedError(`cannot read ${text.length} bytes`, { cause: error });
  }
}

function validate(entry, field) {
  if (!(field in entry)) throw new FeedError(`entry ${entry.id} has no ${field}`);
  return entry[field];
}

function read(path) {
  return fs.readFileSync(path, 'utf8');
}

function load(path) {
  return parse(read(path));
}

async function fetchFeed(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/feed.json`);
  return answer.json();
}

async function size(feed) {
  await null;
  return feed.source.length;
}

async function refresh(feeds) {
  return Promise.all(feeds.map(size));
}

function count(outline) {
  let sum = 1;
  for (const child of outline.children) sum += count(child);
  return sum;
}

module.exports = { Feed, FeedError, parse, validate, load, fetchFeed, refresh, count };
