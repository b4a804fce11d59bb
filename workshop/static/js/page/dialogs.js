// Dialogs: those of the page, opened by button[data-opens], and the question before a serious act.

import { say } from "./sentences.js";

function button(text, value, classes) {
  const element = document.createElement("button");
  element.type = "submit";
  element.value = value;
  element.className = classes;
  element.textContent = text;
  return element;
}

/** Ask before a serious act; resolves to whether the person said yes. Escape and Cancel say no. */
export function ask(question, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  const form = document.createElement("form");
  form.method = "dialog";
  const text = document.createElement("p");
  text.id = "confirm-question";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const choices = document.createElement("div");
  choices.className = "confirm-choices";
  choices.append(
    button(say("cancel"), "no", "btn btn-secondary"),
    button(yes || say("confirm"), "yes", "btn btn-primary"),
  );
  form.append(text, choices);
  dialog.append(form);
  document.body.append(dialog);

  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

const agreed = new WeakSet();

/** Hold back a form marked data-confirm (or sent by a button so marked) until its question is answered. */
function onSubmit(event) {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(question, submitter?.textContent.trim()).then((yes) => {
    if (!yes || !form.isConnected) return;
    agreed.add(form);
    form.requestSubmit(submitter?.isConnected ? submitter : null);
    agreed.delete(form);
  });
}

export function startDialogs() {
  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("button[data-opens]");
    if (opener) document.querySelector(opener.dataset.opens)?.showModal();
  });
}
