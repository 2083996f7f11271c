/** What operations have in common; a module of its own because hashed static files allow no circle, not even of types. */

/** @typedef {import("./board.js").Board} Board */
/** @typedef {{op: string, [name: string]: any}} Operation */
/**
 * @typedef {object} OperationKind
 * @property {(board: Board, operation: Operation) => Operation | null} settle what remains of it; null: nothing. Throws `Refused`
 * @property {(board: Board, operation: Operation) => void} apply changes the board; for settled operations
 * @property {(board: Board, operation: Operation) => Operation[]} inverse takes it back; asked before `apply`
 * @property {(operation: Operation) => string[]} touches keys of what it changes
 */

export {};
