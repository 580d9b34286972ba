// SPDX-License-Identifier: Apache-2.0
//
// Search, sorting, light and dark. Without it the page has everything but these.

"use strict";

const groups = document.getElementById("groups");
const all = Array.from(groups.children);
const controls = document.getElementById("controls");
const search = document.getElementById("search");
const theme = document.getElementById("theme");

// A group's words are looked up once: the text of a large page is made only when somebody searches it.
const words = new Map();
function wordsOf(group) {
  if (!words.has(group)) {
    words.set(group, group.textContent.toLowerCase());
  }
  return words.get(group);
}

// Every word must occur; what they are in does not matter.
function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of all) {
    group.hidden = !wanted.every((word) => wordsOf(group).includes(word));
    found += group.hidden ? 0 : 1;
  }
  document.getElementById("found").textContent = wanted.length ? found + " of " + all.length : "";
  document.getElementById("none").hidden = found > 0;
}

function sort(key) {
  const value = (group) => Number(group.dataset[key]);
  groups.append(...all.sort((one, other) => value(other) - value(one)));
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function nameTheme() {
  theme.textContent = isDark() ? "Light theme" : "Dark theme";
}

// j and k go through the groups as in many programs; the arrow keys are the browser's own to scroll.
function move(step) {
  const lines = all.filter((group) => !group.hidden).map((group) => group.querySelector("summary"));
  const at = lines.findIndex((line) => line.closest("article").contains(document.activeElement));
  const next = lines[at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + step))];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
theme.hidden = false;
nameTheme();

if (controls) {
  controls.hidden = false;
  controls.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  document.getElementById("sort").addEventListener("change", (event) => sort(event.target.value));
  filter();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !search) {
    return;
  }
  if (event.target === search) {
    if (event.key === "Escape") {
      search.value = "";
      filter();
      search.blur();
    }
  } else if (event.target.tagName === "SELECT") {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (event.key === "j" || event.key === "k") {
    move(event.key === "j" ? 1 : -1);
  }
});
