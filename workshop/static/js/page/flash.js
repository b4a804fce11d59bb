// The one line that answers what a person just did: #flash, a role=status region.

const SHOWN_MS = 10_000;
let timer = null;

/** Show nothing any longer: something newer is said elsewhere. */
export function clearFlash() {
  clearTimeout(timer);
  document.getElementById("flash")?.replaceChildren();
}

/** Show a sentence; `kind` is "ok" or "error". A link may follow it: {href, text}. */
export function flash(message, { kind = "ok", link = null } = {}) {
  const region = document.getElementById("flash");
  if (!region || !message) return;
  clearTimeout(timer);
  const line = document.createElement("p");
  line.className = `is-${kind}`;
  line.textContent = message;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    if (link.href.startsWith("#")) anchor.addEventListener("click", () => region.replaceChildren());
    line.append(" ", anchor);
  }
  // Whoever is far down the page sees it, and nothing they read is pushed aside.
  region.classList.add("is-afloat");
  region.replaceChildren(line);
  // Good news may go by itself; what needs doing stays until the next act.
  if (kind === "ok" && !link) timer = setTimeout(() => region.replaceChildren(), SHOWN_MS);
}
