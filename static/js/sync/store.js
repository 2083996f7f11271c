/** Where pushes wait until the server has them, across reload and offline time (rule S6). */

/**
 * @typedef {object} LocksLike
 * @property {(name: string, work: () => Promise<void>) => Promise<unknown>} request
 * @property {() => Promise<{held?: {name?: string}[]}>} query
 */
/**
 * @typedef {object} PushRecord
 * @property {string} id
 * @property {number} order among the pushes of this member on this board
 * @property {import("../model/operations.js").Operation[]} operations empty for an undo
 * @property {string} undo the id of the push to take back, or ""
 * @property {string} label
 * @property {string} tab that made it
 */
/**
 * @typedef {object} PushStore
 * @property {() => Promise<PushRecord[]>} all in order
 * @property {(record: PushRecord) => Promise<void>} put
 * @property {(id: string) => Promise<void>} remove
 */

/** @implements {PushStore} */
export class MemoryStore {
  /** @type {Map<string, PushRecord>} */
  #records = new Map();

  async all() {
    return [...this.#records.values()].sort((one, other) => one.order - other.order);
  }

  /** @param {PushRecord} record */
  async put(record) {
    this.#records.set(record.id, record);
  }

  /** @param {string} id */
  async remove(id) {
    this.#records.delete(id);
  }
}

const DATABASE = "eventstorm";
const PUSHES = "pushes";

/** @implements {PushStore} */
export class IndexedDbStore {
  /** @param {IDBDatabase} database @param {string} board @param {string} member */
  constructor(database, board, member) {
    this.database = database;
    this.place = [board, member];
  }

  /** @param {IDBFactory} factory @param {string} board @param {string} member @returns {Promise<IndexedDbStore>} */
  static async open(factory, board, member) {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PUSHES);
    const database = await answered(request);
    database.onversionchange = () => database.close();
    return new IndexedDbStore(database, board, member);
  }

  async all() {
    const range = IDBKeyRange.bound(this.place, [...this.place, []]);
    /** @type {PushRecord[]} */
    const records = await answered(this.#pushes("readonly").getAll(range));
    return records.sort((one, other) => one.order - other.order);
  }

  /** @param {PushRecord} record */
  async put(record) {
    await answered(this.#pushes("readwrite").put(record, [...this.place, record.id]));
  }

  /** @param {string} id */
  async remove(id) {
    await answered(this.#pushes("readwrite").delete([...this.place, id]));
  }

  /** @param {IDBTransactionMode} mode */
  #pushes(mode) {
    return this.database.transaction(PUSHES, mode).objectStore(PUSHES);
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * The browser's database, or memory where there is none (private windows may refuse it).
 * @param {IDBFactory | undefined} factory @param {string} board @param {string} member @returns {Promise<PushStore>}
 */
export async function openStore(factory, board, member) {
  if (!factory) return new MemoryStore();
  try {
    return await IndexedDbStore.open(factory, board, member);
  } catch {
    return new MemoryStore();
  }
}

/**
 * Pushes that no other open tab is about to send. A tab holds a lock of its name for as long as it lives.
 * @param {PushRecord[]} records @param {string} tab this tab @param {LocksLike | undefined} locks
 * @returns {Promise<PushRecord[]>}
 */
export async function orphaned(records, tab, locks) {
  if (!locks) return records;
  void locks.request(lockName(tab), () => new Promise(() => {})).catch(() => {});
  const { held = [] } = await locks.query();
  const living = new Set(held.map(({ name }) => name));
  return records.filter((record) => !living.has(lockName(record.tab)));
}

/** @param {string} tab */
function lockName(tab) {
  return `eventstorm-tab-${tab}`;
}
