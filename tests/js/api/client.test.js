import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiClient, ApiError, cookieValue, errorOf } from "../../../static/js/api/client.js";

/** @param {number} status @param {string} text */
function answering(status, text) {
  /** @type {{url: string, init: any}[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ url, /** @type {any} */ init) => {
    asked.push({ url: String(url), init });
    return new Response(status === 204 ? null : text, { status });
  };
  return { asked, client: new ApiClient({ fetch, cookies: () => "a=1; csrftoken=tok%3D; b=2" }) };
}

test("a cookie is found by its whole name and decoded", () => {
  assert.equal(cookieValue("xcsrftoken=no; csrftoken=a%20b", "csrftoken"), "a b");
  assert.equal(cookieValue("", "csrftoken"), "");
});

test("a change carries the token, a look does not", async () => {
  const { asked, client } = answering(200, "{}");
  await client.post("/x", { a: 1 });
  await client.get("/x");
  assert.equal(asked[0]?.init.headers["X-CSRFToken"], "tok=");
  assert.equal(asked[0]?.init.body, '{"a":1}');
  assert.equal(asked[1]?.init.headers["X-CSRFToken"], undefined);
});

test("a refusal becomes its sentence and its remedy", async () => {
  const { client } = answering(409, JSON.stringify({ error: { what: "Not so.", where: "e1", do: "Do this." } }));
  await assert.rejects(client.post("/x", {}), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.message, error.where, error.remedy], [409, "Not so.", "e1", "Do this."]);
    return true;
  });
});

test("an answer without a sentence still says something to do", async () => {
  const { client } = answering(500, "<html>oops</html>");
  await assert.rejects(client.get("/x"), /could not do this/);
  assert.match(errorOf(403, null).remedy, /facilitator/);
});

test("no network is told as such", async () => {
  const client = new ApiClient({
    fetch: async () => {
      throw new TypeError("failed to fetch");
    },
    cookies: () => "",
  });
  await assert.rejects(client.get("/x"), /does not answer/);
});

test("an empty answer is null", async () => {
  const { client } = answering(204, "");
  assert.equal(await client.delete("/x"), null);
});
