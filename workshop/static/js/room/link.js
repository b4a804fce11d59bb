// The connection light. Three states, all of them true: "live" (news arrives by itself), "catching" (the page asks for
// news every few seconds), "offline" (the server cannot be reached: nothing will be saved).

import { announce } from "../page/announce.js";

export const SILENCE_MS = 12_000; // two heartbeats missed
const SETTLED_MS = 2000;

export const AT_FIRST = Object.freeze({ joined: false, heardAt: -Infinity, reachable: true });

/** What we know of the line after one more thing happened at `at`. */
export function next(line, { type, at }) {
  switch (type) {
    case "joined":
      return { joined: true, heardAt: at, reachable: true };
    case "heard":
      return { ...line, heardAt: at, reachable: true };
    case "left":
      return { ...line, joined: false };
    case "reached":
      return { ...line, reachable: true };
    case "unreachable":
      return { ...line, reachable: false };
    case "cut":
      return { ...line, joined: false, reachable: false };
    default:
      return line;
  }
}

/** The state of the light at `now`. */
export function light(line, now) {
  if (line.joined && now - line.heardAt < SILENCE_MS) return "live";
  return line.reachable ? "catching" : "offline";
}

/** The light of this page: tell it what happened, ask it how things stand. */
export class Link {
  constructor() {
    this.line = AT_FIRST;
    this.announced = document.body.dataset.link;
    this.timer = null;
    setInterval(() => this.show(), 1000);
  }

  tell(type) {
    this.line = next(this.line, { type, at: performance.now() });
    this.show();
  }

  get state() {
    return light(this.line, performance.now());
  }

  /** Joined, yet without news for too long. */
  get isSilent() {
    return this.line.joined && this.state !== "live";
  }

  show() {
    const { state } = this;
    if (document.body.dataset.link === state) return;
    document.body.dataset.link = state;
    clearTimeout(this.timer);
    // A flicker is not worth interrupting someone who listens.
    this.timer = setTimeout(() => this.announce(state), SETTLED_MS);
  }

  announce(state) {
    if (this.announced === state) return;
    this.announced = state;
    announce(document.querySelector(`[data-link-text="${state}"]`)?.textContent.trim());
  }
}
