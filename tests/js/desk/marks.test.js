import assert from "node:assert/strict";
import test from "node:test";

import { isMarked, marksAfter, sharedSuggestion } from "../../../workshop/static/js/desk/marks.js";

const box = (value, checked = false) => ({ value, checked, isMany: value.includes(" ") });

test("a box of many marks its own and leaves the others", () => {
  const all = box("a b", true);
  assert.deepEqual([...marksAfter([all, box("a"), box("b"), box("c", true)], all)], ["c", "a", "b"]);
});

test("taking a box of many back takes its own back", () => {
  const all = box("a b");
  assert.deepEqual([...marksAfter([all, box("a", true), box("b", true), box("c", true)], all)], ["c"]);
});

test("a box of many does not hold when one of its own is taken out", () => {
  const out = box("b");
  const marked = marksAfter([box("a b", true), box("a", true), out], out);
  assert.equal(isMarked(box("a b"), marked), false);
  assert.equal(isMarked(box("a"), marked), true);
});

test("a category is offered where all that is marked suggest it", () => {
  assert.equal(sharedSuggestion(["dropped", "dropped"]), "dropped");
  assert.equal(sharedSuggestion(["dropped", ""]), "");
  assert.equal(sharedSuggestion([]), "");
});
