// Sends an order to the server and keeps trying: the same order with the same key, so that it counts once.

const ANSWER_MS = 15_000;
const LONGEST_PAUSE_MS = 8000;
const GIVE_UP_MS = 60_000;

/** The pauses between attempts: 1, 2, 4, 8, 8… seconds, a minute in all. */
export function retryPauses(total = GIVE_UP_MS, longest = LONGEST_PAUSE_MS) {
  const pauses = [];
  let sum = 0;
  for (let pause = 1000; sum + pause <= total; pause = Math.min(2 * pause, longest)) {
    pauses.push(pause);
    sum += pause;
  }
  return pauses;
}

/** A pause made a little longer or shorter, so that a whole room does not come back in the same instant. */
export function jittered(pause, chance = Math.random()) {
  return Math.round(pause * (0.8 + 0.4 * chance));
}

/** A key for one order. Pages on plain http in a meeting room have no crypto.randomUUID. */
export function makeKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether an answer with this status settles the order, for better or worse. */
export function isSettled(status) {
  return status > 0 && status < 500;
}

const headers = (key) => ({
  Accept: "application/json",
  "Idempotency-Key": key,
  "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "",
});

async function attempt(url, body, key) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_MS);
  try {
    const response = await fetch(url, { method: "POST", body, headers: headers(key), signal: limit.signal });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const { status } = response;
    const versions = response.headers.get("Workshop-Versions") ?? "";
    if (isJson) return { status, versions, data: await response.json() };
    // A view that answers with a page has done what was asked and says where to look.
    return { status, versions, data: response.redirected ? { redirect: response.url } : {} };
  } catch {
    return { status: 0, versions: "", data: {} };
  } finally {
    clearTimeout(timer);
  }
}

function pauseOf(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });
}

/** POST until there is an answer or a minute has passed; `onUnsent` is called after each failure. */
export async function post(url, body, { key, onUnsent = () => {} }) {
  let answer = await attempt(url, body, key);
  for (const pause of retryPauses()) {
    if (isSettled(answer.status)) break;
    onUnsent(answer);
    await pauseOf(jittered(pause));
    answer = await attempt(url, body, key);
  }
  return answer;
}
