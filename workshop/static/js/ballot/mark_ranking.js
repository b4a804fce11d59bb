// A ballot that is an order: the cards are told what to show and tell what the person wants.

import { announce } from "../page/announce.js";
import { fill } from "../page/sentences.js";
import { Cards } from "./cards.js";
import { fromGroups, fromPlaces, movedTo, placeOf, toGroups, toggled } from "./ranking.js";

export class RankingMarks {
  /** `changed(answer)` hears what the person has made of the ballot; false: it stays as it was. */
  constructor(form, sentences, changed) {
    this.sentences = sentences;
    this.changed = changed;
    this.ranking = [];
    this.cards = new Cards(form, sentences, {
      act: (kind, key, place) => this.act(kind, key, place),
      arranged: (keys) => changed(toGroups(keys)),
    });
  }

  /** What the lists of the page say, as the server drew them. */
  get typed() {
    return toGroups(fromPlaces(this.cards.typed));
  }

  show(answer) {
    this.ranking = fromGroups(answer);
    this.cards.show(this.ranking);
  }

  act(kind, key, place) {
    const ranking = kind === "toggle" ? toggled(this.ranking, key) : movedTo(this.ranking, key, place);
    if (!this.changed(toGroups(ranking))) return;
    const n = placeOf(ranking, key);
    const sentence = n ? this.sentences.moved : this.sentences.removed;
    announce(fill(sentence, { option: this.cards.textOf(key), n, total: this.cards.keys.length }));
  }
}
