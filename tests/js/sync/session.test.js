import assert from "node:assert/strict";
import test from "node:test";
import * as operations from "../../../static/js/model/operations.js";
import { Session } from "../../../static/js/sync/session.js";
import { FakeServer, settle } from "./fake_server.js";

const note = (/** @type {string} */ id, label = "") => operations.addElements([{ id, kind: "note", label }]);

async function opened(server = new FakeServer()) {
  const session = new Session({ boardId: "b", member: { id: "ann" } }, server.edges());
  await session.ready;
  await settle();
  server.welcome();
  return { server, session };
}

/** @param {Session} session @param {string} type */
function heard(session, type) {
  /** @type {any[]} */
  const details = [];
  session.addEventListener(type, (event) => details.push(/** @type {any} */ (event).detail));
  return details;
}

test("a change shows at once and is saved only with its acknowledgement (S2)", async () => {
  const { server, session } = await opened();
  session.do([note("e", "Order placed")], { label: "Add" });
  assert.equal(session.board.elements.get("e")?.label, "Order placed");
  assert.equal(session.status.state, "saving");
  const [push] = server.pushes;
  assert.equal(push.operations[0].elements[0].author, "ann");
  server.enter("ann", push.id, push.operations[0]);
  server.say({ type: "ack", id: push.id, revision: 1 });
  assert.equal(session.status.state, "saved");
  assert.deepEqual(await server.store.all(), []);
});

test("an echo of what is shown already changes nothing on the board", async () => {
  const { server, session } = await opened();
  session.do([note("e", "x")]);
  const shown = session.board.elements.get("e");
  server.enter("ann", server.pushes[0].id, server.pushes[0].operations[0]);
  assert.equal(session.board.elements.get("e"), shown);
});

test("news of others go below what is pending", async () => {
  const { server, session } = await opened();
  session.do([note("e", "mine")]);
  server.enter("ann", server.pushes[0].id, server.pushes[0].operations[0]);
  session.do([operations.setLabel("e", "mine again", "mine")]);
  server.enter("bob", "q", { op: "set_label", id: "e", label: "theirs" });
  assert.equal(session.board.elements.get("e")?.label, "mine again");
  server.enter("ann", server.pushes[1].id, { op: "set_label", id: "e", label: "theirs again" });
  assert.equal(session.board.elements.get("e")?.label, "theirs again");
  assert.equal(session.status.pending, 0);
});

test("what is pending is taken back in the opposite order, within a push too", async () => {
  const { server, session } = await opened();
  const one = note("e", "one");
  session.do([one, operations.setLabel("e", "two"), operations.setLabel("e", "three")], { label: "Write" });
  const [push] = server.pushes;
  server.enter("ann", push.id, ...push.operations);
  session.do([operations.setLabel("e", "four"), operations.setLabel("e", "five")]);
  server.enter("bob", "q", { op: "set_label", id: "e", label: "theirs" });
  server.say({ type: "refuse", id: server.pushes[1].id, reason: "No.", where: "" });
  assert.equal(session.board.elements.get("e")?.label, "theirs");
});

test("changes of others are told once per frame", async () => {
  const { server, session } = await opened();
  const changes = heard(session, "change");
  server.enter("bob", "p", note("a"));
  server.enter("bob", "q", note("b"), { op: "set_label", id: "a", label: "x" });
  assert.equal(changes.length, 0);
  server.paint();
  assert.equal(changes.length, 1);
  assert.deepEqual([...changes[0].elements].sort(), ["a", "b"]);
  assert.equal(changes[0].local, false);
});

test("a refused push goes back to the person and off the board", async () => {
  const { server, session } = await opened();
  const refused = heard(session, "refused");
  session.do([note("e", "my words")]);
  server.say({ type: "refuse", id: server.pushes[0].id, reason: "No.", where: "role" });
  assert.equal(session.board.elements.size, 0);
  assert.equal(refused[0].operations[0].elements[0].label, "my words");
  assert.equal(session.status.state, "refused");
  assert.equal(session.canUndo, false);
});

test("what cannot be is refused before it is sent, and nothing of the push stays", async () => {
  const { server, session } = await opened();
  const refused = heard(session, "refused");
  session.do([note("e"), operations.setLabel("never there", "x")]);
  assert.equal(session.board.elements.size, 0);
  assert.equal(refused.length, 1);
  assert.equal(server.pushes.length, 0);
});

test("pushes without an answer are sent again, in order, on the next connection (S6)", async () => {
  const { server, session } = await opened();
  session.do([note("a")]);
  server.drop();
  session.do([note("b")]);
  assert.equal(session.status.state, "offline");
  server.pass((wait) => wait < 1000);
  await settle();
  assert.deepEqual(server.sent.at(-1), { type: "hello", revision: 0, protocol: 1 });
  server.welcome();
  const ids = server.pushes.map((push) => push.id);
  assert.equal(ids.length, 3);
  assert.equal(ids[0], ids[1]);
});

