// The preparation page: what every page with forms can do, and planned times that follow the minutes while typed.

import "../page/page.js";
import { startAgenda } from "./agenda.js";

startAgenda();
