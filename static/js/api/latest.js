import { isAbort } from "./client.js";

/**
 * Asks again and again, and only the newest question counts: asking cancels the one under way, and an answer that
 * was overtaken is dropped. `wait` collects a burst of changes into one question.
 *
 * @template Argument, Answer
 */
export class Latest {
  /** @type {AbortController | null} */
  #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(argument: Argument, signal: AbortSignal) => Promise<Answer>} ask
   * @param {{answer: (answer: Answer, argument: Argument) => void, fail: (error: unknown) => void,
   *   busy?: (busy: boolean) => void, wait?: number}} on
   */
  constructor(ask, on) {
    this.ask = ask;
    this.on = on;
  }

  /** True from the first request until its answer, its failure or `cancel`. */
  get busy() {
    return this.#timer !== undefined || this.#running !== null;
  }

  /**
   * @param {Argument} argument
   * @param {{now?: boolean}} [options]
   */
  request(argument, { now = false } = {}) {
    clearTimeout(this.#timer);
    this.on.busy?.(true);
    if (now || !this.on.wait) {
      this.#timer = undefined;
      void this.#run(argument);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run(argument);
    }, this.on.wait);
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    this.#running = null;
    this.on.busy?.(false);
  }

  /** @param {Argument} argument */
  async #run(argument) {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    try {
      const answer = await this.ask(argument, controller.signal);
      if (this.#running !== controller) return;
      this.#settle();
      this.on.answer(answer, argument);
    } catch (error) {
      if (this.#running !== controller) return;
      this.#settle();
      if (!isAbort(error)) this.on.fail(error);
    }
  }

  #settle() {
    this.#running = null;
    if (this.#timer === undefined) this.on.busy?.(false);
  }
}
