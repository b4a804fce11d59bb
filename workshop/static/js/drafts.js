// Unsent words and choices survive reloads, pushes and phase changes: form[data-draft] is kept in this browser until it is sent.

import { hasWords, isChoice, isDirty, isWritten } from "./forms.js";
import { forget, recall, remember } from "./storage.js";

export function draftKey({ workshop, seat }, formId) {
  return `draft:${workshop}:${seat}:${formId}`;
}

// Boxes share a name, so what is chosen is kept by id.
const placeOf = (field) => (isChoice(field) ? `#${field.id}` : field.name);
const stateOf = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);

/** What to store of a form: the fields that differ from what the server gave. */
export function draftOf(fields) {
  return Object.fromEntries(fields.filter(isDirty).map((field) => [placeOf(field), stateOf(field)]));
}

const keyOf = (form) => draftKey(document.body.dataset, form.id);
// The revision that the words are based on goes with them: a later version by someone else is then noticed.
const revisionOf = (form) => form.querySelector('input[type="hidden"][name="revision"]');
const keepable = (field) => (isChoice(field) ? field.id : field.name && isWritten(field));
const kept = (form) => [...form.elements].filter(keepable);

export function saveDraft(form) {
  if (!form.matches("[data-draft][id]")) return;
  const draft = draftOf(kept(form));
  const revision = revisionOf(form);
  if (Object.keys(draft).length === 0) forget(keyOf(form));
  else remember(keyOf(form), revision ? { ...draft, revision: revision.value } : draft);
}

export function clearDraft(form) {
  if (form.matches("[data-draft]")) forget(keyOf(form));
}

function restoreDraft(form) {
  const draft = recall(keyOf(form));
  if (!draft) return;
  for (const field of kept(form)) {
    const state = draft[placeOf(field)];
    if (typeof state !== typeof stateOf(field) || isDirty(field) || stateOf(field) === state) continue;
    if (typeof state === "boolean") field.checked = state;
    else field.value = state;
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const revision = revisionOf(form);
    if (revision && draft.revision !== undefined) revision.value = draft.revision;
    field.dispatchEvent(new Event("input", { bubbles: true })); // texts that save themselves go on doing so
  }
}

const isAllowed = (need) => document.body.dataset.allows?.split(" ").includes(need);

/** A form with unsent words stays in sight when its phase ends, and says why it cannot be sent now. */
export function markDraft(form) {
  const needing = form.closest("[data-needs]") ?? form.querySelector("[data-needs]");
  const isKept = hasWords(form);
  form.classList.toggle("has-draft", isKept);
  if (needing && needing !== form && needing.contains(form)) needing.classList.toggle("has-draft", isKept);
  for (const note of form.querySelectorAll("[data-when-closed]")) {
    note.hidden = !isKept || !needing || isAllowed(needing.dataset.needs);
  }
}

export function markDrafts() {
  document.querySelectorAll("form[data-draft], [data-needs] form, form[data-needs]").forEach(markDraft);
}

function restoreAll() {
  document.querySelectorAll("form[data-draft][id]").forEach(restoreDraft);
  markDrafts();
}

export function startDrafts() {
  restoreAll();
  document.addEventListener("page:changed", restoreAll);
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form) return;
    saveDraft(form);
    markDraft(form);
  });
}
