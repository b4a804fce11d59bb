// What a person has written in a form and nobody has stored yet.

const SELF = "input, textarea, select";
const ENTRY = "textarea, select, input:not([type=submit]):not([type=button])";
const WRITTEN = new Set(["text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local"]);

/** Fields that hold a person's words or numbers, as opposed to buttons, boxes and hidden values. */
export function isWritten(field) {
  if (field.localName === "textarea") return true;
  return field.localName === "input" && WRITTEN.has(field.type);
}

/** Boxes, buttons of a choice, and lists: what is chosen rather than written. */
export function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio" || field.type === "select-one";
}

/** Whether a field differs from what the server last put there. */
export function isDirty(field) {
  if (field.type === "hidden" || field.type === "password" || field.type === "submit") return false;
  if (field.localName === "select") {
    const options = [...field.options];
    const initial = options.some((option) => option.defaultSelected);
    return options.some(
      (option, place) => option.selected !== (initial ? option.defaultSelected : !field.multiple && place === 0),
    );
  }
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** The buttons of one choice: what is chosen among them concerns them all. */
function groupOf(field) {
  if (field.type !== "radio" || !field.form) return [field];
  return [...field.form.elements].filter((other) => other.type === "radio" && other.name === field.name);
}

/** Whether what a person typed or chose is in this field, or in the choice it belongs to. */
export function isChanged(field) {
  if (field.type === "password") return field.value !== field.defaultValue;
  return groupOf(field).some(isDirty);
}

/** What a person has entered in a form, as one string to compare by; hidden values are not theirs. */
export function entered(form) {
  const fields = [...form.elements].filter((field) => isWritten(field) || isChoice(field));
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  return JSON.stringify(
    fields.map((field) => [field.name, isTicked(field) ? field.checked && field.value : field.value]),
  );
}

function fieldsIn(element) {
  return element.matches(SELF) ? [element] : [...element.querySelectorAll(SELF)];
}

/** Whether anything in there is typed or chosen and not sent. */
export function hasChanges(element) {
  return fieldsIn(element).some(isDirty);
}

/** Whether someone is at work in there: something is changed, or the cursor stands in a field. */
export function isInUse(element) {
  const focused = document.activeElement;
  if (focused?.matches?.(ENTRY) && element.contains(focused)) return true;
  return hasChanges(element);
}

/** Whether there are unsent words in there. */
export function hasWords(element) {
  return fieldsIn(element).some((field) => isWritten(field) && isDirty(field) && field.value.trim() !== "");
}

/** Whether going elsewhere would lose words. */
export function hasUnsentWords() {
  return [...document.forms].some(hasWords);
}

/** The server now holds what the fields say: nothing in them is unsent any more. */
export function markStored(form) {
  for (const field of form.elements) {
    if (field.localName === "select") {
      for (const option of field.options) option.defaultSelected = option.selected;
    } else if (field.type === "checkbox" || field.type === "radio") {
      field.defaultChecked = field.checked;
    } else if ("defaultValue" in field && field.type !== "file") {
      field.defaultValue = field.value;
    }
  }
}
