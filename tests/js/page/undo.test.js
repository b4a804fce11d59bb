import assert from "node:assert/strict";
import { test } from "node:test";
import { secondsLeft } from "../../../workshop/static/js/page/undo.js";

test("the offer counts whole seconds and is over at zero", () => {
  assert.equal(secondsLeft(20_000, -400), 20);
  assert.equal(secondsLeft(20_000, 0), 20);
  assert.equal(secondsLeft(20_000, 1), 20);
  assert.equal(secondsLeft(20_000, 19_001), 1);
  assert.equal(secondsLeft(20_000, 20_000), 0);
  assert.equal(secondsLeft(20_000, 25_000), 0);
});
