import assert from "node:assert/strict";
import test from "node:test";

import { keyFor } from "../../../workshop/static/js/page/acts.js";
import { currentValues } from "../../../workshop/static/js/page/conflict.js";
import { isSettled, jittered, makeKey, retryPauses } from "../../../workshop/static/js/page/post.js";

test("pauses double up to eight seconds and end within a minute", () => {
  const pauses = retryPauses();
  assert.deepEqual(pauses.slice(0, 5), [1000, 2000, 4000, 8000, 8000]);
  assert.ok(pauses.reduce((sum, pause) => sum + pause) <= 60_000);
});

test("pauses differ from phone to phone by a fifth", () => {
  assert.equal(jittered(1000, 0), 800);
  assert.equal(jittered(1000, 1), 1200);
});

test("refusals settle an order, silence and crashes do not", () => {
  assert.deepEqual([200, 401, 409, 422].map(isSettled), [true, true, true, true]);
  assert.deepEqual([0, 500, 503].map(isSettled), [false, false, false]);
});

test("an order without an answer keeps its key until it says something else", () => {
  const pending = { key: "first", body: "text=hello" };
  const make = () => "second";
  assert.equal(keyFor(pending, new URLSearchParams({ text: "hello" }), make), "first");
  assert.equal(keyFor(pending, new URLSearchParams({ text: "hello!" }), make), "second");
  assert.equal(keyFor(undefined, new URLSearchParams(), make), "second");
});

test("keys are never the same twice", () => {
  assert.equal(new Set(Array.from({ length: 100 }, makeKey)).size, 100);
});

test("the other person's version is a text or values by name", () => {
  assert.deepEqual(currentValues("theirs", "body"), { body: "theirs" });
  assert.deepEqual(currentValues({ body: "theirs", revision: "3" }, "body"), { body: "theirs", revision: "3" });
  assert.deepEqual(currentValues(null, "body"), {});
});
