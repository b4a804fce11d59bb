// What a form takes along when news draws it anew while somebody is at work in it: what it told that person, and the
// revision their words are based on. Everything else follows the server.

import { isOwnEcho } from "./drafts.js";
import { hasChanges, isInUse, isWritten } from "./forms.js";

const TOLD = ["[data-conflict]", "[data-saved]", "[data-form-error]"];

/** Whether two drawings are of one form: by its name, or by where it is sent. */
export function isSameForm(old, fresh) {
  return old.id ? old.id === fresh.id : old.getAttribute("action") === fresh.getAttribute("action");
}

function carryNotes(form, fresh) {
  for (const kind of TOLD) {
    const [here, there] = [form, fresh].map((either) => either.querySelector(kind));
    if (here && there) there.replaceWith(here.cloneNode(true));
    else if (here) fresh.append(here.cloneNode(true)); // where acts put a place for errors
  }
  for (const note of form.querySelectorAll(".field-error[id]")) {
    const field = form.querySelector(`[aria-describedby~="${CSS.escape(note.id)}"]`);
    const there = field?.id && fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (!there) continue;
    there.after(note.cloneNode(true));
    for (const name of ["aria-invalid", "aria-describedby"]) there.setAttribute(name, field.getAttribute(name));
  }
}

const revisionOf = (form) => form.querySelector('input[type="hidden"][name="revision"]');

function carryRevision(form, fresh) {
  const [here, there] = [revisionOf(form), revisionOf(fresh)];
  if (here && there) there.setAttribute("value", here.value);
}

/** What this browser sent a moment ago may come back after what it sent since: that is no news. */
function keepWords(form, fresh) {
  for (const field of [...form.elements].filter(isWritten)) {
    const there = field.id && fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (there) there.defaultValue = field.value;
  }
}

function carry(form, fresh) {
  carryNotes(form, fresh);
  const isEcho = !hasChanges(form) && isOwnEcho(form, Object.fromEntries(new FormData(fresh)));
  if (isEcho) keepWords(form, fresh);
  // Words are based on what was there when they were written: a later version by someone else is then noticed.
  if (isEcho || hasChanges(form)) carryRevision(form, fresh);
}

/** Write into a fresh drawing what the forms in use of `section` take along. */
export function carryOver(section, drawing) {
  const fresh = [...drawing.querySelectorAll("form")];
  for (const form of [...section.querySelectorAll("form")].filter(isInUse)) {
    const same = fresh.filter((other) => isSameForm(form, other));
    if (same.length === 1) carry(form, same[0]);
  }
}
