/** The edges of a session under node: a real socket to a real server over a line that can be cut, doubled and delayed. */

/**
 * @typedef {object} Line
 * @property {boolean} online
 * @property {number} doubling share of own pushes and of news that arrive twice
 * @property {number} latency milliseconds that a frame may take, at most
 * @property {Set<any>} sockets
 * @property {{id: string, revision: number}[]} acks as they arrived
 * @property {Set<string>} additions ids of sent pushes that add one thing
 * @property {() => void} cut breaks all sockets
 * @property {() => void} offline
 * @property {() => void} back
 */

/** @param {string} origin @param {string} cookie @param {() => number} random */
export function faultyEdges(origin, cookie, random) {
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @type {any} */
  const line = { online: true, doubling: 0, latency: 0, sockets: new Set(), acks: [], additions: new Set() };
  let made = 0;
  const unique = Math.floor(random() * 2 ** 40).toString(36);
  const edges = {
    connect: (/** @type {string} */ url) => {
      if (!line.online) throw new Error("offline");
      return faultySocket(new /** @type {any} */ (WebSocket)(url, { headers: { cookie, origin } }), line, random);
    },
    fetch: (/** @type {string} */ url) => {
      if (!line.online) return Promise.reject(new Error("offline"));
      return fetch(url, { headers: { cookie, accept: "application/json" } });
    },
    locks: undefined,
    frame: (/** @type {() => void} */ work) => void setTimeout(work, 4),
    later: (/** @type {() => void} */ work, /** @type {number} */ milliseconds) => setTimeout(work, Math.min(milliseconds, milliseconds < 20_000 ? 1500 : 6000)),
    cancel: (/** @type {any} */ timer) => clearTimeout(timer),
    random,
    id: () => `${unique}-${++made}`,
    online: (/** @type {() => void} */ work) => void waiting.push(work),
    offline: () => {}, // the sockets of this line tell it themselves
    origin,
  };
  line.cut = () => {
    for (const socket of [...line.sockets]) socket.cut();
  };
  line.offline = () => {
    line.online = false;
    line.cut();
  };
  line.back = () => {
    line.online = true;
    for (const work of waiting) work();
  };
  return { edges, line };
}

/**
 * One direction of a line: frames arrive late and in order; those under way when the line breaks are lost.
 * @param {(text: string) => void} deliver @param {() => number} random @param {number} latency milliseconds at most
 */
function delayed(deliver, random, latency) {
  /** @type {string[]} */
  const underWay = [];
  let running = false;
  const next = () => {
    running = underWay.length > 0;
    if (!running) return;
    setTimeout(() => {
      const arrived = underWay.splice(0, 1 + Math.floor(random() * 3));
      for (const text of arrived) deliver(text);
      next();
    }, random() * latency);
  };
  return {
    push(/** @type {string} */ text) {
      underWay.push(text);
      if (!running) next();
    },
    lose: () => underWay.splice(0),
  };
}

/** @param {any} socket @param {any} line @param {() => number} random */
function faultySocket(socket, line, random) {
  const out = delayed(
    (text) => {
      if (socket.readyState !== 1) return;
      socket.send(text);
      const { type, id, operations } = JSON.parse(text);
      if (type === "push" && operations?.length === 1 && operations[0].op === "add_elements") line.additions.add(id);
      if (type === "push" && random() < line.doubling) socket.send(text);
    },
    random,
    line.latency,
  );
  const arriving = delayed(
    (text) => {
      if (text.startsWith('{"type":"ack"')) line.acks.push(JSON.parse(text));
      wrapped.onmessage?.({ data: text });
      if (text.startsWith('{"type":"operations"') && random() < line.doubling) wrapped.onmessage?.({ data: text });
    },
    random,
    line.latency,
  );
  const wrapped = {
    onopen: /** @type {any} */ (null),
    onmessage: /** @type {any} */ (null),
    onclose: /** @type {any} */ (null),
    onerror: /** @type {any} */ (null),
    send: out.push,
    close: () => socket.close(),
    /** The line breaks: nothing arrives any more, in either direction, and the browser learns of it. */
    cut() {
      line.sockets.delete(wrapped);
      out.lose();
      arriving.lose();
      const { onclose } = wrapped;
      socket.onmessage = socket.onopen = socket.onclose = null;
      socket.onerror = () => {};
      socket.close();
      onclose?.({ code: 1006 });
    },
  };
  line.sockets.add(wrapped);
  socket.onopen = (/** @type {any} */ event) => wrapped.onopen?.(event);
  socket.onerror = (/** @type {any} */ event) => wrapped.onerror?.(event);
  socket.onclose = (/** @type {any} */ event) => {
    line.sockets.delete(wrapped);
    arriving.lose();
    wrapped.onclose?.({ code: event.code });
  };
  socket.onmessage = (/** @type {any} */ event) => arriving.push(String(event.data));
  return wrapped;
}
