// The preparation page: copying links, and planned times that follow the minutes while they are typed.

import { startCopy } from "../page/copy.js";
import { startAgenda } from "./agenda.js";

startAgenda();
startCopy();
