import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { canUnpack, unpacked } from "../../../workshop/static/js/room/packing.js";

test("a packed message is unpacked, letters of every language whole", async () => {
  const parts = { floor: "<p>Ñuñoa · qillqa’ — «sí»</p>".repeat(90) };
  const packed = deflateSync(JSON.stringify(parts)).toString("base64");
  assert.ok(canUnpack);
  assert.deepEqual(await unpacked({ version: 7, packed, allows: "ask" }), { version: 7, allows: "ask", parts });
});

test("a short one stays as it is", async () => {
  const message = { version: 7, parts: { floor: "<p></p>" } };
  assert.deepEqual(await unpacked(message), message);
});
