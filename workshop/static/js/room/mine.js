// What is this person's own beside the parts that everybody shares: [data-mine] sections, each fetched from its address
// when news comes of the parts it goes with, and after every act of this person. The address answers with what the
// section holds, or with a whole page in which it stands.

import { morph } from "../page/morph.js";
import { singleFlight } from "../page/versions.js";

const SPREAD_MS = 800; // a whole room that hears the same news does not ask in the same instant

const flights = new WeakMap(); // section → its fetch, one at a time

/** Whether news of these parts concerns a section that goes with `wanted` (a space list). */
export function concerns(wanted, parts) {
  const names = (wanted ?? "").split(" ");
  return parts.some((part) => names.includes(part));
}

/** What a section is to hold, of the answer to its address. */
export function contentsOf(html, address, parse = (text) => new DOMParser().parseFromString(text, "text/html")) {
  if (!/^\s*<!doctype/i.test(html)) return html;
  const section = parse(html).querySelector(`[data-mine="${CSS.escape(address)}"]`);
  return section ? section.innerHTML : null;
}

async function fetchNow(section) {
  let html;
  try {
    const response = await fetch(section.dataset.mine, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!response.ok || response.redirected) return;
    html = await response.text();
  } catch {
    return; // the line is down; what comes when it is back asks again
  }
  const contents = contentsOf(html, section.dataset.mine);
  if (contents === null || !section.isConnected) return;
  morph(section, contents);
  document.dispatchEvent(new CustomEvent("page:changed", { detail: [] }));
}

function refresh(section) {
  if (!flights.has(section))
    flights.set(
      section,
      singleFlight(() => fetchNow(section)),
    );
  return flights.get(section)();
}

const sections = () => [...document.querySelectorAll("[data-mine]")];

/** Fetch anew what goes with this news: parts that were drawn, or counts that changed without being drawn. */
export function refreshWith(news) {
  for (const section of sections()) {
    if (!concerns(section.dataset.mineWith, news)) continue;
    setTimeout(() => refresh(section), Math.random() * SPREAD_MS);
  }
}

export function startMine() {
  document.addEventListener("page:changed", ({ detail }) => refreshWith(detail ?? []));
  document.addEventListener("act:done", () => sections().forEach(refresh));
  document.addEventListener("me:told", () => sections().forEach(refresh)); // something that concerns this seat
}
