// The response desk: one box marks many, and the form says how many are marked.

const keysOf = (box) => box.value.split(" ");

/** What is marked once `box` was pressed: a box of many takes its own along, and holds while all of them do. */
export function marksAfter(boxes, box) {
  const marked = new Set(boxes.filter((other) => other.checked && !other.isMany).flatMap(keysOf));
  if (box?.isMany) for (const key of keysOf(box)) marked[box.checked ? "add" : "delete"](key);
  return marked;
}

/** Whether a box is ticked when these are marked. */
export const isMarked = (box, marked) => keysOf(box).every((key) => marked.has(key));

/** The one category that all of them suggest; nothing where they differ. */
export function sharedSuggestion(suggestions) {
  const all = new Set(suggestions);
  return all.size === 1 ? [...all][0] : "";
}

const fields = (form) => [...form.elements].filter(({ name, type }) => name === "about" && type === "checkbox");
const asBox = (field) => ({ value: field.value, checked: field.checked, isMany: "markAll" in field.dataset });

function show(form, pressed) {
  const boxes = fields(form);
  const marked = marksAfter(boxes.map(asBox), pressed && asBox(pressed));
  for (const field of boxes) field.checked = isMarked(field, marked);
  for (const place of document.querySelectorAll("[data-marked]")) {
    place.textContent = place.dataset.marked.replace("{}", marked.size);
  }
  const single = boxes.filter((field) => field.checked && !("markAll" in field.dataset));
  const category = form.elements.namedItem("category");
  const suggestion = sharedSuggestion(single.map((field) => field.dataset.suggested));
  if (category && pressed && suggestion && (!category.value || category.value === category.dataset.offered)) {
    category.value = category.dataset.offered = suggestion;
  }
}

export function startMarks(form) {
  // Before the draft is kept: what is kept is what is then on the screen.
  document.addEventListener(
    "input",
    ({ target }) => {
      if (target.form === form && target.name === "about") show(form, target);
    },
    { capture: true },
  );
  for (const field of fields(form)) if (field.checked && "markAll" in field.dataset) show(form, field);
  show(form);
}

const form = globalThis.document?.getElementById("answer-form");
if (form) startMarks(form);
