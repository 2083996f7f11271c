/** The operation cannot be. `message` says what and what to do, `where` is a key or a path. */
export class Refused extends Error {
  /** @param {string} reason @param {string} [where] */
  constructor(reason, where = "") {
    super(reason);
    this.name = "Refused";
    this.where = where;
  }
}
