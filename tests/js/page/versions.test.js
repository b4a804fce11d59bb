import assert from "node:assert/strict";
import test from "node:test";
import { singleFlight, verdict } from "../../../workshop/static/js/page/versions.js";
import { partsAddress } from "../../../workshop/static/js/room/parts.js";

test("old and doubled news is ignored, the next is applied, a gap is fetched", () => {
  assert.deepEqual(
    [40, 42, 43, 44, 90].map((theirs) => verdict(42, theirs)),
    ["ignore", "ignore", "apply", "fetch", "fetch"],
  );
});

test("calls during a run lead to one more run", async () => {
  let runs = 0;
  const flight = singleFlight(async () => {
    runs += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  await Promise.all([flight(), flight(), flight()]);
  assert.equal(runs, 2);
  await flight();
  assert.equal(runs, 3);
});

test("a failed run does not block the next", async () => {
  let runs = 0;
  const flight = singleFlight(async () => {
    runs += 1;
    if (runs === 1) throw new Error("no line");
  });
  await assert.rejects(flight());
  await flight();
  assert.equal(runs, 2);
});

test("the version joins what the address already asks for", () => {
  const address = partsAddress("/workshops/7/parts?view=room", 42, "https://sgp.example/workshops/7");
  assert.equal(address.href, "https://sgp.example/workshops/7/parts?view=room&version=42");
});
