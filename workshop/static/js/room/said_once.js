// What comes up in a page beside its own course (a message, a question to the room) is told once: read aloud where it
// is in sight, shown as a line to whoever is further down. What stood there when the page was opened is no news.

import { announce } from "../page/announce.js";
import { flash } from "../page/flash.js";

/** The elements whose key has not been told; `told` is brought up to date. */
export function untold(elements, told) {
  return elements.filter(({ dataset: { saidOnce } }) => !told.has(saidOnce) && told.add(saidOnce));
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

export function startSayingOnce() {
  const told = new Set();
  const fresh = () => untold([...document.querySelectorAll("[data-said-once]")], told);
  fresh();
  if (document.body.dataset.view === "screen") return;
  document.addEventListener("page:changed", () => {
    for (const element of fresh()) {
      const words = element.textContent.trim().replace(/\s+/g, " ");
      if (isInSight(element)) announce(words);
      else flash(words);
    }
  });
}
