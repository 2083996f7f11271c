/**
 * A saga as a sequence: a lane for each context, steps from top to bottom, what takes a step back beside it.
 *
 * @typedef {import("../api/shapes.js").Saga} Saga
 * @typedef {{context: string, x: number}} Lane   x: middle of the lane
 * @typedef {{element: string, lane: number, x: number, y: number, certain: boolean, compensation: string | null,
 *   gap: boolean}} Step   y: middle; gap: a later step may fail and nothing takes this one back
 * @typedef {{from: [number, number], to: [number, number], certain: boolean}} Arrow
 * @typedef {{lanes: Lane[], steps: Step[], arrows: Arrow[], width: number, height: number}} Sequence
 */

export const LANE = 220;
export const STEP = { width: 176, height: 48 };
const HEAD = 56;
const ROW = 92;

/**
 * @param {Saga} saga
 * @returns {Sequence} sizes in px
 */
export function sequence(saga) {
  const contexts = [...new Set([...saga.steps.map((step) => step.context), ...saga.contexts])];
  const lanes = contexts.map((context, index) => ({ context, x: LANE * index + LANE / 2 }));
  const steps = saga.steps.map((step, index) => {
    const lane = contexts.indexOf(step.context);
    return {
      element: step.element,
      lane,
      x: LANE * lane + LANE / 2,
      y: HEAD + ROW * index + STEP.height / 2 + 12,
      certain: step.certain,
      compensation: step.compensation,
      gap: step.compensation === null && index < saga.steps.length - 1,
    };
  });
  const arrows = steps.slice(1).map((step, index) => arrow(/** @type {Step} */ (steps[index]), step));
  return { lanes, steps, arrows, width: Math.max(LANE * lanes.length, LANE), height: HEAD + ROW * steps.length + 16 };
}

/** Where a step is left within its own lane, beside the words under it. */
const ASIDE = STEP.width / 2 - 14;

/** From the side of a step to the head of the next. @param {Step} from @param {Step} to @returns {Arrow} */
function arrow(from, to) {
  const head = to.y - STEP.height / 2 - 2;
  if (from.lane === to.lane) return { from: [from.x + ASIDE, from.y + STEP.height / 2], to: [to.x + ASIDE, head], certain: to.certain };
  const side = Math.sign(to.x - from.x);
  return { from: [from.x + (side * STEP.width) / 2, from.y], to: [to.x, head], certain: to.certain };
}

/** A path that leaves sideways and arrives from above. @param {Arrow} arrow */
export function arrowPath({ from, to }) {
  if (from[0] === to[0]) return `M${from[0]} ${from[1]}V${to[1]}`;
  const side = Math.sign(to[0] - from[0]);
  const r = 10;
  return `M${from[0]} ${from[1]}H${to[0] - side * r}q${side * r} 0 ${side * r} ${r}V${to[1]}`;
}
