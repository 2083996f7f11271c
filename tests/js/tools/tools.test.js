import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, pieceOfText } from "../../../static/js/tools/clipboard.js";
import { COMMANDS } from "../../../static/js/tools/commands.js";
import { keyOf } from "../../../static/js/tools/keyboard.js";
import { encloses } from "../../../static/js/tools/lasso.js";
import { freePlace } from "../../../static/js/tools/placing.js";
import { matches } from "../../../static/js/tools/matching.js";
import { textOf } from "../../../static/js/panels/refused.js";
import { initials } from "../../../static/js/lib/initials.js";
import { Scene } from "../../../static/js/canvas/scene.js";
import { Board } from "../../../static/js/model/board.js";
import { KINDS } from "../../../static/js/model/kinds.js";

test("no key means two things, and every kind has its key", () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  assert.equal(new Set(keys).size, keys.length, keys.filter((key, at) => keys.indexOf(key) !== at).join());
  for (const kind of Object.values(KINDS)) assert.ok(keys.includes(kind.key), kind.code);
});

test("a key is named the same on every keyboard", () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  assert.equal(keyOf(/** @type {any} */ ({ ...plain, key: "e" })), "e");
  assert.equal(keyOf(/** @type {any} */ ({ ...plain, key: "Z", ctrlKey: true, shiftKey: true })), "Mod+Shift+z");
  assert.equal(keyOf(/** @type {any} */ ({ ...plain, key: "ArrowLeft", altKey: true })), "Alt+ArrowLeft");
});

test("a copy has ids of its own, its links among themselves, and its alternatives stay together", () => {
  let next = 0;
  const made = copyOf(
    {
      elements: /** @type {any} */ ([{ id: "a", kind: "aggregate", label: "Order", x: 0, y: 0 }, { id: "e", kind: "domain_event", label: "Order placed", x: 200, y: 0 }]),
      links: [
        { id: "l", from: "a", to: "e", group: { id: "g", mode: "X" } },
        { id: "m", from: "a", to: "e", group: { id: "g", mode: "X" } },
      ],
      frames: [{ id: "f", kind: "region", label: "", x: -10, y: -10, width: 400, height: 200, elements: ["a", "gone"] }],
    },
    100,
    50,
    () => `n${next++}`,
  );
  const [order, placed] = made.elements;
  assert.deepEqual([order?.x, order?.y], [100, 50]);
  assert.deepEqual(made.links.map(({ from, to }) => [from, to]), [[order?.id, placed?.id], [order?.id, placed?.id]]);
  assert.equal(made.links[0]?.group?.id, made.links[1]?.group?.id);
  assert.notEqual(made.links[0]?.group?.id, "g");
  assert.deepEqual(made.frames[0]?.elements, [order?.id]);
  const ids = [...made.elements, ...made.links, ...made.frames].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every((id) => id.startsWith("n")));
});

test("plain text becomes a note a line, without empty ones", () => {
  const { elements } = pieceOfText("Order placed\r\n\n  Order paid  \n", "domain_event");
  assert.deepEqual(elements.map(({ label }) => label), ["Order placed", "Order paid"]);
  assert.ok((elements[1]?.x ?? 0) > (elements[0]?.x ?? 0));
});

test("a lasso encloses what lies inside its line only", () => {
  const line = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 50, y: 20 }, { x: 0, y: 100 }];
  assert.ok(encloses(line, { x: 10, y: 50 }));
  assert.ok(!encloses(line, { x: 50, y: 60 }));
  assert.ok(!encloses(line, { x: -1, y: 50 }));
});

test("a new note does not cover one that is there", () => {
  const scene = new Scene(
    Board.fromDocument({ elements: [0, 144, 288].map((x, index) => ({ id: `e${index}`, kind: "domain_event", label: "", x, y: 0 })) }),
  );
  const { x, y } = freePlace(scene, "domain_event", { x: 144, y: 0 });
  assert.deepEqual([x, y], [432, 0]);
});

test("finding ignores case and accents and asks for all words", () => {
  const elements = /** @type {any} */ ([
    { id: "1", kind: "note", label: "Überweisung geprüft", x: 0, y: 0 },
    { id: "2", kind: "note", label: "Überweisung", description: "wird GEPRUFT", x: 500, y: 0 },
    { id: "3", kind: "note", label: "Rechnung geprüft", x: 0, y: 0 },
  ]);
  assert.deepEqual(matches(elements, "uberweisung geprüft").map(({ id }) => id), ["1", "2"]);
  assert.deepEqual(matches(elements, "  "), []);
});

test("of a refused change the person's text is found again", () => {
  assert.equal(textOf([{ op: "move_elements", moves: [] }, { op: "set_label", id: "e", label: "Order paid" }])?.text, "Order paid");
  assert.deepEqual(textOf([{ op: "add_elements", elements: [{ id: "n", kind: "policy", label: "Whenever", x: 4, y: 8 }] }]), {
    id: "",
    text: "Whenever",
    kind: "policy",
    place: { x: 4, y: 8 },
  });
  assert.equal(textOf([{ op: "remove_elements", ids: ["e"] }]), null);
});

test("initials are the first letters of the first and the last word", () => {
  assert.equal(initials("Ada King Lovelace"), "AL");
  assert.equal(initials("Guest 12"), "G1");
  assert.equal(initials("  ada "), "A");
  assert.equal(initials(""), "");
});
