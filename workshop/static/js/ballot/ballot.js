// The ballot: mark, review, cast, receipt. What a person has marked stays in this browser until the server has answered,
// and no news ever touches it. How a ballot is marked is for the script of its kind; everything else is here.

import { go, signInLink } from "../page/acts.js";
import { onBeat, write } from "../page/countdown.js";
import { clock } from "../page/page.js";
import { isSettled, makeKey, post } from "../page/post.js";
import { fill } from "../page/sentences.js";
import { forget, recall, remember } from "../page/storage.js";
import { KINDS } from "./answers.js";
import { begin, isSame, voteState } from "./casting.js";
import { DotMarks } from "./mark_dots.js";
import { GridMarks } from "./mark_grid.js";
import { RankingMarks } from "./mark_ranking.js";
import { TickMarks } from "./mark_ticks.js";

const MARKS = { ranking: RankingMarks, ticks: TickMarks, dots: DotMarks, grid: GridMarks };

const page = document.querySelector(".ballot");
const sentences = document.getElementById("ballot-sentences").dataset;
const markSentences = document.getElementById("mark-sentences")?.dataset ?? {};
const find = (name) => page.querySelector(`[data-${name}]`);
const form = page.querySelector('form[data-step="mark"]');
const castButton = find("cast-form").querySelector("[data-cast]");
const draftKey = `ballot:${document.body.dataset.workshop}:${document.body.dataset.seat}:${page.dataset.contest}`;

const kind = KINDS[page.dataset.kind];
const ballot = whatThereIsToMark();
const marks = new MARKS[page.dataset.kind](form, markSentences, changed, ballot.settings);
const state = { stored: storedInPage(), step: null, isSending: false, vote: "open", conflict: null };

/** The options of this page, what each says, and what the rule asks about them. */
function whatThereIsToMark() {
  const cards = [...form.querySelectorAll("[data-option]")];
  const texts = new Map(
    cards.map((card) => [card.dataset.option, card.querySelector("[data-text]").textContent.trim()]),
  );
  const words = Object.fromEntries(
    ["criteria", "marks"].map((name) => [name, JSON.parse(markSentences[name] ?? "null")]),
  );
  return {
    keys: [...texts.keys()],
    textOf: (key) => texts.get(key) ?? key,
    settings: JSON.parse(page.dataset.settings),
    words,
  };
}

/** The ballot as the server held it when it drew this page. */
function storedInPage() {
  const answer = JSON.parse(page.dataset.stored);
  return answer && { answer, revision: Number(page.dataset.revision) };
}

/** Whether this person is on the roll: it may be extended while the page is open. */
const mayVote = () => !find("no-vote");
const cleaned = (answer) => kind.cleaned(answer, ballot);
const progress = () => kind.progress(state.answer, ballot);
const isUnsent = () => !isSame(state.answer, cleaned(state.stored?.answer)) || Boolean(state.requestId);

// Marking

/** What the person has made of the ballot; false: a ballot on its way is not changed any more. */
function changed(answer) {
  if (state.isSending) {
    marks.show(state.answer);
    return false;
  }
  state.answer = answer;
  state.requestId = null; // another answer is another request
  keepDraft();
  draw();
  return true;
}

function keepDraft() {
  const { answer, revision, requestId } = state;
  remember(draftKey, { answer, revision, requestId });
}

/** The sentence for how much is marked: the one for nothing, for some of it, or for everything. */
function tell(prefix) {
  const numbers = progress();
  const name = numbers.n === 0 ? "None" : numbers.left > 0 ? "Some" : "All";
  return fill(sentences[prefix + name] ?? "", numbers);
}

function draw() {
  marks.show(state.answer);
  const kept = state.stored && isUnsent() ? ` ${sentences.kept}` : "";
  write(find("count"), tell("count") + kept);
  const review = find("review");
  const isBlank = progress().n === 0;
  write(review, isBlank ? sentences.abstain : sentences.review);
  // Abstaining is possible, but it is not what the first screen invites to.
  review.classList.toggle("btn-primary", !isBlank);
  review.classList.toggle("btn-huge", !isBlank);
  review.classList.toggle("btn-link", isBlank);
}

// Steps

function goTo(step, { isFirst = false } = {}) {
  state.step = step;
  for (const section of page.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== step;
  if (step === "review") drawReview();
  drawVote();
  if (isFirst) return;
  const heading = page.querySelector(`[data-step="${step}"] h2`);
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: page.offsetTop });
}

function drawList(name, answer) {
  const items = kind.lines(answer, ballot).map(({ sign, text, detail }) => {
    const item = document.createElement("li");
    const words = document.createElement("span");
    item.dataset.sign = sign;
    words.textContent = text;
    if (detail) {
      const got = document.createElement("span");
      got.className = "ballot-got";
      got.textContent = detail;
      words.append(" ", got);
    }
    item.append(words);
    return item;
  });
  find(name).replaceChildren(...items);
}

function drawReview() {
  drawList("review-list", state.answer);
  find("blank").hidden = progress().n > 0;
  const warning = tell("warn");
  find("warning").hidden = !warning;
  write(find("warning"), warning);
  drawCast();
}

function drawCast(failed = false) {
  const isBlank = progress().n === 0;
  write(castButton, failed ? sentences.sendAgain : isBlank ? sentences.castBlank : sentences.cast);
  castButton.setAttribute("aria-disabled", String(state.isSending));
  find("edit").hidden = state.isSending || state.vote === "over";
}

function showProblem(message, link) {
  const place = page.querySelector('[data-note="problem"]');
  const line = document.createElement("p");
  line.textContent = message ?? "";
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(" ", anchor);
  }
  place.replaceChildren(line);
  place.hidden = !message;
}

