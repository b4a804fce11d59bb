import assert from "node:assert/strict";
import test from "node:test";

import { asTicks, KINDS, withDots } from "../../../workshop/static/js/ballot/answers.js";

// In the order in which the page asks; the settings come in the order of their names.
const CRITERIA = [
  ["specific", "Specific"],
  ["feasible", "Feasible"],
];
const ballot = {
  keys: ["A", "B", "C"],
  textOf: (key) => `Problem ${key}`,
  settings: { dots: 5, most: 3, criteria: { feasible: 2, specific: 1 } },
  words: { criteria: CRITERIA, marks: ["no", "partly", "yes"] },
};

for (const [kind, draft, expected] of [
  ["ranking", [["B"], ["A", "Z"], ["B"]], [["B"], ["A"]]],
  ["ticks", [["C", "Z", "A"]], [["A", "C"]]],
  ["ticks", [], []],
  ["dots", { B: 2, A: 0, C: 9, Z: 1 }, { B: 2 }],
  ["grid", { A: { specific: 2, other: 1, feasible: 7 }, B: {}, Z: { specific: 1 } }, { A: { specific: 2 } }],
]) {
  test(`of an old draft of ${kind} stays what is on this ballot`, () => {
    assert.deepEqual(KINDS[kind].cleaned(draft, ballot), expected);
  });
}

for (const [kind, blank] of [
  ["ranking", []],
  ["ticks", []],
  ["dots", {}],
  ["grid", {}],
]) {
  test(`no draft of ${kind} is a blank ballot`, () => {
    for (const draft of [null, undefined, "AB", 7]) assert.deepEqual(KINDS[kind].cleaned(draft, ballot), blank);
  });
}

for (const [kind, answer, expected] of [
  ["ranking", [["B"], ["A"]], { n: 2, total: 3, left: 1 }],
  ["ticks", [["A", "B", "C"]], { n: 3, total: 3, left: 0 }],
  ["dots", { A: 3, C: 1 }, { n: 4, total: 5, left: 1 }],
  ["grid", { A: { specific: 0, feasible: 2 }, C: { specific: 1 } }, { n: 3, total: 6, left: 3 }],
]) {
  test(`how much of a ballot of ${kind} is marked`, () => {
    assert.deepEqual(KINDS[kind].progress(answer, ballot), expected);
  });
}

for (const [kind, answer, expected] of [
  [
    "ranking",
    [["B"], ["A", "C"]],
    [
      { sign: "1", text: "Problem B" },
      { sign: "2", text: "Problem A · Problem C" },
    ],
  ],
  [
    "ticks",
    [["A", "C"]],
    [
      { sign: "✓", text: "Problem A" },
      { sign: "✓", text: "Problem C" },
    ],
  ],
  [
    "dots",
    { A: 1, C: 3, B: 1 },
    [
      { sign: "3", text: "Problem C" },
      { sign: "1", text: "Problem A" },
      { sign: "1", text: "Problem B" },
    ],
  ],
  [
    "grid",
    { A: { specific: 0, feasible: 2 } },
    [{ sign: "", text: "Problem A", detail: "Specific: no · Feasible: yes" }],
  ],
]) {
  test(`a ballot of ${kind} reads line by line`, () => {
    assert.deepEqual(KINDS[kind].lines(answer, ballot), expected);
  });
}

for (const [name, dots, key, number, expected] of [
  ["one more", { A: 1 }, "A", 2, { A: 2 }],
  ["the first", { A: 1 }, "B", 1, { A: 1, B: 1 }],
  ["none", { A: 1 }, "A", 0, {}],
  ["fewer than none", {}, "A", -1, {}],
  ["more than one option takes", {}, "A", 9, { A: 3 }],
  ["more than are left", { A: 3 }, "B", 3, { A: 3, B: 2 }],
  ["half a dot", {}, "A", 1.5, { A: 1 }],
  ["what is no number", { A: 1 }, "A", NaN, {}],
]) {
  test(`putting ${name} on an option`, () => {
    assert.deepEqual(withDots(dots, key, number, ballot.settings), expected);
  });
}

test("ticks are one group, whatever was ticked first", () => {
  assert.deepEqual(asTicks(["C", "A"]), [["A", "C"]]);
  assert.deepEqual(asTicks([]), []);
});
