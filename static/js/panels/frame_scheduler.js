/** Runs `draw` once in the next frame, however often it is asked for. @param {() => void} draw @returns {() => void} */
export function onceAFrame(draw) {
  let frame = 0;
  return () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };
}
