import assert from "node:assert/strict";
import test from "node:test";

import { marked, newcomers } from "../../../workshop/static/js/desk/knock.js";

test("the title counts who waits at the door", () => {
  assert.equal(marked("Desk", 3), "(3) Desk");
  assert.equal(marked("Desk", 0), "Desk");
});

test("only who was not there before has knocked", () => {
  assert.deepEqual(newcomers(new Set(["1", "2"]), ["2", "3"]), ["3"]);
  assert.deepEqual(newcomers(new Set(["1"]), ["1"]), []);
});
