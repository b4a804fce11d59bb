// Countdowns: every clock of a page is drawn by one timer that beats on the server's second, so that any two screens
// in the room change their digits together.

import { announce } from "./announce.js";
import { beep } from "./mute.js";

const SECOND = 1000;
const NEAR_MS = 60 * SECOND;
const AGAIN_MS = 5 * SECOND; // an extension of at least this much lets a warning be given again
const FASTEST_BEAT_MS = 100;
const EARLY_MS = 20; // timers may fire a little before their second
const TONES = { 60: 520, 20: 660, 0: 880 };

/** Milliseconds left of a countdown: running ones know their end, standing ones what remains. */
export function timeLeft({ endsAt, remaining }, now) {
  return Number.isFinite(endsAt) ? endsAt - now : remaining;
}

/** "04:05", "1:04:05"; over time "+00:12". The last second shows 00:01, the end 00:00. */
export function clockText(ms) {
  const isOver = ms <= -SECOND;
  const seconds = isOver ? Math.floor(-ms / SECOND) : Math.max(0, Math.ceil(ms / SECOND));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const text = `${two(minutes)}:${two(seconds % 60)}`;
  return `${isOver ? "+" : ""}${hours ? `${hours}:${text}` : text}`;
}

/** The length of one beat in server time: a second, or several where the demonstration clock runs fast. */
export function beatOf(pace) {
  return SECOND * Math.max(1, Math.ceil((FASTEST_BEAT_MS * pace) / SECOND));
}

/** The beat that `now` belongs to; every drawing between two beats shows the same digits. */
export function onTheBeat(now, pace) {
  const beat = beatOf(pace);
  return Math.floor((now + EARLY_MS * pace) / beat) * beat;
}

/** Which threshold (in seconds) to speak of now, or null; `memory` belongs to one clock and is brought up to date. */
export function crossing(memory, left, thresholds) {
  const { last, said } = memory;
  memory.last = left;
  for (const seconds of said) {
    if (left > seconds * SECOND + AGAIN_MS) said.delete(seconds);
  }
  const passed = thresholds.filter((seconds) => left <= seconds * SECOND && !said.has(seconds));
  passed.forEach((seconds) => said.add(seconds));
  // What lay behind us when the page was opened is no news; of several crossed in one leap only the last one is.
  const crossed = passed.filter((seconds) => last > seconds * SECOND);
  return crossed.length ? Math.min(...crossed) : null;
}

const memories = new Map();
const listeners = new Set();

/** Call `listener(now)` with server time on every beat and after every change of the page. */
export function onBeat(listener) {
  listeners.add(listener);
}

const numberIn = (text) => (text ? Number(text) : NaN);

function drawCountdown(element, now, beat) {
  const { endsAt, remaining, ends } = element.dataset;
  // The end on the beat before it, as `now` is: else two minutes would begin with 02:01.
  const end = Math.floor(numberIn(endsAt) / beat) * beat;
  // A clock with data-ends="at-zero" has no overtime: what it counted is simply over.
  const counted = timeLeft({ endsAt: end, remaining: numberIn(remaining) }, now);
  const left = ends === "at-zero" ? Math.max(0, counted) : counted;
  if (!Number.isFinite(left)) return;
  write(element, clockText(left));

  const face = element.closest("[data-clock]");
  if (!face) return;
  face.classList.toggle("is-near", left <= NEAR_MS);
  face.classList.toggle("is-over", left <= 0);
  const bar = face.querySelector("progress[data-progress]");
  if (bar) {
    bar.max = Number(bar.dataset.total);
    bar.value = Math.min(bar.max, Math.max(0, bar.max - left));
  }
  if (endsAt) warn(face, left);
}

function warn(face, left) {
  const sentences = new Map();
  for (const [name, sentence] of Object.entries(face.dataset)) {
    const [, seconds] = name.match(/^say-(\d+)$/) ?? [];
    if (seconds) sentences.set(Number(seconds), sentence);
  }
  const key = face.dataset.clock;
  if (!memories.has(key)) memories.set(key, { last: undefined, said: new Set() });
  const seconds = crossing(memories.get(key), left, [...sentences.keys()]);
  if (seconds === null) return;
  announce(sentences.get(seconds));
  if (TONES[seconds]) beep(TONES[seconds]);
}

function drawCountUp(element, now) {
  write(element, clockText(Math.max(0, Math.floor((now - element.dataset.since) / SECOND) * SECOND)));
}

/** Write only what changed: an untouched node costs a cheap phone nothing. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function startCountdowns(clock) {
  const { pace } = clock;
  const draw = () => {
    const now = onTheBeat(clock.now(), pace);
    document.querySelectorAll("[data-countdown]").forEach((element) => drawCountdown(element, now, beatOf(pace)));
    document.querySelectorAll("[data-since]").forEach((element) => drawCountUp(element, now));
    listeners.forEach((listener) => listener(now));
  };
  const beat = () => {
    draw();
    const length = beatOf(pace);
    setTimeout(beat, (length - (clock.now() % length)) / pace + 1);
  };
  beat();
  document.addEventListener("page:changed", draw);
  document.addEventListener("visibilitychange", draw);
}
