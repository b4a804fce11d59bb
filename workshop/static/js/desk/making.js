// A download that takes a while: how many of its files are made, and a button to cancel it.
// a[data-making="id of the place that shows it"]. Without this script the browser shows its own.

import { say } from "../page/sentences.js";

const SIGNATURE = [0x50, 0x4b, 0x03, 0x04];
const NAME_AT = 30; // after the signature of a member come its sizes and flags, then its name
const FOLDERS = ["es/", "en/"];
const LONGEST = NAME_AT + 3;

/** Where in the bytes a member of one of our folders begins; members of members have other names. */
function* members(bytes) {
  for (
    let at = bytes.indexOf(SIGNATURE[0]);
    at >= 0 && at + LONGEST <= bytes.length;
    at = bytes.indexOf(SIGNATURE[0], at + 1)
  ) {
    const name = String.fromCharCode(...bytes.subarray(at + NAME_AT, at + LONGEST));
    if (SIGNATURE.every((sign, place) => bytes[at + place] === sign) && FOLDERS.includes(name)) yield at;
  }
}

/** Counts the files of an archive as its bytes come in, wherever they are cut. */
export class FileCount {
  number = 0;
  #rest = new Uint8Array();

  take(bytes) {
    const seen = new Uint8Array(this.#rest.length + bytes.length);
    seen.set(this.#rest);
    seen.set(bytes, this.#rest.length);
    this.number += [...members(seen)].length;
    this.#rest = seen.slice(Math.max(0, seen.length - LONGEST + 1));
  }
}

async function read(answer, tell) {
  const count = new FileCount();
  const pieces = [];
  const total = Number(answer.headers.get("Workshop-Files"));
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: answer.headers.get("Content-Type") });
    pieces.push(value);
    count.take(value);
    tell(count.number, total);
  }
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const nameIn = (answer) => /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "files.zip";

async function make(link, place) {
  const [line, bar, button] = ["[role=status]", "progress", "button"].map((one) => place.querySelector(one));
  const stop = new AbortController();
  const tell = (number, total) => {
    [bar.max, bar.value] = [total, number];
    // A screen reader hears every tenth file.
    if (number % 10 === 0 || number === total) line.textContent = say("making", { number, total });
  };
  const show = (isMaking) => {
    place.classList.toggle("is-making", isMaking);
    bar.hidden = button.hidden = !isMaking;
  };
  place.hidden = false;
  show(true);
  button.onclick = () => stop.abort();
  button.focus();
  try {
    const answer = await fetch(link.href, { signal: stop.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    keep(await read(answer, tell), nameIn(answer));
    line.textContent = say("made");
  } catch {
    line.textContent = say(stop.signal.aborted ? "makingCancelled" : "makingFailed");
  }
  show(false);
  link.focus();
}

globalThis.document?.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-making]");
  if (!link) return;
  event.preventDefault();
  const place = document.getElementById(link.dataset.making);
  if (!place.classList.contains("is-making")) make(link, place);
});
