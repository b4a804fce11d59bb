// The preparation page: copying links, and planned times that follow the minutes while they are typed.

import { startAgenda } from "./agenda.js";
import { startCopy } from "../page/copy.js";

startAgenda();
startCopy();
