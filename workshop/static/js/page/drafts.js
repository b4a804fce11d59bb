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
  if (!form.matches("[data-draft]")) return;
  forget(keyOf(form));
  forget(sentKeyOf(form));
}

// What was sent and never heard of again, for example because the page was reloaded meanwhile.
const MOST_SENT = 5;
const sentKeyOf = (form) => `${keyOf(form)}:sent`;

/** The words of a form, as one string to compare by; the server keeps no space around them. */
const wordsOf = (form, values) =>
  JSON.stringify([...form.elements].filter(isWritten).map(({ name }) => plain(values[name])));
const plain = (text) =>
  String(text ?? "")
    .replaceAll("\r", "")
    .trim();

/** Remember what is on its way to the server. */
export function markSent(form) {
  if (!form.matches("[data-draft][id]")) return;
  const words = wordsOf(form, Object.fromEntries(new FormData(form)));
  remember(sentKeyOf(form), [words, ...(recall(sentKeyOf(form)) ?? [])].slice(0, MOST_SENT));
}

/** Whether these values, which the server holds, were sent from here: then nobody else has changed anything. */
export function isOwnEcho(form, values) {
  return form.matches("[data-draft][id]") && (recall(sentKeyOf(form)) ?? []).includes(wordsOf(form, values));
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

/** On a slow phone words are typed before this script runs: they count as typed now. */
function takeUp(form) {
  const early = kept(form).find(isDirty);
  early?.dispatchEvent(new Event("input", { bubbles: true }));
}

export function startDrafts() {
  document.addEventListener("page:changed", restoreAll);
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form) return;
    saveDraft(form);
    markDraft(form);
  });
  document.querySelectorAll("form[data-draft][id]").forEach(takeUp);
  restoreAll();
}
