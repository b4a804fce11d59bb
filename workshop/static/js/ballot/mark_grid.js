// A ballot of marks: the page's own groups of buttons, one for each criterion of each option.

export class GridMarks {
  constructor(form, _sentences, changed) {
    this.questions = [...form.querySelectorAll("[data-criterion]")].map((group) => ({
      key: group.closest("[data-option]").dataset.option,
      criterion: group.dataset.criterion,
      buttons: [...group.querySelectorAll("input")],
    }));
    form.addEventListener("change", () => changed(this.typed));
  }

  get typed() {
    const answer = {};
    for (const { key, criterion, buttons } of this.questions) {
      const mark = buttons.find((button) => button.checked)?.value;
      if (mark) answer[key] = { ...answer[key], [criterion]: Number(mark) };
    }
    return answer;
  }

  show(answer) {
    for (const { key, criterion, buttons } of this.questions) {
      const mark = String(answer[key]?.[criterion] ?? "");
      for (const button of buttons) button.checked = button.value === mark;
    }
  }
}
