// Sound and vibration, behind a mute button that every person has for themselves. Silent until asked.

import { recall, remember } from "./storage.js";

const KEY = "muted";
let audio = null;

export function isMuted() {
  return recall(KEY) !== false;
}

/** A short tone; a higher one the more urgent it is. */
export function beep(frequency = 660) {
  if (isMuted() || audio?.state !== "running") return;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.35);
}

export function vibrate(pattern = [200, 100, 200]) {
  if (!isMuted()) navigator.vibrate?.(pattern);
}

// Browsers allow sound only after the person has touched the page.
function wake() {
  if (isMuted()) return;
  const Context = window.AudioContext ?? window.webkitAudioContext;
  audio ??= Context ? new Context() : null;
  audio?.resume();
}

function drawButtons() {
  for (const button of document.querySelectorAll("button[data-mute]")) {
    const { labelOn, labelOff } = button.dataset;
    // A button either says what it does or is pressed; both at once would contradict each other.
    if (labelOn && labelOff) {
      button.removeAttribute("aria-pressed");
      button.textContent = isMuted() ? labelOn : labelOff;
    } else {
      button.setAttribute("aria-pressed", String(isMuted()));
    }
  }
}

export function startMute() {
  drawButtons();
  document.addEventListener("page:changed", drawButtons);
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("button[data-mute]")) return;
    remember(KEY, !isMuted());
    drawButtons();
    wake();
    beep();
  });
}
