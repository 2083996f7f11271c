/** The edges of a session under node that tell the ledger what passes, and can double and reorder the own pushes. */

/** Milliseconds after which held pushes go out even if no more came. */
const HELD = 2_000;
/** The longest wait before coming back, milliseconds; longer waits are those of the connection's own watch. */
const RETRY = 3_000;
const WATCH = 10_000;

/** Equal values, equal texts: databases give back the members of an object in an order of their own. @param {any} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/**
 * What all users of a workshop were told of the log: one text per revision, whoever saw it first.
 * @param {(event: Record<string, unknown>) => void} tell
 */
export function sightings(tell) {
  /** @type {Map<number, string>} */
  const seen = new Map();
  return {
    seen,
    /** @param {{revision: number, author: string, push: string, op: unknown}} entry */
    add({ revision, author, push, op }) {
      const text = canonical([author, push, op]);
      const before = seen.get(revision);
      if (before === undefined) seen.set(revision, text);
      else if (before !== text) tell({ event: "contradiction", revision, before, text });
    },
  };
}

/**
 * @param {{origin: string, cookie: string, member: string, random: () => number, name: string}} person
 * @param {(event: Record<string, unknown>) => void} tell to the ledger, at once
 * @param {ReturnType<typeof sightings>} log
 */
export function tellingEdges({ origin, cookie, member, random, name }, tell, log) {
  /** @type {(() => void)[]} */
  const waiting = [];
  /** How many pushes are to be doubled, and how many held back and sent in reverse. */
  const mischief = { double: 0, reverse: 0 };
  /** @type {Set<string>} */
  const sent = new Set();
  let made = 0;
  let lines = 0;

  /** @param {string} url */
  function connect(url) {
    const socket = new /** @type {any} */ (WebSocket)(url, { headers: { cookie, origin } });
    const line = ++lines;
    /** @type {{id: string, text: string}[]} */
    let held = [];
    const put = (/** @type {string} */ text) => {
      if (socket.readyState === 1) socket.send(text);
    };
    const release = () => {
      const going = held.reverse();
      held = [];
      if (going.length > 1) tell({ event: "reversed", ids: going.map(({ id }) => id), line });
      for (const { text } of going) put(text);
    };
    const push = (/** @type {any} */ { id, undo, operations }, /** @type {string} */ text) => {
      if (!sent.has(id)) tell({ event: "sent", id, undo: undo ?? "", operations: operations ?? [] });
      sent.add(id);
      if (held.length || mischief.reverse > 1) {
        if (!held.length) setTimeout(release, HELD);
        held.push({ id, text });
        if (held.length < mischief.reverse) return;
        mischief.reverse = 0;
        release();
        return;
      }
      put(text);
      if (mischief.double > 0) {
        mischief.double -= 1;
        tell({ event: "doubled", id, line });
        if (random() < 0.5) put(text);
        else setTimeout(() => put(text), random() * 300);
      }
    };
    const wrapped = {
      onopen: /** @type {any} */ (null),
      onmessage: /** @type {any} */ (null),
      onclose: /** @type {any} */ (null),
      onerror: /** @type {any} */ (null),
      send: (/** @type {string} */ text) => (text.startsWith('{"type":"push"') ? push(JSON.parse(text), text) : put(text)),
      close: () => socket.close(),
    };
    socket.onopen = (/** @type {any} */ event) => {
      tell({ event: "opened", line });
      wrapped.onopen?.(event);
    };
    socket.onerror = (/** @type {any} */ event) => wrapped.onerror?.(event);
    socket.onclose = (/** @type {any} */ event) => {
      tell({ event: "closed", code: event.code, line });
      wrapped.onclose?.(event);
    };
    socket.onmessage = (/** @type {any} */ { data }) => {
      hear(JSON.parse(String(data)), line);
      wrapped.onmessage?.({ data: String(data) });
    };
    return wrapped;
  }

  /** @param {any} frame @param {number} line */
  function hear(frame, line) {
    if (frame.type === "ack") tell({ event: "ack", id: frame.id, revision: frame.revision, line });
    else if (frame.type === "refuse") tell({ event: "refused", id: frame.id, reason: frame.reason, where: frame.where });
    else if (frame.type === "operations") {
      for (const entry of frame.entries) log.add(entry);
      const own = frame.entries.filter((/** @type {any} */ entry) => entry.author === member);
      for (const id of new Set(own.map((/** @type {any} */ entry) => entry.push))) tell({ event: "confirmed", id });
    }
  }

  const edges = {
    connect,
    fetch: (/** @type {string} */ url) => fetch(url, { headers: { cookie, accept: "application/json" } }),
    locks: undefined,
    frame: (/** @type {() => void} */ work) => void setTimeout(work, 4),
    later: (/** @type {() => void} */ work, /** @type {number} */ wait) => setTimeout(work, wait < WATCH ? Math.min(wait, RETRY) : wait),
    cancel: (/** @type {any} */ timer) => clearTimeout(timer),
    random,
    id: () => `${name}-${++made}`,
    online: (/** @type {() => void} */ work) => void waiting.push(work),
    offline: () => {},
    origin,
  };
  return { edges, mischief, hurry: () => waiting.forEach((work) => work()) };
}
