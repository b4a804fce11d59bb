// The moderator's desk, beside what every live page does.

import { startKnocks } from "./knock.js";
import { startPeople } from "./people.js";
import { startShortcuts } from "./shortcuts.js";

const sentences = document.getElementById("desk-sentences").dataset;

startPeople(sentences);
startKnocks(sentences);
startShortcuts();
