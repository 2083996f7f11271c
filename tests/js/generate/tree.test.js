import assert from "node:assert/strict";
import { test } from "node:test";

import { ancestors, filtered, perContext, sizeWords, tree } from "../../../static/js/generate/tree.js";

const files = ["services/ordering/app/domain/order.py", "services/ordering/app/main.py", "README.md", "services/billing/a.py"].map((path) => ({
  path,
  size: 10,
  policy: "owned",
}));

test("folders hold their files and count all below them", () => {
  const root = tree(files);
  assert.equal(root.count, 4);
  assert.deepEqual(root.files.map((file) => file.path), ["README.md"]);
  assert.deepEqual(root.folders.map((folder) => [folder.name, folder.count]), [["services", 3]]);
});

test("a folder that only holds a folder is shown with it", () => {
  const [services] = tree(files).folders;
  assert.deepEqual(services?.folders.map((folder) => folder.name), ["billing", "ordering/app"]);
  assert.equal(services?.folders[1]?.path, "services/ordering/app");
});

test("a search finds paths with all its words, and files whose contents match", () => {
  assert.deepEqual(filtered(files, "ORDER main.py").map((file) => file.path), ["services/ordering/app/main.py"]);
  assert.deepEqual(filtered(files, "zebra", new Set(["README.md"])).map((file) => file.path), ["README.md"]);
  assert.equal(filtered(files, "  ").length, 4);
});

test("ancestors of a file are its folders, outermost first", () => {
  assert.deepEqual(ancestors("a/b/c.py"), ["a", "a/b"]);
});

test("contexts are counted by what lies under services", () => {
  assert.deepEqual(perContext(files), [{ context: "billing", count: 1 }, { context: "ordering", count: 2 }]);
});

test("sizes are told in words", () => {
  assert.deepEqual([12, 1536, 20480].map(sizeWords), ["12 B", "1.5 KB", "20 KB"]);
});
