import assert from "node:assert/strict";
import test from "node:test";

import { inOrder, matches } from "../../../workshop/static/js/desk/people.js";

test("a search finds every word, whatever its accents and letters", () => {
  assert.equal(matches("Lucía Ticona MINJUSDH · vota", "ticona lucia"), true);
  assert.equal(matches("Lucía Ticona MINJUSDH · vota", "minjus"), true);
  assert.equal(matches("Lucía Ticona MINJUSDH · vota", "lucia oefa"), false);
  assert.equal(matches("Lucía Ticona", "  "), true);
});

const person = (name, place, { waits = 0, spoke = 0, isHere = 0 } = {}) => ({ name, place, waits, spoke, isHere });
const PEOPLE = [
  person("Rosa", 1, { spoke: 200 }),
  person("Ana", 2, { isHere: 1, waits: 30 }),
  person("Luis", 3, { isHere: 1, spoke: 100 }),
  person("Émile", 4, { waits: 20 }),
];
const names = (how) => inOrder(PEOPLE, how).map(({ name }) => name);

test("the list is by organization, by name, and by who is here, waits or is silent", () => {
  assert.deepEqual(names("place"), ["Rosa", "Ana", "Luis", "Émile"]);
  assert.deepEqual(names("name"), ["Ana", "Émile", "Luis", "Rosa"]);
  assert.deepEqual(names("presence"), ["Ana", "Luis", "Rosa", "Émile"]);
  assert.deepEqual(names("waiting"), ["Émile", "Ana", "Rosa", "Luis"]);
  assert.deepEqual(names("silence"), ["Ana", "Émile", "Luis", "Rosa"]);
  assert.deepEqual(names("an order of old"), names("place"));
});
