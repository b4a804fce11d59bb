// What is decided about casting without looking at the page: where a person goes on, and whether ballots are taken.

const sorted = (value) =>
  Array.isArray(value) || value === null || typeof value !== "object"
    ? value
    : Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      );

/** Whether two answers say the same, in whatever order their options were marked. */
export function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/**
 * Where a person goes on: `draft` is what this browser kept, `stored` the ballot that the server holds, if any and if
 * this person cast it, `inBox` the revision of whatever ballot is in, and `typed` what the fields of the page say.
 * `cleaned` leaves of an answer what is on this ballot.
 */
export function begin({ draft, stored, inBox = 0, typed, cleaned }) {
  const revision = stored?.revision ?? inBox;
  if (draft) {
    const answer = cleaned(draft.answer);
    const base = draft.revision ?? revision;
    // Cast was pressed and no answer seen: the same request again, whatever has become of the first one.
    if (draft.requestId) return { step: "review", answer, revision: base, requestId: draft.requestId };
    if (!isSame(answer, cleaned(stored?.answer))) return { step: "mark", answer, revision: base, requestId: null };
  }
  return { step: stored ? "receipt" : "mark", answer: cleaned(typed), revision, requestId: null };
}

/** Whether this page believes ballots to be taken: "open", "paused" or "over". The server has the last word. */
export function voteState({ allows, ballot, endsAt, remaining }, now, before = null) {
  if (ballot === "none") return "over";
  // The room is in another phase: a vote that has ended stays so, another one may be taken up again.
  if (!allows.split(" ").includes("kind-voting")) return before === "over" ? "over" : "paused";
  if (endsAt) return now >= Number(endsAt) ? "over" : "open";
  if (remaining) return Number(remaining) > 0 ? "paused" : "over";
  return "open";
}
