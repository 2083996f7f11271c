import { chance } from "./chance.mjs";
import { Histogram } from "./histogram.mjs";

/**
 * @typedef {{
 *   people: number, boards: number, changes: number, cursors: number, seconds: number, warm: number,
 *   drops: number, keep: number, held: boolean
 * }} Shape `changes` and `cursors` a second and person; `drops`: of each person's connection, a minute; `keep`: notes
 *   that a person writes before they only word old ones anew (at Eventstorm), 0 for any number;
 *   `held`: whether the database is to hold commits back for `seconds`
 */

const JITTER = 0.2; // of the time between two things that a hand does
const WORDS = ["placed", "paid", "shipped", "cancelled", "returned", "priced", "counted", "confirmed"];

/** People at work: who does what when. Of ten changes six are notes written, three are drags and one is a vote. */
export class Crowd {
  /** How much later than meant hands moved: when it is much, this program is too slow and not the server. */
  lateness = new Histogram();
  /** By board: the number of the last change of each note's place. @type {Map<number, Map<string, number>>} */
  notes = new Map();
  #stopped = false;
  #people;
  #shape;
  #ledger;
  #random;

  /** @param {any[]} people @param {number[]} boards @param {Shape} shape @param {import("./ledger.mjs").Ledger} ledger */
  constructor(people, boards, shape, ledger) {
    this.#people = people;
    this.#shape = shape;
    this.#ledger = ledger;
    this.#random = chance(20);
    boards.forEach((board) => this.notes.set(board, new Map()));
    people.forEach((person, index) => this.#employ(person, /** @type {any} */ (this.notes.get(boards[index]))));
  }

  stop() {
    this.#stopped = true;
  }

  /** Everybody points once more, so that everybody's last cursor is one that was not cut off. */
  wave() {
    this.#people.forEach((person, index) => person.point(this.#ledger.cursor(index), null));
  }

  /** @param {any} person @param {Map<string, number>} notes of the board */
  #employ(person, notes) {
    const hand = new Hand(person, notes, this.#ledger, this.#shape.keep);
    this.#repeat(this.#shape.changes, () => hand.change());
    this.#repeat(this.#shape.cursors, () => hand.point());
    this.#repeat(this.#shape.drops / 60, () => this.#drop(person));
  }

  /** @param {number} rate a second @param {() => void} act */
  #repeat(rate, act) {
    if (!rate) return;
    const period = 1000 / rate;
    let due = performance.now() + this.#random() * period;
    const turn = () => {
      if (this.#stopped) return;
      this.lateness.add(performance.now() - due);
      act();
      due += period * (1 + JITTER * (2 * this.#random() - 1));
      setTimeout(turn, due - performance.now());
    };
    setTimeout(turn, due - performance.now());
  }

  /** @param {any} person */
  #drop(person) {
    if (!person.here) return;
    person.cut();
    const back = () => void person.enter().catch(() => setTimeout(back, 500));
    setTimeout(back, 500 + 1500 * this.#random());
  }
}

/** @param {number} number */
function labelOf(number) {
  return `Order ${number} ${WORDS[number % WORDS.length]}`;
}

/** One person's hand. */
class Hand {
  #turn = 0;
  /** Own notes, oldest first. @type {string[]} */
  #own = [];
  /** @type {string | null | undefined} */
  #dragged = undefined;
  /** The last vote: the next one is another, since one that changes nothing is no change. */
  #same = false;

  /** @param {any} person @param {Map<string, number>} notes @param {import("./ledger.mjs").Ledger} ledger @param {number} keep */
  constructor(person, notes, ledger, keep) {
    this.person = person;
    this.notes = notes;
    this.ledger = ledger;
    this.keep = keep;
  }

  change() {
    const turn = this.#turn++ % 10;
    const number = this.ledger.change(this.person.index);
    if (turn < 6 && this.keep && this.#own.length >= this.keep) this.#reword(number);
    else if (turn < 6) this.#write(number);
    else if (turn < 9) this.#move(number, this.#own[this.#own.length - turn + 4]);
    else this.person.vote(number, this.#own[this.#own.length - 1], this.#own[this.#own.length - 2], (this.#same = !this.#same));
    if (turn === 5) this.#dragged = this.#own[this.#own.length - 2]; // picked up until it is dropped
  }

  point() {
    if (!this.person.here) return;
    this.person.point(this.ledger.cursor(this.person.index), this.#dragged);
    if (this.#dragged === null) this.#dragged = undefined;
  }

  /** @param {number} number */
  #write(number) {
    const id = `n${number}`;
    this.person.write(number, id, labelOf(number));
    this.notes.set(id, number);
    this.#own.push(id);
  }

  /** @param {number} number */
  #reword(number) {
    this.person.reword(number, this.#own[number % this.#own.length], labelOf(number));
  }

  /** @param {number} number @param {string} id */
  #move(number, id) {
    this.person.move(number, id);
    this.notes.set(id, number);
    this.#dragged = null;
  }
}
