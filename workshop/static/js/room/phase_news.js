// A new phase, told to those who would miss it: people far down the page, and people who listen to it.

import { announce } from "../page/announce.js";
import { flash } from "../page/flash.js";
import { say } from "../page/sentences.js";

/** The phase as the page names it, such as "Phase 4 of 5: Priorities voting". */
function named(part) {
  const words = [".phase-step", ".phase-title"].map((piece) => part.querySelector(piece)?.textContent.trim());
  return words.filter(Boolean).join(": ");
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/** Watch the phase of a participant's page; the moderator, who began it, needs no telling. */
export function startPhaseNews() {
  const part = document.querySelector('[data-part="phase"]');
  if (!part || ["desk", "screen"].includes(document.body.dataset.view)) return;
  let before = named(part);
  document.addEventListener("page:changed", () => {
    const now = named(part);
    if (now === before) return;
    before = now;
    const title = part.querySelector(".phase-title");
    if (title && isInSight(title))
      announce(`${now}. ${part.querySelector(".phase-expected")?.textContent.trim() ?? ""}`);
    else flash(now, { link: { href: "#phase", text: say("phaseLink") } });
  });
}
