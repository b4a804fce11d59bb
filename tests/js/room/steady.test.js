import assert from "node:assert/strict";
import test from "node:test";

import { isMisplaced } from "../../../workshop/static/js/room/steady.js";

const PRESS = { at: 1200, shiftedAt: 1000, movedAt: 0, isByKey: false, isMouse: true, isOnStrip: false };

for (const [name, differs, expected] of [
  ["a second click in the same place just after the page has moved is misplaced", {}, true],
  ["so is a tap", { isMouse: false, movedAt: 1100 }, true],
  ["a mouse moved since has been aimed anew", { movedAt: 1100 }, false],
  ["a key presses what has the focus", { isByKey: true }, false],
  ["what came up may be pressed at once", { isOnStrip: true }, false],
  ["a moment later everything may be pressed", { at: 1501 }, false],
  ["where nothing has moved too", { shiftedAt: -Infinity }, false],
]) {
  test(name, () => assert.equal(isMisplaced({ ...PRESS, ...differs }), expected));
}
