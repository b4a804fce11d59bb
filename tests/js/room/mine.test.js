import assert from "node:assert/strict";
import { test } from "node:test";
import { contentsOf } from "../../../workshop/static/js/room/mine.js";

test("a fragment is what it is", () => {
  assert.equal(contentsOf("<p>mine</p>", "/mine"), "<p>mine</p>");
});

test("of a whole page only the section itself is taken", () => {
  globalThis.CSS = { escape: (text) => text };
  const page = { querySelector: (selector) => (selector === '[data-mine="/here"]' ? { innerHTML: "inner" } : null) };

  assert.equal(
    contentsOf("\n<!doctype html><html>", "/here", () => page),
    "inner",
  );
  assert.equal(
    contentsOf("<!doctype html><html>", "/elsewhere", () => page),
    null,
  );
});
