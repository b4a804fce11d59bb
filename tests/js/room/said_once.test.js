import assert from "node:assert/strict";
import test from "node:test";

import { untold } from "../../../workshop/static/js/room/said_once.js";

const element = (saidOnce) => ({ dataset: { saidOnce } });

test("what comes up is told once, under whatever element it stands", () => {
  const told = new Set();
  const [first, again, other] = [element("message-1"), element("message-1"), element("message-2")];

  assert.deepEqual(untold([first], told), [first]);
  assert.deepEqual(untold([again, other], told), [other]);
  assert.deepEqual(untold([again, other], told), []);
});
