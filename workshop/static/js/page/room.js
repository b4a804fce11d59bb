// What the page knows of the room and of the person in front of it: what is allowed now, whose turn it is, who is
// here, how many have voted. All of it lives in attributes of the page, so that style sheets can show it.

import { announce } from "./announce.js";
import { write } from "./countdown.js";
import { vibrate } from "./mute.js";
import { say } from "./sentences.js";

/** The space list of a data attribute, from the list or the text the server sent. */
export function spaceList(names) {
  return Array.isArray(names) ? names.join(" ") : String(names ?? "");
}

export function setAllows(names) {
  if (names === undefined || names === null) return;
  document.body.dataset.allows = spaceList(names);
}

/** This person's turn, what they asked for beside it, ballot and face. Being given the floor is felt and heard. */
export function setMe({ turn, aside, ballot, face } = {}) {
  const { dataset } = document.body;
  if (ballot !== undefined) dataset.ballot = ballot;
  if (aside !== undefined) dataset.aside = aside;
  if (face !== undefined) dataset.face = face;
  drawFaces();
  if (turn === undefined || dataset.turn === turn) return;
  dataset.turn = turn;
  if (turn === "speaking") {
    vibrate();
    announce(say("yourTurn"));
  }
}

/** Which face is chosen, for those who do not see it. */
function drawFaces() {
  for (const button of document.querySelectorAll("[data-face-is]")) {
    button.setAttribute("aria-pressed", String(button.dataset.faceIs === document.body.dataset.face));
  }
}

let present = null; // seats that are here, once the server has told

export function setPresence(seats) {
  present = new Set(seats.map(String));
  drawPresence();
  document.dispatchEvent(new CustomEvent("room:presence"));
}

function drawPresence() {
  if (!present) return;
  for (const row of document.querySelectorAll("[data-presence-of]")) {
    const isHere = present.has(row.dataset.presenceOf);
    row.classList.toggle("is-present", isHere);
    // The dot is the picture; as a picture the row would hide the person's name and buttons.
    const dot = row.querySelector(".presence");
    dot?.setAttribute("role", "img");
    dot?.setAttribute("aria-label", say(isHere ? "present" : "absent"));
    dot?.removeAttribute("aria-hidden");
  }
  const invited = [...document.querySelectorAll("[data-invited]")];
  const here = invited.filter((row) => row.matches(".is-present, .is-ticked")).length;
  for (const place of document.querySelectorAll("[data-people-present]")) {
    place.textContent = place.dataset.peoplePresent.replace("{n}", here).replace("{total}", invited.length);
  }
}

const turnouts = new Map(); // contest → {cast, entitled}

export function setTurnout({ contest, cast, entitled }) {
  turnouts.set(String(contest), { cast, entitled });
  drawTurnouts();
}

function drawTurnouts() {
  for (const place of document.querySelectorAll("[data-turnout]")) {
    const turnout = turnouts.get(place.dataset.turnout);
    if (!turnout) continue;
    place.querySelectorAll("[data-cast]").forEach((element) => write(element, String(turnout.cast)));
    place.querySelectorAll("[data-entitled]").forEach((element) => write(element, String(turnout.entitled)));
    for (const bar of place.querySelectorAll("progress")) {
      bar.max = Math.max(1, turnout.entitled);
      bar.value = turnout.cast;
    }
  }
}

/** Parts are drawn once for everybody, so each page finds its own rows. */
function markMine() {
  const { seat } = document.body.dataset;
  for (const row of document.querySelectorAll("[data-seat-row]")) {
    row.classList.toggle("is-me", seat !== "" && row.dataset.seatRow === seat);
  }
}

/** An act on the clock has told which agenda it left: the next press need not wait for the push. */
function setAgendaSeen({ detail }) {
  if (!detail?.agenda_seen) return;
  for (const field of document.querySelectorAll('[data-part="agenda"] input[name="seen"]')) {
    field.value = Math.max(field.value, detail.agenda_seen);
  }
}

export function startRoom() {
  const draw = () => {
    markMine();
    drawPresence();
    drawTurnouts();
    drawFaces();
  };
  draw();
  document.addEventListener("page:changed", draw);
  document.addEventListener("act:done", setAgendaSeen);
}
