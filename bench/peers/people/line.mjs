import WebSocket from "ws";

/**
 * One socket without compression, counted in the ledger. `take` gets every frame with the moment of its arrival; `lost`
 * is called once when it is gone.
 */
export class Line {
  /** @type {WebSocket | null} */
  #socket = null;

  /** @param {import("./ledger.mjs").Ledger} ledger @param {(frame: Buffer, now: number) => void} take */
  constructor(ledger, take) {
    this.ledger = ledger;
    this.take = take;
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** @param {string} url @param {Record<string, string>} headers @param {() => void} lost @returns {Promise<void>} */
  connect(url, headers = {}, lost = () => {}) {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false, maxPayload: 0, skipUTF8Validation: true });
    this.#socket = socket;
    socket.on("message", (/** @type {Buffer} */ frame) => {
      if (this.#socket !== socket) return;
      this.ledger.bytes.in += frame.length;
      this.take(frame, performance.now());
    });
    return new Promise((resolve, reject) => {
      socket.on("open", () => resolve());
      socket.on("error", reject);
      socket.on("close", (code) => {
        if (this.#socket !== socket) return;
        this.#socket = null;
        this.ledger.closings[code] = (this.ledger.closings[code] ?? 0) + 1;
        lost();
      });
    });
  }

  /** @param {string | Uint8Array} frame */
  send(frame) {
    this.ledger.out += 1;
    this.ledger.bytes.out += frame.length;
    this.#socket?.send(frame);
  }

  /** As when the network goes: no farewell. */
  cut() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }
}
