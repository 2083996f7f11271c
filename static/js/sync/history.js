/**
 * What this tab can take back and do again. A step is a push that the server can take back, or operations that never
 * reached it.
 * @typedef {{push: string, label: string} | {operations: import("../model/operations.js").Operation[], label: string}} Step
 */
export class History {
  /** @type {Step[]} */
  done = [];
  /** Emptied by every new change. @type {Step[]} */
  undone = [];

  /** A push that was refused is no step. @param {string} push */
  forget(push) {
    const other = (/** @type {Step} */ step) => !("push" in step) || step.push !== push;
    this.done = this.done.filter(other);
    this.undone = this.undone.filter(other);
  }
}
