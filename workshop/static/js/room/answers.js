// The officials' sheet: what stands beside the answers follows what was saved, and Ctrl+Enter goes on to the next one.

/** A saved answer changes the count and what can be put on record. */
document.addEventListener("form:saved", ({ target }) => {
  if (target.closest(".sheet")) document.dispatchEvent(new CustomEvent("page:changed", { detail: ["prepared"] }));
});

/** Where to go on from a form of the sheet: its own link says which problem comes next. */
export function goOn(form) {
  const link = form.querySelector("[data-next]");
  const next = link && document.querySelector(link.getAttribute("href"));
  if (!next) return false;
  (next.querySelector("input:checked, input[type=radio]") ?? next).focus();
  next.scrollIntoView({ block: "start" });
  return true;
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".sheet-form");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  goOn(form);
});

// A link to an answer leads into it, so that the keyboard goes on from there.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-next]");
  const next = link && document.querySelector(link.getAttribute("href"));
  next?.querySelector("input:checked, input[type=radio]")?.focus({ preventScroll: true });
});
