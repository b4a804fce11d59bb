import assert from "node:assert/strict";
import test from "node:test";

import { AT_FIRST, light, next, SILENCE_MS } from "../../../workshop/static/js/room/link.js";

const after = (...events) => events.reduce((line, [type, at]) => next(line, { type, at }), AT_FIRST);

for (const [name, events, now, state] of [
  ["a page just opened is catching up", [], 0, "catching"],
  ["joined is live", [["joined", 0]], 1000, "live"],
  [
    "heartbeats keep it live",
    [
      ["joined", 0],
      ["heard", 11_000],
    ],
    20_000,
    "live",
  ],
  ["silence ends it", [["joined", 0]], SILENCE_MS, "catching"],
  [
    "news after silence brings it back",
    [
      ["joined", 0],
      ["heard", 30_000],
    ],
    30_001,
    "live",
  ],
  [
    "a lost socket is catching up",
    [
      ["joined", 0],
      ["left", 10],
    ],
    20,
    "catching",
  ],
  [
    "a lost socket and no answer is offline",
    [
      ["joined", 0],
      ["left", 10],
      ["unreachable", 15],
    ],
    20,
    "offline",
  ],
  [
    "an answer by HTTP is catching up again",
    [
      ["unreachable", 5],
      ["reached", 10],
    ],
    20,
    "catching",
  ],
  [
    "heartbeats need no HTTP",
    [
      ["joined", 0],
      ["unreachable", 15],
    ],
    20,
    "live",
  ],
  [
    "a cut cable is offline at once",
    [
      ["joined", 0],
      ["cut", 10],
    ],
    20,
    "offline",
  ],
  [
    "coming back is live",
    [
      ["cut", 10],
      ["joined", 30],
    ],
    31,
    "live",
  ],
]) {
  test(name, () => assert.equal(light(after(...events), now), state));
}
