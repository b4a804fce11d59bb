// The parts of a live page: whole snapshots, applied in the order of their versions, fetched whenever one is missing.

import { reading } from "../page/clock.js";
import { setAllows, setMe, setTurnout } from "../page/room.js";
import { singleFlight, verdict } from "../page/versions.js";
import { refreshWith } from "./mine.js";
import { canUnpack, unpacked } from "./packing.js";

const ANSWER_MS = 8000;
const SPREAD_MS = 1000; // a whole room that notices a gap does not ask in the same instant
const BEHIND_MS = 1000; // how long a heartbeat may be ahead of the news it announces
const LATE_MS = 1000; // how long the answer to an order may be ahead of its news
const MOST_TRIES = 3;

const AFRESH = "asked again";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The address of the parts newer than `version`. */
export function partsAddress(address, version, base, { isAlone = false } = {}) {
  const url = new URL(address, base);
  url.searchParams.set("version", version);
  // Without a socket the asking is all that says somebody is here.
  if (isAlone) url.searchParams.set("alone", "yes");
  return url;
}

export class Parts {
  /** `morph(section, html)` draws one part; `tell(type)` hears how the line is doing. */
  constructor({ clock, morph, tell }) {
    this.clock = clock;
    this.morph = morph;
    this.tell = tell;
    this.version = Number(document.body.dataset.version) || 0;
    this.request = null;
    this.behind = null;
    this.flight = singleFlight(() => this.fetchNow());
    this.held = new Map();
    this.turn = Promise.resolve();
    // The news of an order often comes before its answer, and finds the form still full.
    document.addEventListener("act:done", () => setTimeout(() => this.drawHeld()));
  }

  /** News by socket: unpacked and applied in the order in which they came. */
  hear(news) {
    return this.inTurn(async () => {
      if (verdict(this.version, news.version) === "ignore") return;
      const snapshot = canUnpack || !news.packed ? await unpacked(news) : null;
      const what = snapshot ? verdict(this.version, news.version) : "fetch";
      if (what === "apply") this.apply(snapshot);
      if (what === "fetch") this.fetchSoon();
    });
  }

  /** The answer to `join`. */
  join(answer) {
    if (answer.packed && !canUnpack) return this.fetchSoon();
    return this.inTurn(async () => this.catchUp(await unpacked(answer)));
  }

  inTurn(deed) {
    this.turn = this.turn.then(deed).catch(() => this.fetchSoon());
    return this.turn;
  }

  /** A heartbeat says where the workshop stands; news that belongs to it may still be on its way, unless it was lost. */
  heartbeat({ version, late }) {
    if (version <= this.version) return;
    if (late) this.fetchSoon();
    if (late || this.behind) return;
    this.behind = setTimeout(() => {
      this.behind = null;
      if (version > this.version) this.fetchSoon();
    }, BEHIND_MS);
  }

  /** Everything as it stands in one snapshot, from the answer to `join` or from a fetch. */
  catchUp({ version, parts, allows, me, counts }) {
    if (me) setMe(me);
    if (version < this.version) return;
    counts?.turnout?.forEach(setTurnout);
    if (counts?.turnout) refreshWith(["turnout", "presence"]);
    if (parts && version > this.version) this.apply({ version, parts, allows });
    else setAllows(allows);
  }

  apply({ version, parts, allows }) {
    this.version = version;
    document.body.dataset.version = version;
    setAllows(allows);
    for (const [name, html] of Object.entries(parts)) {
      for (const section of document.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)) {
        this.draw(section, html);
      }
    }
    document.dispatchEvent(new CustomEvent("page:changed", { detail: Object.keys(parts) }));
  }

  draw(section, html) {
    if (this.morph(section, html)) this.held.set(section, html);
    else this.held.delete(section);
  }

  /** Draw again the sections in which something had to stay: it may have been sent since. */
  drawHeld() {
    for (const [section, html] of this.held) this.draw(section, html);
  }

  /** Wait until the page shows this version or a later one; ask for it when its news is late. */
  async reach(version) {
    for (let tries = 0; version > this.version && tries < MOST_TRIES; tries += 1) {
      await Promise.race([this.change(version), pause(LATE_MS)]);
      if (version > this.version) await this.flight();
    }
  }

  change(version) {
    return new Promise((resolve) => {
      const look = () => {
        if (version > this.version) return;
        document.removeEventListener("page:changed", look);
        resolve();
      };
      document.addEventListener("page:changed", look);
    });
  }

  async fetchSoon() {
    await pause(Math.random() * SPREAD_MS);
    return this.flight();
  }

  /** Ask at once, giving up on a request that was sent into a dead line. */
  fetchAfresh() {
    this.request?.abort(AFRESH);
    return this.flight();
  }

  async fetchNow() {
    const { partsUrl, link } = document.body.dataset;
    this.request = new AbortController();
    const timer = setTimeout(() => this.request.abort(), ANSWER_MS);
    const sentAt = performance.now();
    try {
      const isAlone = link !== "live";
      const response = await fetch(partsAddress(partsUrl, this.version, location.href, { isAlone }), {
        headers: { Accept: "application/json" },
        cache: "no-store",
        signal: this.request.signal,
      });
      const receivedAt = performance.now();
      // A page in place of parts is a sign-in form or somebody's proxy: the workshop itself was not reached.
      const isOurs = response.status === 204 || response.headers.get("Content-Type")?.includes("json");
      if (!response.ok || !isOurs) throw new Error(`parts: ${response.status}`);
      if (response.status !== 204) {
        const snapshot = await response.json();
        if (snapshot.now) this.clock.learn(reading(sentAt, snapshot.now, receivedAt));
        this.catchUp(snapshot);
      }
      this.tell("reached");
    } catch (error) {
      if (error !== AFRESH) this.tell("unreachable");
    } finally {
      clearTimeout(timer);
    }
  }
}
