// A commitment record: what is drawn from the whole of it comes anew when a section has been saved.

import { morph } from "./morph.js";
import { singleFlight } from "./versions.js";

const panels = [...document.querySelectorAll("[data-panel]")];

async function refresh(panel) {
  const answer = await fetch(panel.dataset.panel, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) morph(panel, await answer.text());
}

const refreshAll = singleFlight(() => Promise.all(panels.map(refresh)));

document.addEventListener("form:saved", refreshAll);
