import assert from "node:assert/strict";
import test from "node:test";

import { driftText, projectedEnd } from "../../../workshop/static/js/page/drift.js";

const NOON_IN_LIMA = Date.UTC(2025, 4, 6, 17, 0);
const MINUTE = 60_000;
const sentences = { behind: "{n} min behind, ends {time}", ahead: "{n} min ahead, ends {time}", ontime: "Ends {time}" };
const place = { timeZone: "America/Lima", lang: "es" };

function text(minutes, { slipsFrom = NaN, now = 0 } = {}) {
  const projected = NOON_IN_LIMA + minutes * MINUTE;
  return driftText({ planned: NOON_IN_LIMA, projected, slipsFrom, sentences }, now, place);
}

test("behind, ahead and on time, in the room's own time", () => {
  assert.equal(text(4), "4 min behind, ends 12:04");
  assert.equal(text(-2), "2 min ahead, ends 11:58");
  assert.equal(text(0), "Ends 12:00");
});

test("less than half a minute is on time", () => {
  assert.equal(text(0.4), "Ends 12:00");
  assert.equal(text(-0.4), "Ends 12:00");
});

test("overtime pushes the end away second by second", () => {
  assert.equal(projectedEnd({ projected: 1000, slipsFrom: 500 }, 800), 1300);
  assert.equal(projectedEnd({ projected: 1000, slipsFrom: 500 }, 400), 1000);
  assert.equal(projectedEnd({ projected: 1000, slipsFrom: NaN }, 800), 1000);
  assert.equal(text(0, { slipsFrom: 0, now: 3 * MINUTE }), "3 min behind, ends 12:03");
});
