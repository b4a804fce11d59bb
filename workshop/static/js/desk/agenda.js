// form[data-agenda="10:30"]: when each phase starts, from the minutes as they stand in the fields.

const DAY = 24 * 60;

/** Minutes since midnight as a time of day: 630 is 10:30. */
export function timeOf(minutes) {
  const inDay = ((minutes % DAY) + DAY) % DAY;
  const pad = (number) => String(number).padStart(2, "0");
  return `${pad(Math.floor(inDay / 60))}:${pad(inDay % 60)}`;
}

/** The start of each phase and, last, the end: plannedStarts("10:30", [30, 10]) is 10:30, 11:00, 11:10. */
export function plannedStarts(first, lengths) {
  const [hours, minutes] = first.split(":").map(Number);
  let at = hours * 60 + minutes;
  const starts = [timeOf(at)];
  for (const length of lengths) {
    at += length > 0 ? Math.round(length) : 0;
    starts.push(timeOf(at));
  }
  return starts;
}

function show(form) {
  const lengths = [...form.querySelectorAll("input[name$='-minutes']")].map((field) => Number(field.value));
  const starts = plannedStarts(form.dataset.agenda, lengths);
  form.querySelectorAll("[data-start], [data-end]").forEach((place, index) => {
    place.textContent = starts[index];
  });
}

export function startAgenda() {
  for (const form of document.querySelectorAll("form[data-agenda]")) {
    if (!form.querySelector("input[name$='-minutes']")) continue;
    form.addEventListener("input", () => show(form));
  }
}
