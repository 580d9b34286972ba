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

  add(entry) {
    this.entries.push({ title: entry.title.trim(), day: entry.day });
    this.emit('entry', entry);
  }

  latest() {
    return this.entries.reduce((a, b) => (a.day > b.day ? a : b));
  }

  link(number) {
    return this.entries[number].link.href;
  }
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

function load(path) {
  return parse(fs.readFileSync(path, 'utf8'));
}

async function fetchFeed(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/feed.json`);
  return answer.json();
}

async function refresh(feeds) {
  return Promise.all(feeds.map(async (feed) => {
    await null;
    return feed.source.length;
  }));
}

function count(outline) {
  return outline.children.reduce((sum, child) => sum + count(child), 1);
}

module.exports = { Feed, FeedError, parse, validate, load, fetchFeed, refresh, count };
