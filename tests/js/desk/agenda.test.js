import assert from "node:assert/strict";
import test from "node:test";

import { plannedStarts, timeOf } from "../../../workshop/static/js/desk/agenda.js";

test("each phase starts when the ones before it have had their minutes", () => {
  assert.deepEqual(plannedStarts("10:30", [30, 10, 10]), ["10:30", "11:00", "11:10", "11:20"]);
});

test("longer minutes shift every later start", () => {
  assert.deepEqual(plannedStarts("10:30", [35, 10, 10]), ["10:30", "11:05", "11:15", "11:25"]);
});

test("an empty or unreadable field takes no time", () => {
  assert.deepEqual(plannedStarts("09:00", [0, NaN, 5]), ["09:00", "09:00", "09:00", "09:05"]);
});

test("an agenda may run past midnight", () => {
  assert.equal(timeOf(24 * 60 + 5), "00:05");
});
