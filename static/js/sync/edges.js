import { openStore } from "./store.js";

/**
 * What the sync needs from the outside; a test under node gives its own.
 * @typedef {object} Edges
 * @property {(url: string) => WebSocketLike} connect
 * @property {(url: string) => Promise<{ok: boolean, status: number, json: () => Promise<any>}>} fetch
 * @property {(board: string, member: string) => Promise<import("./store.js").PushStore>} store where unsent pushes wait
 * @property {import("./store.js").LocksLike | undefined} locks
 * @property {(work: () => void) => void} frame runs the work at the next animation frame
 * @property {(work: () => void, milliseconds: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random
 * @property {() => string} id a new id
 * @property {(work: () => void) => void} online calls when the network comes back
 * @property {(work: () => void) => void} offline calls when the network goes
 * @property {string} origin such as http://127.0.0.1:8000
 */
/**
 * @typedef {object} WebSocketLike
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 * @property {((event: any) => void) | null} onopen
 * @property {((event: {data: any}) => void) | null} onmessage
 * @property {((event: {code: number, reason?: string}) => void) | null} onclose
 * @property {((event: any) => void) | null} onerror
 */
/** The browser's. @returns {Edges} */
export function browserEdges() {
  return {
    connect: (url) => /** @type {WebSocketLike} */ (new WebSocket(url)),
    fetch: (url) => globalThis.fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } }),
    store: (board, member) => openStore(globalThis.indexedDB, board, member),
    locks: /** @type {any} */ (globalThis.navigator?.locks),
    frame: (work) => void requestAnimationFrame(work),
    later: (work, milliseconds) => setTimeout(work, milliseconds),
    cancel: (timer) => clearTimeout(timer),
    random: Math.random,
    id: randomId,
    online: (work) => globalThis.addEventListener?.("online", work),
    offline: (work) => globalThis.addEventListener?.("offline", work),
    origin: globalThis.location?.origin ?? "",
  };
}

/** 96 random bits; `crypto.randomUUID` is missing where a board is opened over plain HTTP in a local network. */
export function randomId() {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (word) => word.toString(36).padStart(7, "0")).join("");
}

/** @param {string} origin @param {string} boardId @param {Record<string, string>} urls that differ from the usual ones */
export function addresses(origin, boardId, urls) {
  const socket = new URL(urls.socket ?? `/ws/boards/${boardId}/`, origin);
  socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";
  return { socket: socket.href, snapshot: new URL(urls.snapshot ?? `/api/v1/boards/${boardId}/snapshot/`, origin).href };
}
