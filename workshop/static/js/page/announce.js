// Sentences for people who listen to the page: the polite live region #announcer.

const PAUSE_MS = 150;
const waiting = [];
let timer = null;

/** Say a sentence once. Several in a row are joined, so that none overwrites another. */
export function announce(sentence) {
  if (!sentence) return;
  waiting.push(sentence);
  if (timer === null) timer = setTimeout(speak, PAUSE_MS);
}

function speak() {
  timer = null;
  const region = document.getElementById("announcer");
  const text = waiting.splice(0).join(" ");
  if (!region) return;
  // A new node is read aloud even when the words are the same as before.
  const line = document.createElement("span");
  line.textContent = text;
  region.replaceChildren(line);
}
