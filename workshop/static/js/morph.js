// Brings a part of the page up to date in place: focus, scroll, open details and unsent words stay as they are.

import { Idiomorph } from "../vendor/idiomorph.js";
import { hasWords, isDirty, isInUse } from "./forms.js";

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;

/** Elements marked data-keep, and any form that someone is filling in, are not touched. */
function mayMorph(old, fresh) {
  if (!isElement(old)) return true;
  if (old.hasAttribute("data-keep") && old.id && old.id === fresh.id) return false;
  return !(old.localName === "form" && isInUse(old));
}

/** A form whose order was carried out may go, though the cursor still stands in it. */
const isDone = (form) => "done" in form.dataset && !hasWords(form);

let isHeld = false;

function mayRemove(node) {
  if (!isElement(node)) return true;
  const kept = node.matches("form, [data-keep]") ? [node] : [...node.querySelectorAll("form, [data-keep]")];
  const isNeeded = kept.some((element) => isInUse(element) && !isDone(element));
  isHeld ||= isNeeded;
  return !isNeeded;
}

/** What the person did with an element outlives the server's idea of it. */
function mayChange(attribute, element) {
  if (attribute === "open" && element.matches("details, dialog")) return false;
  const isEntry = attribute === "value" || attribute === "checked" || attribute === "selected";
  if (!isEntry) return true;
  const field = element.closest("input, textarea, select");
  return !(field && (isDirty(field) || field === document.activeElement));
}

// Not `ignoreActiveValue`: it would leave the old words on a focused button that now does something else.
const OPTIONS = {
  morphStyle: "innerHTML",
  callbacks: { beforeNodeMorphed: mayMorph, beforeNodeRemoved: mayRemove, beforeAttributeUpdated: mayChange },
};

/** Replace the contents of `section` by `html`, changing only what differs. Returns whether something had to stay. */
export function morph(section, html) {
  isHeld = false;
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("script").forEach((script) => script.remove());

  const focused = section.contains(document.activeElement) ? document.activeElement : null;
  Idiomorph.morph(section, template.content.childNodes, OPTIONS);
  if (focused && !focused.isConnected) {
    // The control is gone; people on a keyboard go on from where it was, not from the top of the page.
    const heir = focused.id ? document.getElementById(focused.id) : null;
    if (!heir) section.tabIndex = -1;
    (heir ?? section).focus({ preventScroll: true });
  }
  return isHeld;
}
