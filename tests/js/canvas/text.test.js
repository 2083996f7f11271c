import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST, SMALLEST, TextLayout } from "../../../static/js/canvas/text.js";

/** Every character is 8 wide at 16 px. */
const layout = () => new TextLayout((text) => Array.from(text).length * 8);

test("a short label stays at 16 px on one line", () => {
  assert.deepEqual(layout().fit("Order placed", 104, 88), { size: LARGEST, lineHeight: LARGEST * 1.22, lines: ["Order placed"], cut: false });
});

test("a long label shrinks, but never under 11 px, and what does not fit ends with an ellipsis", () => {
  const { size, lines, cut } = layout().fit("word ".repeat(200), 104, 88);
  assert.equal(size, SMALLEST);
  assert.equal(cut, true);
  assert.ok(lines.at(-1)?.endsWith("…"));
  assert.ok(lines.length * SMALLEST * 1.22 <= 88);
});

test("no line is wider than the room, whatever the words", () => {
  const text = layout();
  for (const label of ["OrderPlacedInTheWarehouse", "a".repeat(60), "customer-relationship-management/system", "Überweisungsträger müssen geprüft werden"]) {
    const { size, lines } = text.fit(label, 104, 88);
    for (const line of lines) assert.ok((text.width(line) * size) / LARGEST <= 104, `${line} at ${size}`);
  }
});

test("a compound word breaks between its parts before it shrinks", () => {
  assert.deepEqual(layout().fit("ReservationReleased", 104, 88).lines, ["Reservation", "Released"]);
});

test("Shift+Enter's line break is kept, and empty text has one empty line", () => {
  assert.deepEqual(layout().fit("Order\nplaced", 104, 88).lines, ["Order", "placed"]);
  assert.deepEqual(layout().fit("", 104, 88).lines, [""]);
});

test("the same text is measured once", () => {
  let asked = 0;
  const text = new TextLayout((words) => ((asked += 1), words.length * 8));
  text.fit("Order placed", 104, 88);
  const first = asked;
  text.fit("Order placed", 104, 88);
  assert.equal(asked, first);
  text.clear();
  text.fit("Order placed", 104, 88);
  assert.ok(asked > first);
});
