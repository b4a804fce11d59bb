// A ballot of dots: the page's own number fields, with a button on each side.

import { announce } from "../page/announce.js";
import { fill } from "../page/sentences.js";
import { spent, withDots } from "./answers.js";

export class DotMarks {
  constructor(form, sentences, changed, settings) {
    this.sentences = sentences;
    this.changed = changed;
    this.settings = settings;
    this.dots = {};
    this.cards = new Map();
    for (const card of form.querySelectorAll("[data-option]")) this.cards.set(card.dataset.option, this.equip(card));
  }

  equip(card) {
    const key = card.dataset.option;
    const option = card.querySelector("[data-text]").textContent.trim();
    const input = card.querySelector("input");
    const [fewer, more] = ["fewer", "more"].map((name) => {
      const button = document.getElementById(`dot-${name}`).content.firstElementChild.cloneNode(true);
      button.setAttribute("aria-label", fill(this.sentences[name], { option }));
      return button;
    });
    input.before(fewer);
    input.after(more);
    // A button that can do nothing stays focusable, so that nobody on a keyboard is thrown out of the list.
    const step = (button, by) =>
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") this.put(key, option, (this.dots[key] ?? 0) + by);
      });
    step(fewer, -1);
    step(more, 1);
    input.addEventListener("change", () => this.put(key, option, Number(input.value)));
    return { input, fewer, more };
  }

  put(key, option, number) {
    const dots = withDots(this.dots, key, number, this.settings);
    if (!this.changed(dots)) return;
    announce(fill(this.sentences.changed, { option, n: dots[key] ?? 0, left: this.settings.dots - spent(dots) }));
  }

  get typed() {
    const numbers = [...this.cards].map(([key, { input }]) => [key, Number(input.value)]);
    return Object.fromEntries(numbers.filter(([, number]) => number > 0));
  }

  show(dots) {
    this.dots = dots;
    const isSpent = spent(dots) >= this.settings.dots;
    for (const [key, { input, fewer, more }] of this.cards) {
      const number = dots[key] ?? 0;
      input.value = number;
      fewer.setAttribute("aria-disabled", String(number === 0));
      more.setAttribute("aria-disabled", String(isSpent || number >= this.settings.most));
    }
  }
}
