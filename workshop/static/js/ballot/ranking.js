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
