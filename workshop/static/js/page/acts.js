// Acts: form[data-act] is sent without leaving the page. Nothing typed is lost, nothing is done twice.

import { showConflict, takeHidden } from "./conflict.js";
import { ask } from "./dialogs.js";
import { clearDraft, markDraft } from "./drafts.js";
import { clearFlash, flash } from "./flash.js";
import { entered, markStored } from "./forms.js";
import { isSettled, makeKey, post } from "./post.js";
import { say } from "./sentences.js";

const busy = new WeakSet();
const unsent = new WeakMap(); // form → {key, body} of an order that has had no answer yet

/** The body of a form as the browser would send it, the pressed button included; its key travels in a header. */
export function bodyOf(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  data.delete("key");
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
}

/** Where a form is sent. Not `form.action`: that is the field of this name where a form has one. */
export function addressOf(form, submitter) {
  return submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
}

/** The key of this order: that of the last attempt if it had no answer and says the same, otherwise a new one. */
export function keyFor(pending, body, make = makeKey) {
  return pending?.body === String(body) ? pending.key : make();
}

/** Go to an address of ours, never elsewhere. To another place of this page it comes anew: something has changed. */
export function go(address) {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) return;
  const isHere = url.pathname === location.pathname && url.search === location.search;
  location.assign(url);
  if (isHere && url.hash) location.reload();
}

export function signInLink() {
  const address = document.getElementById("sentences")?.dataset.signInUrl;
  return address ? { href: address, text: say("signIn") } : null;
}

/** The form as it is in the page now: news may have drawn it anew while its order was under way. */
const present = (form) => (form.isConnected || !form.id ? form : (document.getElementById(form.id) ?? form));

function setBusy(form, isBusy) {
  if (isBusy) busy.add(form);
  else busy.delete(form);
  const buttons = [...form.elements].filter((element) => element.type === "submit");
  for (const button of buttons) {
    if (isBusy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function errorPlace(form) {
  const found = form.querySelector("[data-form-error]");
  if (found) return found;
  const place = document.createElement("div");
  place.dataset.formError = "";
  place.className = "form-error";
  place.setAttribute("role", "alert");
  form.append(place);
  return place;
}

function clearErrors(form) {
  form.querySelector("[data-form-error]")?.replaceChildren();
  for (const note of form.querySelectorAll(".field-error")) note.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.endsWith("-error"));
    if (others.join("")) field.setAttribute("aria-describedby", others.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

function showFieldError(field, sentences) {
  const note = document.createElement("p");
  note.className = "field-error";
  note.id = `${field.id || `${field.form.id}-${field.name}`}-error`;
  note.textContent = sentences.join(" ");
  field.after(note);
  field.setAttribute("aria-invalid", "true");
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", described ? `${described} ${note.id}` : note.id);
}

/** Say in the form what went wrong, or in the flash line when the form is no longer there. */
export function showProblem(form, message, { errors = {}, link = null, again = null } = {}) {
  if (!form.isConnected) {
    flash(message, { kind: "error", link });
    return;
  }
  const line = document.createElement("p");
  line.textContent = message;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(" ", anchor);
  }
  const lines = [line];
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary";
    button.textContent = say("retry");
    button.addEventListener("click", again);
    lines.push(button);
  }
  errorPlace(form).replaceChildren(...lines);

  const wrong = Object.keys(errors)
    .map((name) => form.elements.namedItem(name))
    .filter((field) => field?.form);
  wrong.forEach((field) => showFieldError(field, errors[field.name]));
  // Only someone who was in this form is led to the field; nobody is pulled away from elsewhere.
  if (form.contains(document.activeElement)) wrong[0]?.focus();
}

function succeed(form, data, sent) {
  // The offer to undo says what was done.
  if (data.undo) clearFlash();
  else flash(data.message);
  document.dispatchEvent(new CustomEvent("act:done", { detail: data }));
  // Words typed while the order was under way are not part of it and stay.
  const isUnchanged = entered(form) === sent;
  takeHidden(form, data.fields);
  if (isUnchanged) {
    if ("reset" in form.dataset) form.reset();
    else markStored(form);
    clearDraft(form);
  }
  markDraft(form);
  form.closest("dialog")?.close();
  if (data.redirect) go(data.redirect);
}

/** Texts on this page that save themselves are stored first: an act may be about them. */
function othersSaved() {
  const saving = [];
  document.dispatchEvent(new CustomEvent("act:sending", { detail: saving }));
  return Promise.allSettled(saving);
}

/** Wait until the page shows what an order has changed: a second press would be one on what was there before. */
function drawn(versions) {
  const waits = [];
  document.dispatchEvent(new CustomEvent("act:answered", { detail: { versions, waits } }));
  return Promise.allSettled(waits);
}

/** Send a form; the answer is shown where the person is looking. */
export async function send(form, submitter, { confirmed = false } = {}) {
  if (busy.has(form)) return;
  const body = bodyOf(form, submitter);
  if (confirmed) body.append("confirmed", "yes");
  const sent = entered(form);
  const key = keyFor(unsent.get(form), body);
  unsent.set(form, { key, body: String(body) });
  clearErrors(form);
  setBusy(form, true);
  await othersSaved();
  const url = addressOf(form, submitter);

  const { status, data, versions } = await post(url, body, {
    key,
    onUnsent: ({ data }) => showProblem(present(form), data.message ?? say("unsent")),
  });

  if (status >= 200 && status < 300 && !data.redirect) await drawn(versions);

  const shown = present(form);
  setBusy(form, false);
  if (isSettled(status)) unsent.delete(form);
  if (status >= 200 && status < 300) {
    clearErrors(shown);
    succeed(shown, data, sent);
  } else if (data.asks) {
    if (await ask(data.message, submitter?.textContent.trim())) await send(shown, submitter, { confirmed: true });
  } else if (status === 401) {
    showProblem(shown, data.message ?? say("signedOut"), { link: signInLink() });
  } else if (!isSettled(status)) {
    showProblem(shown, data.message ?? say("notSent"), { again: () => send(form, submitter, { confirmed }) });
  } else {
    const isConflict = showConflict(shown, { status, data }, () => send(shown, submitter));
    if (!isConflict) showProblem(shown, data.message ?? say("failed"), data);
    document.dispatchEvent(new CustomEvent("act:refused", { detail: data }));
  }
}

let pressed = null; // where the last press sent its order

/** The second half of a double press is not for another button that has come under it meanwhile. */
function onPress(event) {
  const button = event.target.closest?.("form[data-act] button");
  if (!button) return;
  const order = addressOf(button.form, button);
  if (event.detail > 1 && order !== pressed) event.preventDefault();
  else pressed = order;
}

export function startActs() {
  document.addEventListener("click", onPress, { capture: true });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-act]")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}
