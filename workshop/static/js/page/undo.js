// The offer to take one's last act back: drawn from the act's answer, counted down, gone when its time is over.
// It is no part of the room, so no news draws over it.

import { onBeat, write } from "./countdown.js";

const SECOND = 1000;
// This page's idea of the server's time may lag: an offer of 20 seconds never begins with 21.
const TOLERANCE = 500;

const region = () => document.getElementById("undo");

/** Whole seconds left of an offer; none when it is over. */
export function secondsLeft(until, now) {
  return Math.max(0, Math.ceil((until - now - TOLERANCE) / SECOND));
}

/** A page without news is sent away and comes anew, to show what stands now. */
function sendPlainly(bar) {
  if (!document.body.dataset.version) bar?.removeAttribute("data-act");
}

function show({ url, words, until }) {
  const template = document.getElementById("undo-bar");
  if (!template) return;
  const bar = template.content.cloneNode(true).firstElementChild;
  bar.action = url;
  bar.dataset.until = until;
  bar.querySelector("[data-undo-words]").textContent = words;
  sendPlainly(bar);
  region().replaceChildren(bar);
}

function draw(now) {
  const bar = region()?.querySelector("[data-undo]");
  if (!bar) return;
  const left = secondsLeft(Number(bar.dataset.until), now);
  if (left) write(bar.querySelector("[data-undo-left]"), String(left));
  else clear();
}

/** Ctrl+Z presses it, unless it is meant for a text. */
function onKey(event) {
  const isMeant = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  const bar = region()?.querySelector("[data-undo]");
  if (!isMeant || !bar || event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
  event.preventDefault();
  bar.requestSubmit();
}

/** Take the bar away; whoever was in it stands at the beginning of the page. */
function clear() {
  const hadFocus = region()?.contains(document.activeElement);
  region()?.replaceChildren();
  if (hadFocus) document.getElementById("main")?.focus();
}

/** An act has been answered: the newest one is offered; one that was undone, or that a final act follows, no longer. */
function onDone({ detail }, clock) {
  if (detail?.undo) show(detail.undo);
  else if (detail?.undone || detail?.undo === null) clear();
  draw(clock.now());
}

export function startUndo(clock) {
  sendPlainly(region()?.querySelector("[data-undo]"));
  onBeat(draw);
  document.addEventListener("keydown", onKey);
  document.addEventListener("act:done", (event) => onDone(event, clock));
}
