import assert from "node:assert/strict";
import test from "node:test";

import { draftKey, draftOf, isOwnEcho, markSent } from "../../../workshop/static/js/page/drafts.js";
import { spaceList } from "../../../workshop/static/js/page/room.js";
import { fill, timeOfDay } from "../../../workshop/static/js/page/sentences.js";
import { forget, recall, remember } from "../../../workshop/static/js/page/storage.js";

const field = (name, value, defaultValue = "") => ({ name, value, defaultValue, type: "text", localName: "input" });

test("a draft belongs to one seat in one workshop and one form", () => {
  assert.equal(draftKey({ workshop: "7", seat: "15" }, "contribute"), "draft:7:15:contribute");
});

test("a draft holds only what was changed", () => {
  assert.deepEqual(draftOf([field("text", "new"), field("title", "same", "same")]), { text: "new" });
});

test("a draft holds choices by their place, for boxes share a name", () => {
  const box = (id, checked, defaultChecked) => ({
    id,
    name: "problem",
    value: id,
    type: "checkbox",
    localName: "input",
    checked,
    defaultChecked,
  });
  assert.deepEqual(draftOf([box("a", true, false), box("b", true, true), box("c", false, true)]), {
    "#a": true,
    "#c": false,
  });
});

test("what was sent from here is known again when the server holds it", (t) => {
  const kept = new Map();
  const { FormData } = globalThis;
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  globalThis.document = { body: { dataset: { workshop: "7", seat: "15" } } };
  globalThis.FormData = class {
    constructor(form) {
      this.form = form;
    }
    *[Symbol.iterator]() {
      for (const { name, value } of this.form.elements) yield [name, value];
    }
  };
  t.after(() => {
    for (const name of ["localStorage", "document"]) delete globalThis[name];
    globalThis.FormData = FormData;
  });
  const text = field("text", "An idea ");
  const form = { id: "write-1", elements: [text], matches: () => true };

  markSent(form);
  text.value = "An idea, longer";
  assert.equal(isOwnEcho(form, { text: "An idea", revision: 2 }), true);
  assert.equal(isOwnEcho(form, { text: "An idea, longer", revision: 2 }), false);
  markSent(form);
  assert.equal(isOwnEcho(form, { text: "An idea", revision: 2 }), true);
  assert.equal(isOwnEcho(form, { text: "A colleague's", revision: 2 }), false);
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
