// Makes a page of a workshop live: news by socket, and by asking every few seconds where sockets are blocked.

import { io } from "../../vendor/socket.io.esm.min.js";
import { go } from "../page/acts.js";
import { flash } from "../page/flash.js";
import { hasUnsentWords } from "../page/forms.js";
import { morph } from "../page/morph.js";
import { clock } from "../page/page.js";
import { jittered } from "../page/post.js";
import { setMe, setPresence, setTurnout } from "../page/room.js";
import { say } from "../page/sentences.js";
import { versionIn } from "../page/versions.js";
import { Link } from "./link.js";
import { refreshWith, startMine } from "./mine.js";
import { Parts } from "./parts.js";
import { startPhaseNews } from "./phase_news.js";
import { startProbes } from "./probes.js";
import { startSayingOnce } from "./said_once.js";
import { startSteady } from "./steady.js";

const POLL_MS = { catching: 5000, offline: 1500 };
const CONNECT_MS = 8000;
const JOIN_MS = 5000;
const RECONNECT_MS = 1500; // long enough for an attempt to come to something

const link = new Link();
const parts = new Parts({ clock, morph, tell });
const socket = io({
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelay: 500,
  reconnectionDelayMax: 5000,
  randomizationFactor: 0.5,
  timeout: CONNECT_MS,
});

/** What happened on the line; the server coming back within reach is the moment to connect again. */
function tell(type) {
  const before = link.state;
  link.tell(type);
  if (before === "offline" && link.state !== "offline") reconnect();
}

let reconnectedAt = -Infinity;

/** Connect now instead of after the pause that socket.io has grown by itself. */
function reconnect() {
  if (performance.now() - reconnectedAt < RECONNECT_MS) return;
  reconnectedAt = performance.now();
  socket.disconnect().connect();
}

async function join() {
  const { workshop, view, lang, screenToken } = document.body.dataset;
  const me = { workshop: Number(workshop), view, version: parts.version, language: lang, token: screenToken };
  let answer;
  try {
    answer = await socket.timeout(JOIN_MS).emitWithAck("join", me);
  } catch {
    if (socket.connected) reconnect();
    return;
  }
  // Without a place in the room the page goes on asking by HTTP, which says what is the matter.
  if (!answer.ok) return;
  await parts.join(answer);
  link.tell("joined");
}

/** Removed from the room or admitted to it: go there, unless that would lose words. */
function leaveFor({ url }) {
  if (hasUnsentWords()) flash(say("away"), { kind: "error", link: { href: url, text: say("awayLink") } });
  else go(url);
}

function heard(handler) {
  return (news) => {
    link.tell("heard");
    handler(news);
  };
}

socket.on("connect", join);
socket.on("disconnect", () => {
  link.tell("left");
  // Find out soon whether the server is gone or only the socket.
  parts.fetchSoon();
});
socket.on(
  "parts",
  heard((news) => parts.hear(news)),
);
socket.on(
  "heartbeat",
  heard((beat) => parts.heartbeat(beat)),
);
socket.on(
  "me",
  heard((facts) => {
    setMe(facts);
    document.dispatchEvent(new CustomEvent("me:told"));
  }),
);
socket.on(
  "turnout",
  heard((news) => {
    setTurnout(news);
    refreshWith(["turnout"]);
  }),
);
socket.on(
  "presence",
  heard(({ seats }) => {
    setPresence(seats);
    refreshWith(["presence"]);
  }),
);
socket.on("away", heard(leaveFor));
startProbes(socket, clock);
startMine();
startPhaseNews();
startSayingOnce();
startSteady();

let timer = null;

async function poll() {
  clearTimeout(timer);
  if (link.state !== "live") {
    await parts.flight();
    // Either hung up by the server, or open but silent: a dead line that nobody has hung up.
    if (!socket.active || link.isSilent) reconnect();
  }
  clearTimeout(timer);
  timer = setTimeout(poll, jittered(POLL_MS[link.state] ?? POLL_MS.catching));
}
timer = setTimeout(poll, jittered(POLL_MS.catching));

function comeBack() {
  parts.fetchAfresh();
  reconnect();
}
window.addEventListener("online", comeBack);
window.addEventListener("offline", () => {
  link.tell("cut");
  poll();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) comeBack();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && link.state !== "live") comeBack();
});
// A refusal usually means that the page was behind; an act without a socket is seen only by asking.
document.addEventListener("act:refused", () => parts.flight());
document.addEventListener("act:answered", ({ detail: { versions, waits } }) => {
  const version = versionIn(versions, document.body.dataset.workshop);
  // The answer to an order sent twice names no version, and its news may have been missed.
  waits.push(link.state === "live" && version ? parts.reach(version) : parts.flight());
});
document.addEventListener("act:done", ({ detail }) => {
  if (detail.me) setMe(detail.me);
});
