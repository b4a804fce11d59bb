import assert from "node:assert/strict";
import test from "node:test";

import {
  cleaned,
  fromGroups,
  fromPlaces,
  movedTo,
  placeOf,
  toGroups,
  toggled,
} from "../../../workshop/static/js/ballot/ranking.js";

const ABC = ["A", "B", "C"];

test("a tap chooses the next number, a second tap takes it out and renumbers", () => {
  let ranking = [];
  for (const key of ABC) ranking = toggled(ranking, key);
  assert.deepEqual(ranking, ABC);
  ranking = toggled(ranking, "A");
  assert.deepEqual(ranking, ["B", "C"]);
  assert.equal(placeOf(ranking, "B"), 1);
  assert.equal(placeOf(ranking, "A"), 0);
});

for (const [name, key, place, expected] of [
  ["up", "C", 2, ["A", "C", "B"]],
  ["to the top", "C", 1, ["C", "A", "B"]],
  ["to the end", "A", 3, ["B", "C", "A"]],
  ["past the end", "A", 9, ["B", "C", "A"]],
  ["nowhere", "B", 2, ABC],
  ["out", "B", 0, ["A", "C"]],
  ["in from outside", "D", 2, ["A", "D", "B", "C"]],
]) {
  test(`moving ${name}`, () => assert.deepEqual(movedTo(ABC, key, place), expected));
}

test("operations leave the ranking they were given alone", () => {
  const ranking = Object.freeze([...ABC]);
  toggled(ranking, "A");
  movedTo(ranking, "A", 3);
  assert.deepEqual(ranking, ABC);
});

test("typed places become an order, equals in the order of the page", () => {
  assert.deepEqual(fromPlaces({ A: "2", B: "1", C: "", D: "2", E: "0" }), ["B", "A", "D"]);
});

test("drafts are cleaned of what is not on the ballot", () => {
  assert.deepEqual(cleaned(["B", "X", "B", "A"], ABC), ["B", "A"]);
  assert.deepEqual(cleaned(null, ABC), []);
  assert.deepEqual(cleaned("AB", ABC), []);
});

test("groups of one there and back; groups of equals are kept in order", () => {
  assert.deepEqual(toGroups(["B", "A"]), [["B"], ["A"]]);
  assert.deepEqual(fromGroups([["B"], ["A", "C"]]), ["B", "A", "C"]);
  assert.deepEqual(fromGroups(null), []);
});