test("pending pushes outlive a reload (S6) and are not shown twice when they were stored", async () => {
  const { server, session } = await opened();
  session.do([note("a", "kept")]);
  await settle();
  session.close();
  server.revision = 1;
  server.document.elements = [{ id: "a", kind: "note", label: "kept", author: "ann" }];
  const again = await opened(server);
  assert.equal(again.session.board.elements.size, 1);
  assert.equal(again.session.status.pending, 1);
  server.say({ type: "ack", id: server.pushes[0].id, revision: 1 });
  assert.equal(again.session.status.state, "saved");
  assert.equal(again.session.board.elements.size, 1);
});

test("an acknowledgement ahead of its entries waits for them", async () => {
  const { server, session } = await opened();
  session.do([note("a")]);
  server.say({ type: "ack", id: server.pushes[0].id, revision: 2 });
  assert.ok(session.board.elements.has("a"));
  server.enter("bob", "q", note("b"));
  assert.ok(session.board.elements.has("a"));
  server.enter("ann", server.pushes[0].id, server.pushes[0].operations[0]);
  assert.equal(session.status.state, "saved");
  assert.deepEqual([...session.board.elements.keys()].sort(), ["a", "b"]);
});

test("news that come twice count once, and a gap makes the browser come back (S6)", async () => {
  const { server, session } = await opened();
  server.enter("bob", "p", note("a"));
  server.revision = 0;
  server.enter("bob", "p", note("a"));
  assert.equal(session.revision, 1);
  server.revision = 5;
  server.enter("bob", "q", note("b"));
  assert.equal(session.status.state, "offline");
  assert.equal(session.board.elements.has("b"), false);
});

test("a snapshot replaces the board, keeps what is pending on top and lets later news follow (S6)", async () => {
  const { server, session } = await opened();
  const board = session.board;
  session.do([note("mine")]);
  server.revision = 40;
  server.document.elements = [{ id: "theirs", kind: "note", label: "" }];
  server.say({ type: "snapshot", url: "/x/", revision: 40 });
  server.enter("bob", "q", note("later"));
  server.revision = 40;
  await settle();
  assert.equal(session.board, board);
  assert.deepEqual([...board.elements.keys()].sort(), ["later", "mine", "theirs"]);
  assert.equal(session.revision, 41);
});

test("what came while a snapshot was on its way is taken after a second one too", async () => {
  const { server, session } = await opened();
  session.do([note("n1")]);
  const mine = server.pushes[0].id;
  server.revision = 40;
  server.document.elements = [{ id: "n1", kind: "note", label: "" }];
  server.say({ type: "snapshot", url: "/x/", revision: 40 });
  server.say({ type: "ack", id: mine, revision: 40 });
  server.say({ type: "snapshot", url: "/x/", revision: 40 });
  await settle();
  assert.equal(session.status.state, "saved");
  assert.deepEqual([...session.board.elements.keys()], ["n1"]);
});

test("undo before sending takes the push out of the queue, redo sends it anew", async () => {
  const { server, session } = await opened();
  server.drop();
  session.do([note("a")]);
  session.undo();
  assert.equal(session.board.elements.size, 0);
  assert.equal(session.status.pending, 0);
  session.redo();
  assert.ok(session.board.elements.has("a"));
  assert.equal(session.canUndo, true);
  assert.equal(session.canRedo, false);
});

test("undo of what the server has is a push that names it, redo the undo of that one (S5)", async () => {
  const { server, session } = await opened();
  session.do([note("a")]);
  const [{ id, operations: sent }] = server.pushes;
  server.enter("ann", id, sent[0]);
  session.undo();
  assert.equal(session.board.elements.size, 0, "shown before the server has judged it");
  const undo = server.pushes[1];
  assert.equal(undo.undo, id);
  server.enter("ann", undo.id, { op: "remove_elements", ids: ["a"] });
  session.redo();
  assert.equal(server.pushes[2].undo, undo.id);
  assert.ok(session.board.elements.has("a"));
});

test("an undo is not shown over what somebody else did since, and what was left is said (S5)", async () => {
  const { server, session } = await opened();
  const messages = heard(session, "undo");
  session.do([note("a", "one")]);
  server.enter("ann", server.pushes[0].id, server.pushes[0].operations[0]);
  server.enter("bob", "q", { op: "set_label", id: "a", label: "two" });
  session.undo();
  assert.equal(session.board.elements.get("a")?.label, "two");
  server.say({ type: "ack", id: server.pushes[1].id, revision: 2, skipped: ["“two” has been changed by somebody else."] });
  assert.deepEqual(messages, [{ message: "“two” has been changed by somebody else." }]);
});

