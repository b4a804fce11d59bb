// A message or a question comes up above the page and moves what stands below it. A press that was under way then, on
// what stood in that place before, is not taken: it is pressed again where it is meant.

const MOMENT_MS = 500;
const STRIPS = '[data-part="message"], [data-part="temperature"]';

/**
 * Whether a press came too soon after the page had moved to be meant for what it met. A mouse that has been moved since
 * has been aimed anew; a key presses what has the focus, wherever it stands.
 */
export function isMisplaced({ at, shiftedAt, movedAt, isByKey, isMouse, isOnStrip }) {
  if (isByKey || isOnStrip || at - shiftedAt > MOMENT_MS) return false;
  return !(isMouse && movedAt > shiftedAt);
}

export function startSteady() {
  const strips = [...document.querySelectorAll(STRIPS)];
  const height = () => strips.reduce((sum, strip) => sum + strip.offsetHeight, 0);
  let before = height();
  let shiftedAt = -Infinity;
  let movedAt = -Infinity;
  document.addEventListener("page:changed", () => {
    const now = height();
    if (now !== before) shiftedAt = performance.now();
    before = now;
  });
  document.addEventListener("pointermove", () => {
    movedAt = performance.now();
  });
  document.addEventListener(
    "click",
    (event) => {
      const press = {
        at: performance.now(),
        shiftedAt,
        movedAt,
        isByKey: event.detail === 0,
        isMouse: event.pointerType === "mouse",
        isOnStrip: Boolean(event.target.closest(STRIPS)),
      };
      if (!isMisplaced(press)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
