// The cards of the ballot: the page's own list, made into buttons. They show a ranking and tell what the person wants.

import { fill } from "../page/sentences.js";
import { placeOf } from "./ranking.js";

const DRAG_MS = 150;

export class Cards {
  /** `act(kind, key, place)` hears "toggle" and "move"; `arranged(keys)` hears the order after a drag. */
  constructor(form, sentences, { act, arranged }) {
    this.sentences = sentences;
    this.act = act;
    this.arranged = arranged;
    this.ranked = form.querySelector("[data-ranked]");
    this.unranked = form.querySelector("[data-unranked]");
    this.zone = form.querySelector("[data-ranked-zone]");
    this.empty = form.querySelector("[data-empty]");
    this.restHeading = form.querySelector("[data-rest-heading]");
    this.tools = document.getElementById("ballot-tools");
    this.cards = new Map();
    for (const card of form.querySelectorAll("[data-option]")) this.cards.set(card.dataset.option, this.equip(card));
    this.zone.hidden = false;
    this.dragging = null;
  }

  get keys() {
    return [...this.cards.keys()];
  }

  /** The places that the lists of the page say, as the server drew them. */
  get typed() {
    return Object.fromEntries([...this.cards].map(([key, { place }]) => [key, place.value]));
  }

  textOf(key) {
    return this.cards.get(key)?.text ?? key;
  }

  /** Turn the face of a card into a button, and give it arrows and a handle. */
  equip(card) {
    const key = card.dataset.option;
    const face = document.createElement("button");
    const plain = card.querySelector("[data-face]");
    face.type = "button";
    face.className = plain.className;
    face.append(...plain.childNodes);
    plain.replaceWith(face);

    const tools = card.querySelector("[data-tools]");
    tools.append(this.tools.content.cloneNode(true));
    const part = (name) => card.querySelector(`[data-${name}]`);
    const parts = {
      card,
      face,
      tools,
      text: part("text").textContent.trim(),
      number: part("number"),
      hint: part("hint"),
      place: card.querySelector("select"),
      up: part("up"),
      down: part("down"),
    };
    parts.number.hidden = false;
    parts.hint.hidden = false;
    parts.up.setAttribute("aria-label", fill(this.sentences.up, { option: parts.text }));
    parts.down.setAttribute("aria-label", fill(this.sentences.down, { option: parts.text }));

    face.addEventListener("click", () => this.act("toggle", key));
    parts.place.addEventListener("change", () => this.act("move", key, Number(parts.place.value)));
    // An arrow at the end of its way stays focusable, so that nobody on a keyboard is thrown out of the list.
    const step = (button, by) =>
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") this.act("move", key, Number(parts.place.value) + by);
      });
    step(parts.up, -1);
    step(parts.down, 1);
    return parts;
  }

  /** Show a ranking. The focus stays on the control that was used, wherever its card went. */
  show(ranking) {
    const focused = document.activeElement;
    for (const key of ranking) this.ranked.append(this.cards.get(key).card);
    for (const [key, { card }] of this.cards) {
      if (!ranking.includes(key)) this.unranked.append(card);
    }
    for (const [key, parts] of this.cards) this.label(parts, placeOf(ranking, key), ranking.length);
    this.empty.hidden = ranking.length > 0;
    this.restHeading.hidden = ranking.length === this.cards.size;
    this.restHeading.textContent = this.sentences.rest;
    if (ranking.length > 1) this.enableDrag();
    this.refocus(focused);
  }

  label({ face, tools, number, hint, place, up, down }, rank, ranked) {
    number.textContent = rank || "";
    face.setAttribute("aria-pressed", String(rank > 0));
    hint.textContent = rank ? fill(this.sentences.chosen, { n: rank }) : fill(this.sentences.choose, { n: ranked + 1 });
    tools.hidden = !rank;
    place.value = rank || "";
    // Nobody can be put past the end of the list.
    for (const option of place.options) option.disabled = Number(option.value) > ranked;
    up.setAttribute("aria-disabled", String(rank === 1));
    down.setAttribute("aria-disabled", String(rank === ranked));
  }

  refocus(focused) {
    if (!focused || focused === document.activeElement) return;
    const card = focused.closest?.("[data-option]");
    if (!card) return;
    const { face } = this.cards.get(card.dataset.option);
    const isGone = focused.closest("[hidden]");
    (isGone ? face : focused).focus({ preventScroll: !isGone });
    // A card that was moved with the keyboard stays in sight.
    if (focused.matches(":focus-visible")) card.scrollIntoView({ block: "nearest" });
  }

  /** Dragging is an extra: fetched when there is something to drag, and nobody misses it if that fails. */
  async enableDrag() {
    if (this.dragging) return;
    this.dragging = true;
    try {
      const { default: Sortable } = await import("../../vendor/sortable.js");
      const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      new Sortable(this.ranked, {
        handle: "[data-handle]",
        ghostClass: "is-held",
        animation: isCalm ? 0 : DRAG_MS,
        onEnd: () => this.arranged([...this.ranked.children].map((card) => card.dataset.option)),
      });
      this.ranked.classList.add("can-drag");
    } catch {
      this.dragging = null;
    }
  }
}
