// Somebody knocks: the title counts them, a tone is heard (once sounds are turned on), and it is said aloud.

import { announce } from "../page/announce.js";
import { beep } from "../page/mute.js";
import { fill } from "../page/sentences.js";

const KNOCK = 880;

/** The title of the page with how many wait at the door. */
export function marked(title, waiting) {
  return waiting ? `(${waiting}) ${title}` : title;
}

/** Who has come to the door since `before`: the numbers of the seats that are new in `now`. */
export function newcomers(before, now) {
  return now.filter((seat) => !before.has(seat));
}

export function startKnocks(sentences) {
  const { title } = document;
  let known = null;
  const look = () => {
    const rows = [...document.querySelectorAll("[data-knock]")];
    const seats = rows.map((row) => row.dataset.knock);
    document.title = marked(title, seats.length);
    const fresh = known ? newcomers(known, seats) : [];
    known = new Set(seats);
    if (fresh.length === 0) return;
    beep(KNOCK);
    const row = rows.find(({ dataset }) => dataset.knock === fresh[0]);
    const name = row.querySelector("strong").textContent;
    announce(fill(fresh.length === 1 ? sentences.knocked : sentences.knockedSeveral, { name, n: seats.length }));
  };
  look();
  document.addEventListener("page:changed", look);
}
