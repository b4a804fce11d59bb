// A ballot of ticks: the page's own boxes.

import { asTicks } from "./answers.js";

export class TickMarks {
  constructor(form, _sentences, changed) {
    this.boxes = [...form.querySelectorAll("[data-option]")].map((card) => [
      card.dataset.option,
      card.querySelector("input"),
    ]);
    form.addEventListener("change", () => changed(this.typed));
  }

  get typed() {
    return asTicks(this.boxes.filter(([, box]) => box.checked).map(([key]) => key));
  }

  show(answer) {
    const ticked = answer.flat();
    for (const [key, box] of this.boxes) box.checked = ticked.includes(key);
  }
}
