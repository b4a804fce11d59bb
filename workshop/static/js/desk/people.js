// The list of people on the desk: searched and ordered in this browser, and kept so when news draws it anew.

import { fill } from "../page/sentences.js";
import { recall, remember } from "../page/storage.js";

const SORT = "desk:people";

/** A text as it is searched: without accents, upper and lower case alike. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether each word that is searched occurs in the text. */
export function matches(text, wanted) {
  const within = plain(text);
  return plain(wanted)
    .split(/\s+/)
    .every((word) => within.includes(word));
}

const soonest = (instant) => instant || Number.MAX_SAFE_INTEGER;

/** How two people stand to each other: {name, place, waits, spoke, isHere}, instants in milliseconds, 0 for never. */
export const ORDERS = {
  place: () => 0,
  name: (first, second) => first.name.localeCompare(second.name),
  presence: (first, second) => second.isHere - first.isHere,
  waiting: (first, second) => soonest(first.waits) - soonest(second.waits),
  silence: (first, second) => first.spoke - second.spoke,
};

/** The same people in the order that is wanted; those it does not tell apart stay by organization. */
export function inOrder(people, how) {
  const order = ORDERS[how] ?? ORDERS.place;
  return [...people].sort((first, second) => order(first, second) || first.place - second.place);
}

function personOf(row) {
  const { name, place, waits, spoke } = row.dataset;
  const isHere = Number(row.matches(".is-present, .is-ticked"));
  return { row, name, place: Number(place), waits: Number(waits), spoke: Number(spoke), isHere };
}

function arrange(list, how) {
  const rows = [...list.children];
  const wanted = inOrder(rows.map(personOf), how).map(({ row }) => row);
  if (wanted.every((row, place) => row === rows[place])) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.append(...wanted);
  focused?.focus({ preventScroll: true });
}

/** What a person is found by: name, organization, role; not what buttons say. */
const wordsOf = (row) => row.querySelector(".person-words")?.textContent ?? "";

function find(wanted, place, sentence) {
  const rows = [...document.querySelectorAll("[data-person]")];
  for (const row of rows) row.hidden = !matches(wordsOf(row), wanted);
  for (const group of document.querySelectorAll(".people-group")) {
    group.hidden = ![...group.querySelectorAll("[data-person]")].some((row) => !row.hidden);
  }
  const n = rows.filter((row) => !row.hidden).length;
  const words = wanted.trim() ? fill(sentence, { n, total: rows.length }) : "";
  if (place.textContent !== words) place.textContent = words;
}

export function startPeople(sentences) {
  const tools = document.querySelector("[data-people-tools]");
  if (!tools) return;
  const search = tools.querySelector("[data-people-find]");
  const sort = tools.querySelector("[data-people-sort]");
  const found = tools.querySelector("[data-people-found]");
  tools.hidden = false;
  if (ORDERS[recall(SORT)]) sort.value = recall(SORT);
  const draw = () => {
    for (const list of document.querySelectorAll("[data-people]")) arrange(list, sort.value);
    find(search.value, found, sentences.found);
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    search.value = "";
    draw();
  });
  sort.addEventListener("change", () => {
    remember(SORT, sort.value);
    draw();
  });
  document.addEventListener("page:changed", draw);
  document.addEventListener("room:presence", draw);
  draw();
}
