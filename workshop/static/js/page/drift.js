// Ahead or behind: how the session stands against its plan, in a sentence.

import { onBeat, write } from "./countdown.js";
import { fill, here, timeOfDay } from "./sentences.js";

const MINUTE = 60_000;

/** When the session would end as things stand; it slips with every second past the end of the current phase. */
export function projectedEnd({ projected, slipsFrom }, now) {
  return Number.isFinite(slipsFrom) ? projected + Math.max(0, now - slipsFrom) : projected;
}

/** "4 min behind, ends 12:04" in the sentences of the page. */
export function driftText({ planned, projected, slipsFrom, sentences }, now, place) {
  const end = projectedEnd({ projected, slipsFrom }, now);
  const minutes = Math.round((end - planned) / MINUTE);
  const sentence = minutes > 0 ? sentences.behind : minutes < 0 ? sentences.ahead : sentences.ontime;
  return fill(sentence ?? "", { n: Math.abs(minutes), time: timeOfDay(Math.round(end / MINUTE) * MINUTE, place) });
}

export function startDrift() {
  onBeat((now) => {
    for (const element of document.querySelectorAll("[data-drift]")) {
      const { plannedEnd, projectedEnd: projected, slipsFrom, behind, ahead, ontime } = element.dataset;
      const plan = {
        planned: Number(plannedEnd),
        projected: Number(projected),
        slipsFrom: slipsFrom ? Number(slipsFrom) : NaN,
        sentences: { behind, ahead, ontime },
      };
      write(element, driftText(plan, now, here()));
    }
  });
}
