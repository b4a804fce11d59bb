import assert from "node:assert/strict";
import test from "node:test";

import { KINDS } from "../../../workshop/static/js/ballot/answers.js";
import { begin, isSame, voteState } from "../../../workshop/static/js/ballot/casting.js";

const cleaned = (answer) => KINDS.ranking.cleaned(answer, { keys: ["A", "B", "C"] });

test("answers are the same whatever was marked first, and in orders the order counts", () => {
  assert.ok(isSame({ A: { feasible: 1, specific: 2 }, B: {} }, { B: {}, A: { specific: 2, feasible: 1 } }));
  assert.ok(isSame([["A"], ["B"]], [["A"], ["B"]]));
  assert.equal(isSame([["A"], ["B"]], [["B"], ["A"]]), false);
  assert.equal(isSame({ A: 1 }, {}), false);
});

const stored = { answer: [["A"], ["B"]], revision: 2 };
const at = (draft, ballot = stored) => begin({ draft, stored: ballot, typed: ballot?.answer, cleaned });

test("a first visit starts empty, a later one at the receipt", () => {
  assert.deepEqual(at(null, null), { step: "mark", answer: [], revision: 0, requestId: null });
  assert.deepEqual(at(null), { step: "receipt", answer: [["A"], ["B"]], revision: 2, requestId: null });
});

test("a ballot that somebody else cast is not shown, and is what a new one replaces", () => {
  const opening = begin({ draft: null, stored: null, inBox: 3, typed: [], cleaned });
  assert.deepEqual(opening, { step: "mark", answer: [], revision: 3, requestId: null });
});

test("a draft goes on where it was, based on the revision it was begun from", () => {
  const draft = { answer: [["C"]], revision: 1, requestId: null };
  assert.deepEqual(at(draft), { step: "mark", answer: [["C"]], revision: 1, requestId: null });
});

test("a draft that says what is stored is no draft", () => {
  assert.equal(at({ answer: [["A"], ["B"]], revision: 2, requestId: null }).step, "receipt");
});

test("a cast without an answer is the same request after a crash", () => {
  const draft = { answer: [["C"]], revision: 2, requestId: "abc" };
  assert.deepEqual(at(draft), { step: "review", answer: [["C"]], revision: 2, requestId: "abc" });
});

for (const [name, facts, expected] of [
  ["before its end", { endsAt: "2000" }, "open"],
  ["at its end", { endsAt: "1000" }, "over"],
  ["while the clock stands", { remaining: "500" }, "paused"],
  ["while the clock stands in overtime", { remaining: "-1" }, "over"],
  ["without an end", {}, "open"],
  ["while the room is elsewhere", { allows: "ask kind-pitches", endsAt: "2000" }, "paused"],
  ["after it was declared void", { ballot: "none", endsAt: "2000" }, "over"],
]) {
  test(`a vote ${name} is ${expected}`, () => {
    assert.equal(voteState({ allows: "vote kind-voting", ballot: "open", ...facts }, 1000), expected);
  });
}

test("a vote that has ended stays over when the room goes on; one that was left before its end is paused", () => {
  const elsewhere = { allows: "floor kind-results", ballot: "cast" };
  assert.equal(voteState(elsewhere, 1000, "over"), "over");
  assert.equal(voteState(elsewhere, 1000, "open"), "paused");
});
