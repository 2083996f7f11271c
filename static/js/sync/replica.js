import { OPERATIONS, apply, perform, touches } from "../model/operations.js";
import { same } from "../model/keys.js";
import { Refused } from "../model/refused.js";

/** @typedef {import("../model/board.js").Board} Board */
/** @typedef {import("../model/operations.js").Operation} Operation */
/** @typedef {{revision: number, author: string, push: string, op: Operation, at: string}} Entry */
/**
 * A push that the log does not hold yet, as far as this browser knows.
 * @typedef {object} Pending
 * @property {import("./store.js").PushRecord} record
 * @property {Operation[]} operations what is shown of it meanwhile
 * @property {{operation: Operation, inverse: Operation[]}[]} performed what of that is on the board now
 * @property {boolean} sent whether the server may have it
 * @property {number} asked the number of the connection that it was last sent on, 0 for none
 * @property {number | null} acked the revision at which the server says it is stored
 */
/** What is known of an own push that is in the log. @typedef {{revision: number, inverse: Operation[]}} Stored */

/** Own pushes whose inverses are kept to show an undo before the server has judged it. */
const REMEMBERED = 500;

/**
 * The board as this browser shows it: what the server confirmed, with the own pushes that are under way on top. News
 * from the server goes below them: they are taken back, the news is applied, they are applied again.
 */
export class Replica {
  revision = 0;
  /** In order. @type {Pending[]} */
  pending = [];
  /** @type {Map<string, Stored>} */
  #stored = new Map();
  /** key → revision of the last change by somebody else. @type {Map<string, number>} */
  #others = new Map();

  /** @param {Board} board @param {string} member whose browser this is */
  constructor(board, member) {
    this.board = board;
    this.member = member;
  }

  /** @param {Record<string, any>} document @param {number} revision */
  reset(document, revision) {
    this.board.reset(document);
    this.revision = revision;
    this.#others.clear();
    this.pending = this.pending.filter((push) => push.acked === null || push.acked > revision);
    for (const push of this.pending) {
      push.performed = [];
      this.#show(push);
    }
  }

  /**
   * Puts a new change on top. Throws `Refused`, and leaves everything as it was, when it cannot be.
   * @param {import("./store.js").PushRecord} record
   * @returns {boolean} false: it changes nothing and was not taken
   */
  propose(record) {
    const performed = performAll(this.board, record.operations);
    if (!performed.length) return false;
    this.pending.push({ record, operations: record.operations, performed, sent: false, asked: 0, acked: null });
    return true;
  }

  /**
   * Puts on top what the server is to judge in any case: an undo, or a push out of an earlier visit.
   * @param {import("./store.js").PushRecord} record @param {boolean} sent
   */
  adopt(record, sent) {
    const operations = record.undo ? this.#undoing(record.undo) : record.operations;
    const push = { record, operations, performed: [], sent, asked: 0, acked: null };
    this.pending.push(push);
    this.#show(push);
  }

  /** @param {string} id @returns {Pending | undefined} */
  find(id) {
    return this.pending.find((push) => push.record.id === id);
  }

  /** Takes a push off: refused, or undone before it was sent. @param {string} id */
  drop(id) {
    this.#rebase(() => (this.pending = this.pending.filter((push) => push.record.id !== id)));
  }

  /** @param {string} id @param {number} revision @returns {boolean} whether the push is finished with it */
  acknowledge(id, revision) {
    const push = this.find(id);
    if (!push) return true;
    push.acked = revision;
    if (revision > this.revision) return false;
    this.drop(id);
    return true;
  }

