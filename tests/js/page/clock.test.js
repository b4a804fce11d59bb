import assert from "node:assert/strict";
import test from "node:test";

import { Clock, isBetter, reading } from "../../../workshop/static/js/page/clock.js";

/** A server and a line: asks `count` times, with delays that differ each way, as seen from a page's stopwatch. */
function converse({ serverAt, pace = 1, delays, start = 1000, apart = 250 }) {
  return delays.map(([there, back], turn) => {
    const sentAt = start + turn * apart;
    return reading(sentAt, serverAt + (sentAt + there) * pace, sentAt + there + back);
  });
}

const LINE = [
  [120, 40],
  [60, 90],
  [22, 18],
  [300, 20],
  [35, 30],
  [45, 200],
  [21, 25],
  [80, 80],
];

test("two pages whose own clocks are 90 s wrong in opposite directions agree", () => {
  const serverAt = 1_700_000_000_000;
  const [slow, fast] = [-90_000, 90_000].map((wrong) => {
    const clock = new Clock({ server: serverAt + wrong, at: 0 });
    converse({ serverAt, delays: LINE }).forEach((answer) => clock.learn(answer, { quickly: true }));
    return clock;
  });
  assert.equal(slow.now(5000), fast.now(5000));
  assert.ok(Math.abs(slow.now(5000) - (serverAt + 5000)) <= 20);
});

test("the smallest round trip wins, so the error is at most half of it", () => {
  const clock = new Clock({ server: 0 });
  const delays = [
    [500, 20],
    [20, 500],
    [15, 5],
    [400, 400],
  ];
  converse({ serverAt: 0, delays }).forEach((answer) => clock.learn(answer, { quickly: true }));
  assert.ok(Math.abs(clock.now(60_000) - 60_000) <= 10);
});

test("a demonstration clock runs twenty times faster between readings", () => {
  const clock = new Clock({ pace: 20, server: 0 });
  converse({ serverAt: 7000, pace: 20, delays: LINE }).forEach((answer) => clock.learn(answer, { quickly: true }));
  assert.ok(Math.abs(clock.now(10_000) - (7000 + 200_000)) <= 20 * 20);
  assert.equal(clock.now(11_000) - clock.now(10_000), 20_000);
});

test("a small correction is spread out and time never runs backwards", () => {
  const clock = new Clock({ server: 0 });
  clock.learn({ mid: 0, server: 0, trip: 100 }, { quickly: true });
  clock.learn({ mid: 10_000, server: 9850, trip: 50 });
  assert.ok(Math.abs(clock.now(10_025) - 10_025) < 1);
  let last = -Infinity;
  for (let t = 10_025; t < 16_000; t += 50) {
    assert.ok(clock.now(t) > last);
    last = clock.now(t);
  }
  assert.equal(clock.now(16_000), 15_850);
});

test("a slow reading does not replace a sharp one", () => {
  assert.equal(isBetter({ mid: 1000, server: 1030, trip: 90 }, { mid: 0, server: 0, trip: 20 }, 1), false);
});

test("an old reading loses its sharpness", () => {
  const hour = 3_600_000;
  assert.equal(isBetter({ mid: hour, server: hour + 30, trip: 90 }, { mid: 0, server: 0, trip: 20 }, 1), true);
});

test("after the laptop slept even a slow reading is believed", () => {
  const clock = new Clock({ server: 0 });
  clock.learn({ mid: 0, server: 0, trip: 10 });
  assert.equal(clock.learn({ mid: 1000, server: 601_000, trip: 800 }), true);
  assert.equal(clock.now(2000), 602_000);
});
