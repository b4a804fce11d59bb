// The server's time as this page knows it, whatever the phone's own clock says.
//
// Readings are taken on performance.now(), which nobody can set wrong. The server's clock may run `pace` times faster
// than real time in demonstrations.

const SLEW_MS = 4000; // a small correction is spread over this long, so that no second is shown twice
const SLEW_LIMIT_MS = 400; // a larger one is a mistake and is put right at once
const DRIFT = 2e-4; // how far two crystals may part: what a reading loses in sharpness as it ages
const ROOM_MS = 30; // timers and scheduling, on top of the round trip

/** One question and its answer: the server said `server` somewhere between the two moments. */
export function reading(sentAt, server, receivedAt) {
  return { mid: (sentAt + receivedAt) / 2, server, trip: receivedAt - sentAt };
}

/** Server time at `t` according to one reading. */
export function timeBy({ server, mid }, t, pace) {
  return server + (t - mid) * pace;
}

/** Whether a new reading should take the place of the one we have. */
export function isBetter(fresh, best, pace) {
  if (!best) return true;
  const trip = best.trip + Math.abs(fresh.mid - best.mid) * DRIFT;
  if (fresh.trip <= trip) return true;
  // A laptop that slept stopped our stopwatch: when the old reading cannot be true any more, a slow new one is better.
  const apart = Math.abs(timeBy(best, fresh.mid, pace) - fresh.server) / pace;
  return apart > (fresh.trip + trip) / 2 + ROOM_MS;
}

export class Clock {
  constructor({ pace = 1, server = Date.now(), at = 0 } = {}) {
    this.pace = pace;
    this.best = { server, mid: at, trip: Infinity };
    this.slew = { by: 0, from: 0 };
  }

  /** Server milliseconds at `t`. */
  now(t = performance.now()) {
    const left = Math.max(0, 1 - (t - this.slew.from) / SLEW_MS);
    return timeBy(this.best, t, this.pace) - this.slew.by * left;
  }

  /** Learn from a reading; `quickly` at joining, when nobody has looked at a countdown yet. */
  learn(fresh, { quickly = false } = {}) {
    if (!isBetter(fresh, this.best, this.pace)) return false;
    const t = fresh.mid + fresh.trip / 2;
    const before = this.now(t);
    this.best = fresh;
    const by = timeBy(fresh, t, this.pace) - before;
    const small = Math.abs(by) <= SLEW_LIMIT_MS * this.pace;
    this.slew = { by: small && !quickly ? by : 0, from: t };
    return true;
  }
}
