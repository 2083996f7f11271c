/** Boards of an Eventstorm server and people who came by their links, over HTTP as browsers do. */

import { get } from "node:http";

const AT_ONCE = 8;

/** @param {Response} answer @returns {string} cookies for the next request */
function cookies(answer) {
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

/** @param {Response} answer @param {string} what */
async function expectFine(answer, what) {
  if (answer.status >= 400) throw new Error(`${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer;
}

/** @param {string} address @param {object | null} document @returns {Promise<{board: string, link: string, cookie: string}>} */
export async function makeBoard(address, document = null) {
  let cookie = cookies(await expectFine(await fetch(`${address}/`), "the start page"));
  const token = /csrftoken=([^;]+)/.exec(cookie)?.[1] ?? "";
  const post = async (/** @type {string} */ path, /** @type {object} */ body) => {
    const headers = { cookie, "x-csrftoken": token, "content-type": "application/json", referer: `${address}/` };
    const answer = await fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    await expectFine(answer, path);
    cookie = [cookie, cookies(answer)].filter(Boolean).join("; ");
    return answer.json();
  };
  const { id: board } = await post("/api/v1/boards/", { name: "Storm", ...(document ? { document } : {}) });
  const { url } = await post(`/api/v1/boards/${board}/links/`, { role: "editor" });
  return { board, link: new URL(url).pathname, cookie };
}

/** @param {string} address @param {string[]} links one for each person @returns {Promise<string[]>} their cookies */
export async function join(address, links) {
  /** @type {string[]} */
  const found = new Array(links.length);
  let next = 0;
  const one = async () => {
    while (next < links.length) {
      const person = next++;
      found[person] = await open(`${address}${links[person]}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return found;
}

/**
 * Goes to an address. `fetch` says that it does not: it is a script's way, and join links are for people.
 * @param {string} address @returns {Promise<string>} cookies
 */
function open(address) {
  return new Promise((resolve, reject) => {
    const asked = get(address, (answer) => {
      answer.resume();
      const made = (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
      if ((answer.statusCode ?? 500) >= 400) reject(new Error(`joining: ${answer.statusCode}`));
      else resolve(made);
    });
    asked.on("error", reject);
  });
}
