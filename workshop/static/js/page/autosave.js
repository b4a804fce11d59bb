// Shared texts save themselves: form[data-autosave], a moment after the last keystroke and when the cursor leaves.

import { addressOf, bodyOf, showProblem, signInLink } from "./acts.js";
import { currentValues, isInConflict, showConflict, takeHidden } from "./conflict.js";
import { clearDraft, isOwnEcho, markDraft, markSent, saveDraft } from "./drafts.js";
import { isDirty, isWritten, markStored } from "./forms.js";
import { isSettled, makeKey, post } from "./post.js";
import { here, say, timeOfDay } from "./sentences.js";
import { singleFlight } from "./versions.js";

const QUIET_MS = 800;
const states = new WeakMap(); // form → {timer, save}

function note(form, text) {
  const place = form.querySelector("[data-saved]");
  if (place) place.textContent = text;
}

async function saveOnce(form, clock) {
  if (isInConflict(form) || ![...form.elements].some(isDirty)) return;
  const body = bodyOf(form);
  note(form, say("saving"));
  markSent(form);
  const { status, data } = await post(addressOf(form), body, {
    key: makeKey(),
    onUnsent: () => note(form, say("unsent")),
  });
  if (status >= 200 && status < 300) {
    // What was typed in the meantime is not stored yet; the next run takes it.
    const isAll = String(bodyOf(form)) === String(body);
    takeHidden(form, data.fields);
    if (isAll) {
      markStored(form);
      clearDraft(form);
      markDraft(form);
    } else {
      saveDraft(form);
    }
    form.querySelector("[data-form-error]")?.replaceChildren();
    note(form, say("saved", { time: timeOfDay(clock.now(), here()) }));
    form.dispatchEvent(new CustomEvent("form:saved", { bubbles: true }));
    return;
  }
  if (status === 409 && data.current) {
    const values = currentValues(data.current, [...form.elements].find(isWritten)?.name);
    if (isOwnEcho(form, values)) {
      takeHidden(form, values); // the other version is one of ours, whose answer we never heard
      return saveOnce(form, clock);
    }
  }
  note(form, say("notSaved"));
  if (showConflict(form, { status, data }, () => save(form, clock))) return;
  if (status === 401) showProblem(form, data.message ?? say("signedOut"), { link: signInLink() });
  else if (!isSettled(status)) showProblem(form, say("notSent"), { again: () => save(form, clock) });
  else showProblem(form, data.message ?? say("failed"), data);
}

function stateOf(form, clock) {
  if (!states.has(form)) states.set(form, { timer: null, save: singleFlight(() => saveOnce(form, clock)) });
  return states.get(form);
}

function save(form, clock) {
  const state = stateOf(form, clock);
  clearTimeout(state.timer);
  state.timer = null;
  return state.save();
}

export function startAutosave(clock) {
  const formOf = (event) => event.target.form ?? null;
  document.addEventListener("input", (event) => {
    const form = formOf(event);
    if (!form?.matches("form[data-autosave]")) return;
    const state = stateOf(form, clock);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form, clock), QUIET_MS);
  });
  document.addEventListener("focusout", (event) => {
    const form = formOf(event);
    if (form?.matches("form[data-autosave]") && states.get(form)?.timer) save(form, clock);
  });
  document.addEventListener("act:sending", ({ detail: saving }) => {
    const touched = [...document.querySelectorAll("form[data-autosave]")].filter((form) => states.has(form));
    saving.push(...touched.map((form) => save(form, clock)));
  });
  document.addEventListener("submit", (event) => {
    // One that is an act as well is sent by its buttons; it has been stored before.
    if (!event.target.matches("form[data-autosave]:not([data-act])")) return;
    event.preventDefault();
    save(event.target, clock);
  });
}
