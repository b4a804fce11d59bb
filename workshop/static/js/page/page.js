// What every page with forms can do, with a socket or without.

import { startActs } from "./acts.js";
import { startAutosave } from "./autosave.js";
import { Clock } from "./clock.js";
import { startCopy } from "./copy.js";
import { startCountdowns } from "./countdown.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startDrift } from "./drift.js";
import { startMute } from "./mute.js";
import { startRoom } from "./room.js";
import { startUndo } from "./undo.js";

/** The clock of this page, set by the time the server wrote into it. */
function makeClock() {
  const { pace, now } = document.body.dataset;
  const [visit] = performance.getEntriesByType("navigation");
  return new Clock({
    pace: Number(pace) || 1,
    server: Number(now) || Date.now(),
    at: visit?.responseStart || performance.now(),
  });
}

export const clock = makeClock();

startDialogs();
startMute();
startDrift();
startCountdowns(clock);
startRoom();
startUndo(clock);
startAutosave(clock);
startActs();
startDrafts();
startCopy();
