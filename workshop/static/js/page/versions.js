// Which news to believe. News may be lost, doubled or overtaken; every snapshot carries the workshop's version.

/** What to do with a snapshot of `theirs` when the page shows `mine`: "ignore", "apply" or "fetch" everything. */
export function verdict(mine, theirs) {
  if (theirs <= mine) return "ignore";
  return theirs === mine + 1 ? "apply" : "fetch";
}

/** The version that an order made of this workshop, from the list of those it changed: "7/41 8/3". */
export function versionIn(versions, workshop) {
  const made = versions.split(" ").find((entry) => entry.startsWith(`${workshop}/`));
  return made ? Number(made.split("/")[1]) : 0;
}

/** One run at a time: calls during a run are answered by one more run after it. */
export function singleFlight(run) {
  let running = null;
  let again = false;
  return function flight() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await run();
        } while (again);
      } finally {
        running = null;
      }
    })();
    return running;
  };
}
