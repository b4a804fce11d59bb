// Shared texts save themselves: form[data-autosave], a moment after the last keystroke and when the cursor leaves.

import { clearDraft, markDraft } from "./drafts.js";
import { bodyOf, showProblem, signInLink } from "./acts.js";
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

/** Put the server's values into a form: a new revision after a save, or somebody else's text. */
function fillIn(form, values, isMeant) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement && isMeant(field)) field.value = value;
  }
}

const isHidden = (field) => field.type === "hidden";

/** What the server sent as `current`: a text for the form's only text field, or values by field name. */
export function currentValues(current, textName) {
  return typeof current === "string" ? { [textName]: current } : (current ?? {});
}

function choice(text, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = text;
  button.addEventListener("click", onClick);
  return button;
}

/** Somebody else saved first: show their text beside mine and let the person decide. */
function showConflict(form, { message, current }, clock) {
  const place = form.querySelector("[data-conflict]");
  if (!place) {
    showProblem(form, message);
    return;
  }
  const texts = [...form.elements].filter(isWritten);
  const values = currentValues(current, texts[0]?.name);
  const sentence = document.createElement("p");
  sentence.textContent = message || say("conflict");
  const theirs = document.createElement("blockquote");
  theirs.textContent = texts.map((field) => values[field.name]).filter((text) => text !== undefined).join("\n");

  const settle = () => {
    place.hidden = true;
    place.replaceChildren();
    (texts[0] ?? form).focus();
  };
  const keepMine = choice(say("keepMine"), () => {
    fillIn(form, values, isHidden); // my text, now based on what I have seen of theirs
    settle();
    save(form, clock);
  });
  const takeTheirs = choice(say("takeTheirs"), () => {
    fillIn(form, values, () => true);
    markStored(form);
    clearDraft(form);
    markDraft(form);
    settle();
  });
  place.replaceChildren(sentence, theirs, keepMine, takeTheirs);
  place.hidden = false;
}

const isInConflict = (form) => form.querySelector("[data-conflict]")?.hidden === false;

async function saveOnce(form, clock) {
  if (isInConflict(form) || ![...form.elements].some(isDirty)) return;
  const body = bodyOf(form);
  note(form, say("saving"));
  const { status, data } = await post(form.action, body, {
    key: makeKey(),
    onUnsent: () => note(form, say("unsent")),
  });
  if (status >= 200 && status < 300) {
    // What was typed in the meantime is not stored yet; the next run takes it.
    const isAll = String(bodyOf(form)) === String(body);
    fillIn(form, data.fields ?? {}, isHidden);
    if (isAll) {
      markStored(form);
      clearDraft(form);
      markDraft(form);
    }
    form.querySelector("[data-form-error]")?.replaceChildren();
    note(form, say("saved", { time: timeOfDay(clock.now(), here()) }));
    return;
  }
  note(form, say("notSaved"));
  if (status === 409 && data.current !== undefined) showConflict(form, data, clock);
  else if (status === 401) showProblem(form, data.message ?? say("signedOut"), { link: signInLink() });
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
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-autosave]")) return;
    event.preventDefault();
    save(event.target, clock);
  });
}
