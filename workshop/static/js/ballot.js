// The ballot: rank, review, cast, receipt. What a person has chosen stays in this browser until the server has
// answered, and no news ever touches it.

import { go, signInLink } from "./acts.js";
import { announce } from "./announce.js";
import { Cards } from "./cards.js";
import { onBeat, write } from "./countdown.js";
import { isSettled, makeKey, post } from "./post.js";
import { begin, fromGroups, fromPlaces, isSame, movedTo, placeOf, toggled, toGroups, voteState } from "./ranking.js";
import { fill } from "./sentences.js";
import { forget, recall, remember } from "./storage.js";

const page = document.querySelector(".ballot");
const sentences = document.getElementById("ballot-sentences").dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const form = page.querySelector('form[data-step="rank"]');
const castButton = find("cast-form").querySelector("[data-cast]");
const draftKey = `ballot:${document.body.dataset.workshop}:${document.body.dataset.seat}:${page.dataset.contest}`;

const cards = new Cards(form, sentences, { act: change, arranged });
const state = { stored: storedInPage(), step: null, isSending: false, vote: "open", conflict: null };

/** The ballot as the server held it when it drew this page. */
function storedInPage() {
  const ranking = JSON.parse(page.dataset.stored);
  return ranking && { ranking, revision: Number(page.dataset.revision) };
}

const canVote = !find("controls").disabled;
const storedRanking = () => (state.stored ? fromGroups(state.stored.ranking) : []);
const isUnsent = () => !isSame(state.ranking, storedRanking()) || Boolean(state.requestId);

// Ranking

function change(kind, key, place) {
  if (state.isSending) {
    cards.show(state.ranking);
    return;
  }
  setRanking(kind === "toggle" ? toggled(state.ranking, key) : movedTo(state.ranking, key, place));
  const now = placeOf(state.ranking, key);
  const option = cards.textOf(key);
  const sentence = now ? sentences.moved : sentences.removed;
  announce(fill(sentence, { option, n: now, total: cards.keys.length }));
}

function arranged(keys) {
  setRanking(keys);
}

function setRanking(ranking) {
  state.ranking = ranking;
  state.requestId = null; // another order is another request
  keepDraft();
  draw();
}

function keepDraft() {
  const { ranking, revision, requestId } = state;
  remember(draftKey, { ranking, revision, requestId });
}

function draw() {
  const { ranking } = state;
  const numbers = { n: ranking.length, total: cards.keys.length };
  cards.show(ranking);
  const count =
    numbers.n === 0 ? sentences.countNone : numbers.n < numbers.total ? sentences.countSome : sentences.countAll;
  const kept = state.stored && isUnsent() ? ` ${sentences.kept}` : "";
  write(find("count"), fill(count, numbers) + kept);
  const review = find("review");
  write(review, numbers.n ? sentences.review : sentences.abstain);
  // Abstaining is possible, but it is not what the first screen invites to.
  const isBlank = numbers.n === 0;
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

function drawList(name, groups) {
  const items = groups.map((group) => {
    const item = document.createElement("li");
    item.textContent = group.map((key) => cards.textOf(key)).join(" · ");
    return item;
  });
  find(name).replaceChildren(...items);
}

function drawReview() {
  const numbers = { n: state.ranking.length, total: cards.keys.length };
  drawList("review-list", toGroups(state.ranking));
  find("blank").hidden = numbers.n > 0;
  find("partial").hidden = numbers.n === 0 || numbers.n === numbers.total;
  write(find("partial"), fill(sentences.partial, numbers));
  drawCast();
}

function drawCast(failed = false) {
  const isBlank = state.ranking.length === 0;
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
    ranking: JSON.stringify(toGroups(state.ranking)),
    request_id: state.requestId,
    revision: state.revision,
  });
  const answer = await post(page.dataset.castUrl, body, {
    key: state.requestId,
    onUnsent: () => write(find("cast-state"), sentences.unsent),
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
  else if (status === 409 && data.ranking) conflict(data);
  else if (status === 401) showProblem(data.message, signInLink());
  else {
    showProblem(data.message ?? sentences.failed);
    goTo("rank");
  }
}

function received({ receipt, revision, cast_at_text: time, ranking }) {
  state.stored = { ranking, revision };
  Object.assign(state, { ranking: fromGroups(ranking), revision, requestId: null });
  forget(draftKey);
  write(find("received"), fill(sentences.received, { time }));
  write(find("receipt"), receipt);
  drawList("receipt-list", ranking);
  find("receipt-blank").hidden = ranking.length > 0;
  document.body.dataset.ballot = "cast";
  draw();
  goTo("receipt");
}

/** The vote had ended; a secret ballot is not shown any more, so there may be no list. */
function closed({ message, ranking }) {
  forget(draftKey);
  if (ranking) state.ranking = fromGroups(ranking);
  if (state.stored || ranking) state.stored = { ranking: ranking ?? toGroups(state.ranking), revision: state.revision };
  write(find("closed-message"), message ?? "");
  drawList("closed-list", ranking ?? []);
  draw();
  goTo("closed");
}

function conflict({ message, ranking, revision }) {
  state.conflict = { ranking, revision };
  write(find("conflict-message"), message ?? "");
  drawList("conflict-theirs", ranking);
  drawList("conflict-mine", toGroups(state.ranking));
  goTo("conflict");
}

function keepStored() {
  forget(draftKey);
  go(location.href); // the receipt of that ballot is the server's to show
}

function replaceStored() {
  state.stored = state.conflict;
  Object.assign(state, { revision: state.conflict.revision, requestId: null });
  goTo("review");
  cast();
}

// The end

function drawVote() {
  const { vote, step } = state;
  const isOver = vote === "over";
  find("controls").disabled = isOver || !canVote;
  find("review").disabled = isOver || !canVote;
  page.querySelector('[data-note="paused"]').hidden = vote !== "paused";
  page.querySelector('[data-note="over"]').hidden = !isOver || step === "closed" || !canVote;
  find("late").hidden = !isUnsent() || state.isSending || step === "conflict";
  find("cast-late").hidden = step === "review"; // its own button is there
  for (const element of page.querySelectorAll("[data-while-open]")) element.hidden = isOver;
  drawCast();
}

onBeat((now) => {
  const { allows, ballot } = document.body.dataset;
  const { endsAt, remaining } = page.querySelector("[data-countdown]")?.dataset ?? {};
  const vote = voteState({ allows, ballot, endsAt, remaining }, now);
  if (vote === state.vote) return;
  state.vote = vote;
  drawVote();
  if (vote === "over" && state.step === "rank") {
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
find("edit").addEventListener("click", () => goTo("rank"));
find("change").addEventListener("click", () => goTo("rank"));
find("cast-late").addEventListener("click", () => {
  goTo("review");
  cast();
});
find("keep-stored").addEventListener("click", keepStored);
find("replace").addEventListener("click", replaceStored);

const isReviewing = !page.querySelector('section[data-step="review"]').hidden;
const isRedrawn = isReviewing || !page.querySelector('[data-note="problem"]').hidden;
const opening = begin({
  draft: recall(draftKey),
  stored: state.stored,
  typed: fromPlaces(cards.typed),
  options: cards.keys,
});
Object.assign(state, { ranking: opening.ranking, revision: opening.revision, requestId: opening.requestId });
draw();
goTo(isReviewing ? "review" : isRedrawn ? "rank" : opening.step, { isFirst: true });
if (state.requestId) cast();
