// Two people changed the same text: both versions are shown, and the one who came second decides.

import { clearDraft, markDraft } from "./drafts.js";
import { isWritten, markStored } from "./forms.js";
import { say } from "./sentences.js";

/** What the server sent as `current`: a text for the form's only text field, or values by field name. */
export function currentValues(current, textName) {
  return typeof current === "string" ? { [textName]: current } : (current ?? {});
}

function fillIn(form, values, isMeant) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement && isMeant(field)) field.value = value;
  }
}

/** Take over values that a person does not see, such as the revision a text is now based on. */
export function takeHidden(form, values) {
  fillIn(form, values ?? {}, (field) => field.type === "hidden");
}

export function isInConflict(form) {
  return form.querySelector("[data-conflict]")?.hidden === false;
}

function choice(text, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = text;
  button.addEventListener("click", onClick);
  return button;
}

/** Show the other version if the answer holds one; `resend` sends mine. Returns whether there was a conflict. */
export function showConflict(form, { status, data }, resend) {
  const place = form.querySelector("[data-conflict]");
  if (status !== 409 || !data.current || !place) return false;
  const texts = [...form.elements].filter(isWritten);
  const values = currentValues(data.current, texts[0]?.name);
  const sentence = document.createElement("p");
  sentence.textContent = data.message || say("conflict");
  const theirs = document.createElement("blockquote");
  theirs.textContent = texts
    .map(({ name }) => values[name] ?? "")
    .filter(Boolean)
    .join("\n");

  const settle = () => {
    place.hidden = true;
    place.replaceChildren();
    texts[0]?.focus();
  };
  const keepMine = choice(say("keepMine"), () => {
    takeHidden(form, values); // my words, now in knowledge of theirs
    settle();
    resend();
  });
  const takeTheirs = choice(say("takeTheirs"), () => {
    fillIn(form, values, () => true);
    markStored(form);
    clearDraft(form);
    markDraft(form);
    settle();
  });
  place.setAttribute("role", "alert");
  place.replaceChildren(sentence, theirs, keepMine, takeTheirs);
  place.hidden = false;
  return true;
}
