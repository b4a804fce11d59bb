import assert from "node:assert/strict";
import test from "node:test";

import { isShortcut } from "../../../workshop/static/js/desk/shortcuts.js";

test("a key is no shortcut with a modifier, held down, while typing or while something is asked", () => {
  assert.equal(isShortcut({}), true);
  for (const obstacle of ["ctrlKey", "altKey", "metaKey", "repeat", "isComposing", "isTyping", "isAsked"]) {
    assert.equal(isShortcut({ [obstacle]: true }), false, obstacle);
  }
});
