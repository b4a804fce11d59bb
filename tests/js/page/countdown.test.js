import assert from "node:assert/strict";
import test from "node:test";

import { beatOf, clockText, crossing, onTheBeat, timeLeft } from "../../../workshop/static/js/page/countdown.js";

test("a running clock knows its end, a standing one what remains", () => {
  assert.equal(timeLeft({ endsAt: 10_000, remaining: NaN }, 4000), 6000);
  assert.equal(timeLeft({ endsAt: NaN, remaining: 2500 }, 4000), 2500);
});

for (const [ms, text] of [
  [300_000, "05:00"],
  [299_001, "05:00"],
  [299_000, "04:59"],
  [1, "00:01"],
  [0, "00:00"],
  [-999, "00:00"],
  [-1000, "+00:01"],
  [-75_500, "+01:15"],
  [3_600_000, "1:00:00"],
  [-3_661_000, "+1:01:01"],
]) {
  test(`${ms} ms reads ${text}`, () => assert.equal(clockText(ms), text));
}

test("every drawing within a beat shows the same second", () => {
  assert.equal(onTheBeat(5000, 1), 5000);
  assert.equal(onTheBeat(5979, 1), 5000);
  assert.equal(onTheBeat(5981, 1), 6000); // the timer fired a little early
});

test("a fast demonstration clock beats at most ten times a second", () => {
  assert.equal(beatOf(1), 1000);
  assert.equal(beatOf(20), 2000);
  assert.equal(beatOf(60), 6000);
});

const fresh = () => ({ last: undefined, said: new Set() });

function walk(memory, lefts, thresholds = [300, 60, 20, 0]) {
  return lefts.map((left) => crossing(memory, left * 1000, thresholds)).filter((said) => said !== null);
}

test("each threshold is spoken of once", () => {
  assert.deepEqual(walk(fresh(), [62, 61, 60, 60, 59, 21, 20, 19, 1, 0, -1, -2]), [60, 20, 0]);
});

test("opening the page late is no reason to speak", () => {
  assert.deepEqual(walk(fresh(), [50, 49, 48]), []);
  assert.deepEqual(walk(fresh(), [-30, -31]), []);
});

test("a leap over several thresholds speaks of the last one", () => {
  assert.deepEqual(walk(fresh(), [70, 10]), [20]);
});

test("an extension lets a warning be given again, a correction of the clock does not", () => {
  assert.deepEqual(walk(fresh(), [61, 60, 61, 60]), [60]);
  assert.deepEqual(walk(fresh(), [61, 60, 30, 90, 61, 60]), [60, 60]);
});
