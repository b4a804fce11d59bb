// At the door: asks every few seconds whether the moderator has let this person in.

const PAUSE_MS = 3000;

/** Where to go on this answer: into the room, to this page drawn anew, or nowhere yet. */
export function nextPlace({ state, url }, shown, here) {
  if (state === "admitted") return url;
  return state === shown ? null : here;
}

async function ask(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.status === 401) return { state: "signed out" };
    return response.ok ? await response.json() : null;
  } catch {
    return null; // the network is away: ask again
  }
}

async function wait({ url, seatState }) {
  const answer = document.hidden ? null : await ask(url);
  const place = answer && nextPlace(answer, seatState, location.href);
  if (place) location.replace(place);
  else setTimeout(wait, PAUSE_MS, { url, seatState });
}

if (globalThis.document?.body.dataset.view === "waiting") wait(document.body.dataset);