// Casting

async function cast() {
  if (state.isSending) return;
  state.requestId ??= makeKey();
  keepDraft();
  state.isSending = true;
  showProblem("");
  drawCast();
  write(find("cast-state"), sentences.sending);

  const body = new URLSearchParams({
    step: "cast",
    answer: JSON.stringify(state.answer),
    request_id: state.requestId,
    revision: state.revision,
  });
  const answer = await post(page.dataset.castUrl, body, {
    key: state.requestId,
    onUnsent: ({ data }) => write(find("cast-state"), data.message ?? sentences.unsent),
  });

  state.isSending = false;
  if (isSettled(answer.status)) state.requestId = null; // what comes next is another request
  keepDraft();
  write(find("cast-state"), isSettled(answer.status) ? "" : sentences.notSent);
  drawCast(!isSettled(answer.status));
  if (isSettled(answer.status)) settle(answer);
}

/** What the server said to a ballot. */
function settle({ status, data }) {
  if (status >= 200 && status < 300 && data.receipt) received(data);
  else if (data.redirect) go(data.redirect);
  else if (status === 409 && data.closed) closed(data);
  else if (status === 409 && data.paused) showProblem(data.message);
  else if (status === 409 && (data.answer || data.revision)) conflict(data);
  else if (status === 401) showProblem(data.message, signInLink());
  else {
    showProblem(data.message ?? sentences.failed);
    goTo("mark");
  }
}

function received({ receipt, revision, cast_at_text: time, answer, next }) {
  state.stored = { answer, revision };
  Object.assign(state, { answer: cleaned(answer), revision, requestId: null });
  forget(draftKey);
  // Of several ballots the next one opens by itself; it shows the receipts of those that are in.
  if (next) {
    go(next);
    return;
  }
  write(find("received"), fill(sentences.received, { time }));
  write(find("receipt"), receipt);
  drawList("receipt-list", answer);
  find("receipt-blank").hidden = progress().n > 0;
  document.body.dataset.ballot = "cast";
  draw();
  goTo("receipt");
}

/** The vote had ended; a secret ballot is not shown any more, so there may be no list. */
function closed({ message, answer }) {
  forget(draftKey);
  if (answer) state.answer = cleaned(answer);
  if (state.stored || answer) state.stored = { answer: state.answer, revision: state.revision };
  write(find("closed-message"), message ?? "");
  if (answer) drawList("closed-list", answer);
  draw();
  goTo("closed");
}

function conflict({ message, answer, revision }) {
  state.conflict = { answer, revision };
  write(find("conflict-message"), message ?? "");
  find("conflict-seen").hidden = !answer; // what somebody else has cast is not shown
  if (answer) drawList("conflict-theirs", answer);
  drawList("conflict-mine", state.answer);
  goTo("conflict");
}

function keepStored() {
  forget(draftKey);
  go(location.href); // the receipt of that ballot is the server's to show
}

function replaceStored() {
  state.stored = state.conflict.answer && state.conflict;
  Object.assign(state, { revision: state.conflict.revision, requestId: null });
  goTo("review");
  cast();
}

// The end

function drawVote() {
  const { vote, step } = state;
  const isOver = vote === "over";
  find("controls").disabled = isOver || !mayVote();
  find("review").disabled = isOver || !mayVote();
  page.querySelector('[data-note="paused"]').hidden = vote !== "paused";
  page.querySelector('[data-note="over"]').hidden = !isOver || step === "closed" || !mayVote();
  find("late").hidden = !isUnsent() || state.isSending || step === "conflict";
  find("cast-late").hidden = step === "review"; // its own button is there
  for (const element of page.querySelectorAll("[data-while-open]")) element.hidden = isOver;
  drawCast();
}

/** What the page says of the vote now; it is asked anew at every look. */
function voteNow(now) {
  const { allows, ballot } = document.body.dataset;
  const { endsAt, remaining } = page.querySelector("[data-countdown]")?.dataset ?? {};
  // A run-off and a practice have a clock of their own, in any phase; without one they are over.
  const facts =
    "ownClock" in page.dataset
      ? { allows: "kind-voting", ballot: endsAt ? ballot : "none", endsAt }
      : { allows, ballot, endsAt, remaining };
  return voteState(facts, now, state.vote);
}

onBeat((now) => {
  const vote = voteNow(now);
  if (vote === state.vote) return;
  state.vote = vote;
  drawVote();
  if (vote === "over" && state.step === "mark") {
    page.querySelector('[data-note="over"]').scrollIntoView({ block: "center" });
  }
});

// Beginning

form.addEventListener("submit", (event) => {
  event.preventDefault();
  goTo("review");
});
find("cast-form").addEventListener("submit", (event) => {
  event.preventDefault();
  cast();
});
find("edit").addEventListener("click", () => goTo("mark"));
find("change").addEventListener("click", () => goTo("mark"));
find("cast-late").addEventListener("click", () => {
  goTo("review");
  cast();
});
find("keep-stored").addEventListener("click", keepStored);
find("replace").addEventListener("click", replaceStored);

document.addEventListener("page:changed", drawVote);

const isReviewing = !page.querySelector('section[data-step="review"]').hidden;
const isRedrawn = isReviewing || !page.querySelector('[data-note="problem"]').hidden;
const inBox = Number(page.dataset.revision);
const opening = begin({ draft: recall(draftKey), stored: state.stored, inBox, typed: marks.typed, cleaned });
Object.assign(state, { answer: opening.answer, revision: opening.revision, requestId: opening.requestId });
state.vote = voteNow(clock.now());
draw();
goTo(isReviewing ? "review" : isRedrawn ? "mark" : opening.step, { isFirst: true });
if (state.requestId) cast();