test("a socket that never opens is given up, and one that falls silent too", async () => {
  const server = new FakeServer();
  server.reachable = false;
  const session = new Session({ boardId: "b", member: { id: "ann" } }, server.edges());
  await session.ready;
  const first = server.socket;
  server.pass((wait) => wait === 10_000);
  server.reachable = true;
  server.pass((wait) => wait < 1000);
  assert.notEqual(server.socket, first);
  await settle();
  server.welcome();
  assert.equal(session.status.state, "saved");
  server.pass((wait) => wait === 20_000);
  assert.deepEqual(server.sent.at(-1), { type: "ping" });
  server.pass((wait) => wait === 25_000);
  assert.equal(session.status.state, "offline");
});

test("a socket on which nobody says hello is given up, though something answers", async () => {
  const server = new FakeServer();
  const session = new Session({ boardId: "b", member: { id: "ann" } }, server.edges());
  await session.ready;
  await settle();
  const first = server.socket;
  server.say({ type: "pong" });
  server.pass((wait) => wait === 20_000);
  assert.equal(session.status.state, "offline");
  server.pass((wait) => wait < 1000);
  await settle();
  assert.notEqual(server.socket, first);
});

test("a push without a sign of life is not “saving” for long, whatever else is typed", async () => {
  const { server, session } = await opened();
  const first = server.socket;
  session.do([note("e", "one")]);
  session.do([note("f", "two")]);
  server.pass((wait) => wait === 10_000);
  assert.equal(session.status.state, "offline");
  server.pass((wait) => wait < 1000);
  await settle();
  assert.notEqual(server.socket, first);
});

test("a push that is answered leaves the line as it is", async () => {
  const { server, session } = await opened();
  session.do([note("e", "one")]);
  server.enter("ann", server.pushes[0].id, server.pushes[0].operations[0]);
  server.pass((wait) => wait === 10_000);
  assert.deepEqual(server.sent.at(-1), { type: "ping" });
  assert.equal(session.status.state, "saved");
});

test("offline is shown as soon as the browser knows it", async () => {
  const { server, session } = await opened();
  session.do([note("e", "one")]);
  server.unplug();
  assert.equal(session.status.state, "offline");
});

test("why the server closed the line is said until it lets us in again", async () => {
  const { server, session } = await opened();
  server.drop(4013, "This board is full.");
  assert.equal(session.status.message, "This board is full. What you change is kept in this browser.");
  assert.equal(session.turnedAway, true);
  server.pass((wait) => wait < 1000);
  await settle();
  server.welcome();
  assert.deepEqual([session.status.message, session.turnedAway], ["", false]);
  server.drop();
  assert.equal(session.status.message, "Not connected. What you change is kept in this browser.");
});

test("the server hears what was taken (S8)", async () => {
  const { server } = await opened();
  server.say({ type: "operations", entries: [], padding: "x".repeat(70_000) });
  const told = server.sent.filter(({ type }) => type === "received");
  assert.equal(told.length, 1);
  assert.ok(told[0].bytes > 70_000);
});

test("a board that is not ours is said and not asked for again", async () => {
  const { server, session } = await opened();
  server.drop(4404);
  assert.equal(session.status.state, "refused");
  assert.equal(server.timers.filter(({ wait }) => wait < 1000).length, 0);
});

test("presence goes out at a bounded rate, merged, and again after a new connection (S7)", async () => {
  const { server, session } = await opened();
  session.present({ cursor: { x: 1, y: 1 } });
  session.present({ cursor: { x: 2, y: 2 } });
  session.present({ cursor: { x: 3, y: 3 }, selection: ["a"] });
  const presence = () => server.sent.filter(({ type }) => type === "presence");
  assert.equal(presence().length, 1);
  server.pass((wait) => wait === 50);
  assert.deepEqual(presence().at(-1), { type: "presence", cursor: { x: 3, y: 3 }, selection: ["a"] });
  server.drop();
  server.pass((wait) => wait === 50);
  server.pass((wait) => wait > 50 && wait < 1000);
  await settle();
  server.welcome();
  assert.deepEqual(presence().at(-1), { type: "presence", cursor: { x: 3, y: 3 }, selection: ["a"] });
});

test("people come, change and leave", async () => {
  const { server, session } = await opened();
  server.say({ type: "presence", people: [{ id: "bob", name: "Bob", colour: "#111111", cursor: { x: 1, y: 2 } }], left: [] });
  server.say({ type: "presence", people: [{ id: "bob", selection: ["a"] }], left: [] });
  assert.deepEqual(session.people.get("bob"), {
    id: "bob", name: "Bob", colour: "#111111", cursor: { x: 1, y: 2 }, selection: ["a"], dragging: null, typing: null,
  });
  server.say({ type: "presence", people: [], left: ["bob"] });
  assert.deepEqual([...session.people.keys()], ["ann"]);
});
