// A ranking as the ballot page holds it: the keys of the ranked options, best first. What is left out is not in it.

/** The place of an option, from 1; 0 when it is not ranked. */
export function placeOf(ranking, key) {
  return ranking.indexOf(key) + 1;
}

/** Take an option out; those below move up. */
export function without(ranking, key) {
  return ranking.filter((other) => other !== key);
}

/** Choose an option as the next one, or take it out again. */
export function toggled(ranking, key) {
  return ranking.includes(key) ? without(ranking, key) : [...ranking, key];
}

/** Put an option at a place; the others keep their order. Place 0 takes it out. */
export function movedTo(ranking, key, place) {
  const others = without(ranking, key);
  if (place < 1) return others;
  const index = Math.min(place, others.length + 1) - 1;
  return [...others.slice(0, index), key, ...others.slice(index)];
}

/** Only what is really on the ballot, and each option once: drafts may be older than the page. */
export function cleaned(ranking, options) {
  return [...new Set(Array.isArray(ranking) ? ranking : [])].filter((key) => options.includes(key));
}

/** The ranking that typed places mean: {A: "2", B: "1"} is B before A. Equal places keep the order of the page. */
export function fromPlaces(places) {
  return Object.entries(places)
    .map(([key, place]) => [key, Number(place)])
    .filter(([, place]) => place > 0)
    .sort(([, one], [, other]) => one - other)
    .map(([key]) => key);
}

/** As the server keeps rankings, in groups of equals; this page makes groups of one. */
export function toGroups(ranking) {
  return ranking.map((key) => [key]);
}

export function fromGroups(groups) {
  return (groups ?? []).flat();
}

export function isSame(one, other) {
  return one.length === other.length && one.every((key, place) => key === other[place]);
}

/** Where a person goes on: `draft` is what this browser kept, `stored` the ballot that the server holds, if any. */
export function begin({ draft, stored, typed, options }) {
  const revision = stored?.revision ?? 0;
  if (draft) {
    const ranking = cleaned(draft.ranking, options);
    const base = draft.revision ?? revision;
    // Cast was pressed and no answer seen: the same request again, whatever has become of the first one.
    if (draft.requestId) return { step: "review", ranking, revision: base, requestId: draft.requestId };
    if (!isSame(ranking, stored ? fromGroups(stored.ranking) : [])) {
      return { step: "rank", ranking, revision: base, requestId: null };
    }
  }
  return { step: stored ? "receipt" : "rank", ranking: cleaned(typed, options), revision, requestId: null };
}

/** Whether this page believes ballots to be taken: "open", "paused" or "over". The server has the last word. */
export function voteState({ allows, ballot, endsAt, remaining }, now) {
  if (ballot === "none") return "over";
  if (!allows.split(" ").includes("kind-voting")) return "paused"; // the room is in another phase
  if (endsAt) return now >= Number(endsAt) ? "over" : "open";
  if (remaining) return Number(remaining) > 0 ? "paused" : "over";
  return "open";
}
