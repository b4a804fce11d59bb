// The sentences scripts say. They are written and translated in the page: <template id="sentences" data-…>.

/** Put values into a sentence: fill("{n} of {total}", {n: 2, total: 5}). */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder));
}

/** The named sentence of the page, filled in. */
export function say(name, values = {}) {
  const template = document.getElementById("sentences");
  return fill(template?.dataset[name] ?? "", values);
}

/** The time of day of an instant as people in the room read it on the wall: 10:42. */
export function timeOfDay(instant, { timeZone, lang }) {
  return new Intl.DateTimeFormat(lang || undefined, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: timeZone || undefined,
  }).format(instant);
}

/** The zone and language of this page. */
export function here() {
  const { timezone, lang } = document.body.dataset;
  return { timeZone: timezone, lang: lang || document.documentElement.lang };
}
