// Keyboard shortcuts of the desk. Each presses a button of the page, which must be there to be pressed; they can be
// switched off, and never fire while somebody types, with a modifier, or while a dialog asks something.

import { recall, remember } from "../page/storage.js";

const OFF = "desk:shortcuts-off";

// What each key presses: the first of these buttons that can be pressed.
export const PRESSES = {
  n: 'form[action$="/floor/next"] button',
  e: '.speaker form[action$="/end"] button',
  p: 'form[action$="/agenda/pause"] button, form[action$="/agenda/resume"] button',
  "+": '.controls-main form[action$="/agenda/extend"] button',
  a: '.door form[action$="/admit"] button',
  "?": "[data-shortcuts-open]",
};
export const GOES_TO = { "/": "[data-people-find]" };

const TYPING = "input, textarea, select, [contenteditable]";

/** Whether this press of a key is meant for the page, and not for a field, the browser or a dialog. */
export function isShortcut({ ctrlKey, altKey, metaKey, repeat, isComposing, isTyping, isAsked }) {
  return !(ctrlKey || altKey || metaKey || repeat || isComposing || isTyping || isAsked);
}

function firstUsable(selector) {
  const buttons = [...document.querySelectorAll(selector)];
  return buttons.find((button) => button.checkVisibility?.() !== false && !button.disabled);
}

function onKey(event) {
  const { ctrlKey, altKey, metaKey, repeat, isComposing, target } = event;
  const isTyping = target.matches?.(TYPING) ?? false;
  const isAsked = document.querySelector("dialog[open]") !== null;
  if (!isShortcut({ ctrlKey, altKey, metaKey, repeat, isComposing, isTyping, isAsked })) return;
  if (recall(OFF) === true) return;
  const key = event.key.toLowerCase();
  const place = GOES_TO[key] && document.querySelector(GOES_TO[key]);
  const button = PRESSES[key] && firstUsable(PRESSES[key]);
  if (!place && !button) return;
  event.preventDefault();
  place?.focus();
  button?.click();
}

export function startShortcuts() {
  const page = document.getElementById("shortcuts");
  if (!page) return;
  const isOn = page.querySelector("[data-shortcuts-on]");
  isOn.checked = recall(OFF) !== true;
  isOn.addEventListener("change", () => remember(OFF, !isOn.checked));
  for (const button of document.querySelectorAll("[data-shortcuts-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => page.showModal());
  }
  document.addEventListener("keydown", onKey);
}