  /**
   * Applies news from the server.
   * @param {Entry[]} entries in order
   * @returns {string[] | null} ids of own pushes that are finished; null: something is missing before these
   */
  confirm(entries) {
    const news = entries.filter((entry) => entry.revision > this.revision);
    if (!news.length) return [];
    if (news[0].revision !== this.revision + 1) return null;
    const last = /** @type {Entry} */ (news.at(-1)).revision;
    const finished = this.#echoed(news);
    if (news.length) {
      const stored = new Set(news.filter((entry) => entry.author === this.member).map((entry) => entry.push));
      for (const push of this.pending) {
        if (stored.has(push.record.id) || (push.acked !== null && push.acked <= last)) finished.push(push.record.id);
      }
      this.#rebase(() => {
        for (const entry of news) this.#apply(entry);
        this.pending = this.pending.filter((push) => !finished.includes(push.record.id));
      });
    }
    this.revision = last;
    return finished;
  }

  /**
   * The common case: what comes is what is shown already. Takes it off `news` without touching the board.
   * @param {Entry[]} news @returns {string[]} finished pushes
   */
  #echoed(news) {
    const finished = [];
    while (this.pending.length) {
      const [{ record, performed }] = this.pending;
      const entries = news.slice(0, performed.length);
      const isEcho = (/** @type {Entry} */ entry, /** @type {number} */ at) =>
        entry.push === record.id && entry.author === this.member && same(entry.op, performed[at].operation);
      if (!performed.length || entries.length < performed.length || !entries.every(isEcho)) break;
      if (news[performed.length]?.push === record.id) break;
      news.splice(0, performed.length);
      this.#remember(record.id, entries[0].revision, performed.toReversed().flatMap(({ inverse }) => inverse));
      this.pending.shift();
      finished.push(record.id);
    }
    return finished;
  }

  /** @param {Entry} entry */
  #apply({ author, push, op, revision }) {
    if (author === this.member) {
      const before = this.#stored.get(push)?.inverse ?? [];
      this.#remember(push, revision, [...OPERATIONS[op.op].inverse(this.board, op), ...before]);
    } else {
      for (const key of touches(op)) this.#others.set(key, revision);
    }
    apply(this.board, op);
  }

  /** @param {string} id @param {number} revision @param {Operation[]} inverse */
  #remember(id, revision, inverse) {
    this.#stored.delete(id);
    this.#stored.set(id, { revision, inverse });
    if (this.#stored.size > REMEMBERED) this.#stored.delete(/** @type {string} */ (this.#stored.keys().next().value));
  }

  /** What undoing a push will probably do; the server decides (rule S5). @param {string} id @returns {Operation[]} */
  #undoing(id) {
    const waiting = this.find(id);
    if (waiting) return waiting.performed.toReversed().flatMap(({ inverse }) => inverse);
    const { revision, inverse } = this.#stored.get(id) ?? { revision: 0, inverse: [] };
    return inverse.filter((operation) => {
      const keys = touches(operation);
      if (operation.op.startsWith("remove_")) {
        for (const [key, changed] of this.#others) {
          if (changed > revision && keys.some((own) => key.startsWith(`${own}/`))) return false;
        }
      }
      return keys.every((key) => (this.#others.get(key) ?? 0) <= revision);
    });
  }

  /** @param {() => unknown} change of the confirmed state or of the queue */
  #rebase(change) {
    for (const push of this.pending.toReversed()) {
      takeBack(this.board, push.performed);
      push.performed = [];
    }
    change();
    for (const push of this.pending) this.#show(push);
  }

  /** A push that cannot be shown on what others made of the board waits for the server's word. @param {Pending} push */
  #show(push) {
    if (push.record.undo) {
      push.performed = push.operations.flatMap((operation) => attempt(this.board, [operation]));
    } else {
      push.performed = attempt(this.board, push.operations);
    }
  }
}

/** @param {Board} board @param {Operation[]} operations @returns {Pending["performed"]} */
function attempt(board, operations) {
  try {
    return performAll(board, operations);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

/** All or none. @param {Board} board @param {Operation[]} operations @returns {Pending["performed"]} */
function performAll(board, operations) {
  /** @type {Pending["performed"]} */
  const performed = [];
  try {
    for (const operation of operations) {
      const done = perform(board, operation);
      if (done) performed.push(done);
    }
  } catch (error) {
    takeBack(board, performed);
    throw error;
  }
  return performed;
}

/** @param {Board} board @param {Pending["performed"]} performed */
function takeBack(board, performed) {
  for (const { inverse } of performed.toReversed()) for (const operation of inverse) apply(board, operation);
}
