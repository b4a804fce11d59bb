// Asks the server for its time over the socket, often enough to keep the clock sharp.

import { reading } from "../page/clock.js";

const AT_JOIN = { count: 8, apart: 250 };
const LATER = { count: 3, apart: 250 };
const EVERY_MS = 60_000;
const ANSWER_MS = 4000;

/** Keep `clock` in step with the server behind `socket`. */
export function startProbes(socket, clock) {
  let busy = false;
  let joined = false;

  async function burst({ count, apart }, options) {
    if (busy || !socket.connected) return;
    busy = true;
    for (let asked = 0; asked < count && socket.connected; asked += 1) {
      await probe(options);
      await new Promise((resolve) => setTimeout(resolve, apart));
    }
    busy = false;
  }

  async function probe(options) {
    const sentAt = performance.now();
    try {
      const server = await socket.timeout(ANSWER_MS).emitWithAck("clock");
      if (Number.isFinite(server)) clock.learn(reading(sentAt, server, performance.now()), options);
    } catch {
      // No answer in time; the next probe may have better luck.
    }
  }

  socket.on("connect", () => {
    burst(joined ? LATER : AT_JOIN, { quickly: !joined });
    joined = true;
  });
  setInterval(() => burst(LATER), EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) burst(LATER);
  });
}
