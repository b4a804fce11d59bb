// A commitment record: checks and picture come anew when a section has been saved, rows grow as they are filled,
// and whoever works by keyboard goes on where they were.

import { draftKey } from "../page/drafts.js";
import { flash } from "../page/flash.js";
import { morph } from "../page/morph.js";
import { recall } from "../page/storage.js";
import { singleFlight } from "../page/versions.js";

// Checks, steps and picture

const panels = [...document.querySelectorAll("[data-panel]")];

async function refresh(panel) {
  const answer = await fetch(panel.dataset.panel, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  morph(panel, html);
  if (document.activeElement === panel) focusOn(document.getElementById("checks-head"));
}

const refreshAll = singleFlight(() => Promise.all(panels.map(refresh)));

document.addEventListener("form:saved", refreshAll);

// Rows: there is always an empty one to write in

const ENTRY = "input, textarea";
const PLACED = ["id", "name", "for", "aria-describedby"];
const rowsOf = (fieldset) => [...fieldset.querySelectorAll(".record-row")];

/** The name of a field in the next row: text-2 after text-1. */
function nextPlace(name) {
  return name.replace(/-(\d+)(?=$|-error$|-hint$)/, (_whole, place) => `-${Number(place) + 1}`);
}

function addRow(fieldset) {
  const rows = rowsOf(fieldset);
  if (rows.length >= Number(fieldset.dataset.rows)) return;
  const row = rows.at(-1).cloneNode(true);
  row.querySelectorAll(".field-error").forEach((note) => note.remove());
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of PLACED) {
      if (element.hasAttribute(attribute)) element.setAttribute(attribute, nextPlace(element.getAttribute(attribute)));
    }
    if (element.localName === "label") element.textContent = element.textContent.replace(rows.length, rows.length + 1);
    if (element.matches(ENTRY)) element.value = element.defaultValue = "";
  }
  rows.at(-1).after(row);
}

function growRows(fieldset) {
  const last = rowsOf(fieldset).at(-1);
  if (last && [...last.querySelectorAll(ENTRY)].some(({ value }) => value)) addRow(fieldset);
}

/** Rows that were added and not sent before the page was left have their place again, for their draft. */
function growForDraft(fieldset) {
  const draft = recall(draftKey(document.body.dataset, fieldset.form.id)) ?? {};
  const places = Object.keys(draft).map((name) => Number(/-(\d+)$/.exec(name)?.[1] ?? -1));
  for (let more = Math.max(-1, ...places) + 1 - rowsOf(fieldset).length; more > 0; more -= 1) addRow(fieldset);
}

// What was wrong with a section is said anew, if it still is, when the section is saved

function forgetErrors(form) {
  form.querySelectorAll(".field-error").forEach((note) => note.remove());
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    const left = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.endsWith("-error"));
    if (left.join("")) field.setAttribute("aria-describedby", left.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-record]")) return;
  forgetErrors(form);
  const fieldset = target.closest("[data-rows]");
  if (fieldset) growRows(fieldset);
});

document.querySelectorAll("[data-rows]").forEach(growForDraft);

// After an act that brings the page anew

const RETURN = `after:${location.pathname}`;
let pressed = "";

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-act]")) pressed = target.id;
});

document.addEventListener("act:done", ({ detail }) => {
  if (!detail.redirect) {
    refreshAll();
    return;
  }
  try {
    sessionStorage.setItem(RETURN, JSON.stringify({ pressed, message: detail.message }));
  } catch {
    // Without a memory one begins at the top of the page.
  }
});

function focusOn(element) {
  element?.focus();
}

/** The arrow that was pressed, or the other one where a milestone can go no further; what was added; a heading. */
function placeAfter(id) {
  const byId = (name) => document.getElementById(name);
  const moved = /^(milestone-\d+)-(up|down)$/.exec(id);
  if (moved) {
    const arrow = byId(id) ?? byId(`${moved[1]}-${moved[2] === "up" ? "down" : "up"}`);
    return arrow?.querySelector("button") ?? byId("milestones-head");
  }
  if (id === "add-milestone") return byId(location.hash.slice(1))?.querySelector("textarea");
  if (id.startsWith("milestone-")) return byId("milestones-head");
  return byId("steps-head");
}

function comeBack() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(RETURN));
    sessionStorage.removeItem(RETURN);
  } catch {
    return;
  }
  if (!kept) return;
  flash(kept.message);
  focusOn(placeAfter(kept.pressed));
}

comeBack();
