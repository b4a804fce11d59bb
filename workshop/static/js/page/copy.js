// Buttons that copy a link or a code: button[data-copy="text"].

import { announce } from "./announce.js";
import { say } from "./sentences.js";

const SHOWN_MS = 2000;

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // pages on plain http have no clipboard
  }
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

export function startCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const copied = await copy(button.dataset.copy);
    button.focus();
    announce(say(copied ? "copied" : "notCopied"));
    button.classList.toggle("is-copied", copied);
    setTimeout(() => button.classList.remove("is-copied"), SHOWN_MS);
  });
}
