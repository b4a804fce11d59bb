// What a ballot of each kind holds, in the form in which the server keeps it. Nothing here touches the page.
//
// `ballot` says what there is to mark: its `keys`, the `textOf` each, the `settings` of the contest and the `words` of
// the page. `progress` tells how much of it is marked, and `lines` how an answer reads.

import { cleaned, fromGroups, toGroups } from "./ranking.js";

const isWhole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;

/** The entries of an object whose names are known, in the order of those names. */
const known = (object, names) =>
  names.filter((name) => object?.[name] !== undefined).map((name) => [name, object[name]]);

const progressOf = (n, total) => ({ n, total, left: total - n });

const ranking = {
  cleaned: (answer, { keys }) => toGroups(cleaned(fromGroups(asList(answer)), keys)),
  progress: (answer, { keys }) => progressOf(answer.flat().length, keys.length),
  lines: (answer, { textOf }) =>
    answer.map((group, index) => ({ sign: String(index + 1), text: group.map(textOf).join(" · ") })),
};

const ticks = {
  cleaned: (answer, { keys }) => asTicks(cleaned(fromGroups(asList(answer)), keys)),
  progress: ranking.progress,
  lines: (answer, { textOf }) => answer.flat().map((key) => ({ sign: "✓", text: textOf(key) })),
};

const dots = {
  cleaned: (answer, { keys, settings }) =>
    Object.fromEntries(known(answer, keys).filter(([, number]) => isWhole(number, 1, settings.most))),
  progress: (answer, { settings }) => progressOf(spent(answer), settings.dots),
  lines: (answer, { textOf }) =>
    Object.entries(answer)
      .sort(([oneKey, one], [otherKey, other]) => other - one || (oneKey < otherKey ? -1 : 1))
      .map(([key, number]) => ({ sign: String(number), text: textOf(key) })),
};

const grid = {
  cleaned(answer, { keys, settings }) {
    const rows = known(answer, keys).map(([key, row]) => [key, marksIn(row, settings)]);
    return Object.fromEntries(rows.filter(([, row]) => Object.keys(row).length > 0));
  },
  progress: (answer, { keys, settings }) =>
    progressOf(
      Object.values(answer).reduce((sum, row) => sum + Object.keys(row).length, 0),
      keys.length * Object.keys(settings.criteria).length,
    ),
  lines: (answer, { textOf, words }) =>
    Object.entries(answer).map(([key, row]) => ({ sign: "", text: textOf(key), detail: inWords(row, words) })),
};

export const KINDS = { ranking, ticks, dots, grid };

const asList = (answer) => (Array.isArray(answer) ? answer : []);

/** Ticks as one group, in the order of their keys. */
export function asTicks(keys) {
  return keys.length ? [[...keys].sort()] : [];
}

/** The marks of one option, of the criteria that are asked about. */
function marksIn(row, { criteria }) {
  return Object.fromEntries(known(row, Object.keys(criteria)).filter(([, mark]) => isWhole(mark, 0, 2)));
}

/** One option's marks, in the order in which the page asks: `criteria` are pairs, each a key and its name. */
const inWords = (row, { criteria, marks }) =>
  criteria
    .filter(([key]) => row[key] !== undefined)
    .map(([key, name]) => `${name}: ${marks[row[key]]}`)
    .join(" · ");

/** How many dots an answer spends. */
export function spent(answer) {
  return Object.values(answer).reduce((sum, number) => sum + number, 0);
}

/** Put a number of dots on an option: as many as it takes and as are left, and not fewer than none. */
export function withDots(answer, key, number, { dots, most }) {
  const { [key]: _former, ...others } = answer;
  const possible = Math.min(Math.max(Math.trunc(number) || 0, 0), most, dots - spent(others));
  return possible > 0 ? { ...others, [key]: possible } : others;
}
