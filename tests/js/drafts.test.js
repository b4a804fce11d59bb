import assert from "node:assert/strict";
import test from "node:test";

import { draftKey, draftOf } from "../../workshop/static/js/drafts.js";
import { spaceList } from "../../workshop/static/js/room.js";
import { fill, timeOfDay } from "../../workshop/static/js/sentences.js";
import { forget, recall, remember } from "../../workshop/static/js/storage.js";

const field = (name, value, defaultValue = "") => ({ name, value, defaultValue, type: "text", localName: "input" });

test("a draft belongs to one seat in one workshop and one form", () => {
  assert.equal(draftKey({ workshop: "7", seat: "15" }, "contribute"), "draft:7:15:contribute");
});

test("a draft holds only what was changed", () => {
  assert.deepEqual(draftOf([field("text", "new"), field("title", "same", "same")]), { text: "new" });
});

test("a draft holds choices by their place, for boxes share a name", () => {
  const box = (id, checked, defaultChecked) =>
    ({ id, name: "problem", value: id, type: "checkbox", localName: "input", checked, defaultChecked });
  assert.deepEqual(draftOf([box("a", true, false), box("b", true, true), box("c", false, true)]), { "#a": true, "#c": false });
});

test("blocked storage forgets but does not fail", () => {
  assert.equal(typeof globalThis.localStorage, "undefined");
  remember("key", "value");
  assert.equal(recall("key"), null);
  forget("key");
});

test("sentences are filled by name", () => {
  assert.equal(fill("{n} of {total} {other}", { n: 2, total: 5 }), "2 of 5 {other}");
});

test("the time of day is the room's, not the phone's", () => {
  assert.equal(timeOfDay(Date.UTC(2025, 4, 6, 5, 7), { timeZone: "America/Lima", lang: "es" }), "00:07");
});

test("what is allowed comes as a list or as text", () => {
  assert.equal(spaceList(["ask", "contribute"]), "ask contribute");
  assert.equal(spaceList("ask"), "ask");
  assert.equal(spaceList(null), "");
});
