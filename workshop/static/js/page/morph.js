// Brings a part of the page up to date in place. What a person has typed or chosen stays, and focus, scroll and open
// details; everything else follows the server, in a form that someone is filling in as well.

import { Idiomorph } from "../../vendor/idiomorph.js";
import { carryOver, isSameForm } from "./carry.js";
import { isChanged, isInUse } from "./forms.js";

const ENTERED = new Set(["value", "checked", "selected"]);
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;

// The fields with something unsent, known before anything changes: a new default alone would make others look so.
let theirs = new Set();
let isHeld = false;

/** Words never come under the heading of another thing: a form in use becomes no other form. */
function mayMorph(old, fresh) {
  if (!isElement(old) || old.localName !== "form" || !isInUse(old)) return true;
  const isSame = isSameForm(old, fresh);
  isHeld ||= !isSame;
  return isSame;
}

/** A form goes with what is in it only when nothing in it is unsent. */
function mayRemove(node) {
  if (!isElement(node)) return true;
  const isNeeded = [...theirs].some((field) => field.form && node.contains(field.form));
  isHeld ||= isNeeded;
  return !isNeeded;
}

/** What the person did with an element outlives the server's idea of it. */
function mayChange(attribute, element) {
  if (attribute === "open" && element.matches("details, dialog")) return false;
  // A button whose order is under way says so until it is answered.
  if (attribute === "aria-disabled" && element.closest("form[data-act]")) return false;
  if (!ENTERED.has(attribute)) return true;
  const field = element.closest("input, textarea, select");
  const isKept = theirs.has(field);
  isHeld ||= isKept;
  return !isKept;
}

const OPTIONS = {
  morphStyle: "innerHTML",
  callbacks: { beforeNodeMorphed: mayMorph, beforeNodeRemoved: mayRemove, beforeAttributeUpdated: mayChange },
};

/** An option is the same when it says the same to the server, wherever it stands now. */
function chooseAgain([list, value]) {
  const options = [...list.options];
  const option = options.find((other) => other.value === value) ?? options.find((other) => other.defaultSelected);
  if (option) option.selected = true;
}

/** The new contents, as the browser would read them in a page: without scripts, and `noscript` as mere text. */
function drawingOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("script").forEach((script) => script.remove());
  for (const spare of template.content.querySelectorAll("noscript")) spare.textContent = spare.innerHTML;
  return template.content;
}

/** Replace the contents of `section` by `html`, changing only what differs. Returns whether something had to stay. */
export function morph(section, html) {
  isHeld = false;
  const drawing = drawingOf(html);
  carryOver(section, drawing);

  const focused = section.contains(document.activeElement) ? document.activeElement : null;
  theirs = new Set([...section.querySelectorAll("input, textarea, select")].filter(isChanged));
  const choices = [...theirs].filter((field) => field.type === "select-one").map((list) => [list, list.value]);
  Idiomorph.morph(section, drawing.childNodes, OPTIONS);
  choices.forEach(chooseAgain);
  if (focused && !focused.isConnected) {
    // The control is gone; people on a keyboard go on from where it was, not from the top of the page.
    const heir = focused.id ? document.getElementById(focused.id) : null;
    if (!heir) section.tabIndex = -1;
    (heir ?? section).focus({ preventScroll: true });
  }
  return isHeld;
}
