import assert from "node:assert/strict";
import test from "node:test";

import { nextPlace } from "../../../workshop/static/js/room/waiting.js";

const DOOR = "/workshops/7/waiting";

test("whoever is let in goes into the room", () => {
  assert.equal(nextPlace({ state: "admitted", url: "/workshops/7" }, "waiting", DOOR), "/workshops/7");
});

test("as long as nothing changes the page stays", () => {
  assert.equal(nextPlace({ state: "waiting", url: DOOR }, "waiting", DOOR), null);
});

test("any other news draws the page anew", () => {
  assert.equal(nextPlace({ state: "declined", url: DOOR }, "waiting", DOOR), DOOR);
  assert.equal(nextPlace({ state: "signed out" }, "waiting", DOOR), DOOR);
});
