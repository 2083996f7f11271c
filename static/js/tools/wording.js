/** Sentences that several tools say. */

export const LOOKING_ON = "Your role lets you look on. Ask the facilitator for one that may change the board.";
