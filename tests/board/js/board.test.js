import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, ApiError, versionOf } from "../../../dagplan/board/static/api.js";
import { Board } from "../../../dagplan/board/static/board.js";
import { Model } from "../../../dagplan/board/static/model.js";
import { DAY, request, state } from "./requests.js";

const json = (data, status = 200, headers = {}) =>
  new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json", ...headers } });
const problem = (status, code, more = {}) =>
  new Response(
    JSON.stringify({ type: `urn:${code}`, title: "T", status, code, detail: "D", problems: [], ...more }),
    {
      status,
      headers: { "Content-Type": "application/problem+json" },
    },
  );
const update = (version, more = {}) => ({ board: state(version), messages: [`now ${version}`], moved: {}, ...more });

/** A board over answers by method and path; what was asked is kept. */
function opened(answers) {
  const asked = [];
  const fetch = async (url, { method, headers, body, signal }) => {
    asked.push({ method, url, match: headers.get("If-Match") ?? headers.get("If-None-Match"), body });
    const answer = answers[`${method} ${url.split("?")[0]}`];
    const found = typeof answer === "function" ? await answer(asked.length) : answer;
    if (signal?.aborted) throw new DOMException("", "AbortError");
    if (!found) throw new TypeError("network");
    return found;
  };
  const board = new Board(new Api({ language: "sv", fetch }), new Model(request(), state(1)));
  board.id = "b1";
  const heard = [];
  for (const kind of ["said", "conflict", "error", "busy", "online", "state"]) {
    board.addEventListener(kind, ({ detail }) => heard.push([kind, detail]));
  }
  return { board, asked, heard, kinds: () => heard.map(([kind]) => kind) };
}

test("a write carries the version it saw, and the next waits for it", async () => {
  const answers = [update(2), update(3)];
  const { board, asked, heard, kinds } = opened({ "POST /v1/boards/b1/steps": () => json(answers.shift()) });
  const [first, second] = await Promise.all([board.apply([{ kind: "x" }]), board.takeOffer({ cost: 1 })]);
  assert.equal(first.board.version, 2);
  assert.equal(second.board.version, 3);
  assert.deepEqual(
    asked.map(({ match, body }) => [match, body]),
    [
      ['"1"', '{"changes":[{"kind":"x"}]}'],
      ['"2"', '{"offer":{"cost":1}}'],
    ],
  );
  assert.deepEqual(kinds(), ["busy", "said", "said", "busy"]);
  assert.deepEqual(heard[1][1].messages, ["now 2"]);
  assert.equal(board.busy, false);
});

test("where hours or requests changed too, the request is read again", async () => {
  const { board } = opened({
    "POST /v1/boards/b1/undo": json(update(2, { request_changed: true })),
    "GET /v1/boards/b1/request": json({ ...request(), bookings: [] }, 200, { ETag: '"2"' }),
  });
  const changes = [];
  board.model.addEventListener("change", ({ detail }) => changes.push(detail));
  await board.undo();
  assert.equal(board.model.placed.size, 0);
  assert.deepEqual(changes, [{ visits: null, hours: true }]);
});

test("a board that somebody else changed is shown as it is, and the write is not repeated", async () => {
  const { board, asked, heard } = opened({
    "POST /v1/boards/b1/steps": problem(409, "board_changed", { version: 5, changed: ["Visit a moved."] }),
    "GET /v1/boards/b1": json(state(5)),
    "GET /v1/boards/b1/request": json({ ...request(), bookings: [] }, 200, { ETag: '"5"' }),
  });
  assert.equal(await board.apply([]), null);
  assert.equal(board.model.version, 5);
  assert.deepEqual(
    heard.find(([kind]) => kind === "conflict"),
    ["conflict", { changed: ["Visit a moved."], request: true }],
  );
  assert.equal(asked.filter(({ method }) => method === "POST").length, 1);
  assert.equal(board.failed.code, "board_changed");
});

test("what is refused is told, and the next write goes on", async () => {
  const answers = [problem(422, "invalid", { problems: [{ place: "$", code: "x", message: "M" }] }), json(update(2))];
  const { board, heard, kinds } = opened({ "POST /v1/boards/b1/steps": () => answers.shift() });
  assert.equal(await board.apply([]), null);
  assert.equal((await board.apply([])).board.version, 2);
  assert.deepEqual(kinds(), ["busy", "error", "busy", "busy", "said", "busy"]);
  const { error } = heard[1][1];
  assert.ok(error instanceof ApiError);
  assert.deepEqual([error.status, error.code, error.problems[0].message], [422, "invalid", "M"]);
});

test("away and back again are told once each", async () => {
  let there = false;
  const { board, kinds } = opened({ "GET /v1/boards/b1": () => there && json(state(1)) });
  await board.look();
  await board.look();
  assert.deepEqual(kinds(), ["online"]);
  assert.equal(board.online, false);
  there = true;
  await board.look();
  assert.deepEqual(kinds(), ["online", "online", "state"]);
});

test("looking finds what another window did or undid, in its words", async () => {
  const steps = [1, 2, 3].map((number) => ({ number, messages: [`step ${number}`], undone: number > 1 }));
  const { board, asked, heard } = opened({
    "GET /v1/boards/b1": () => json(state(9, { position: 1 })),
    "GET /v1/boards/b1/request": () => json(request(), 200, { ETag: '"9"' }),
    "GET /v1/boards/b1/steps": json({ items: steps }),
  });
  board.model.state.position = 3;
  await board.look();
  assert.deepEqual(heard.at(-1), ["conflict", { changed: ["step 2", "step 3"], request: true }]);
  assert.equal(asked[0].match, '"1"');
});

test("the newer of two questions of a kind is answered", async () => {
  const { board, kinds } = opened({ "GET /v1/boards/b1/placing": (n) => json({ n }) });
  const where = { visit: "a", practitioner: "nurse", unit: "vc", start: `${DAY}T09:00`, whole: true };
  const answers = await Promise.all([board.placing(where), board.placing(where)]);
  assert.deepEqual(answers, [null, { n: 2 }]);
  assert.deepEqual(kinds(), []);
});

test("questions name what they ask for", async () => {
  const { board, asked } = opened({
    "GET /v1/boards/b1/offers": () => json({ offers: [1] }),
    "GET /v1/boards/b1/explain": () => json([]),
  });
  const free = { practitioner: "nurse", start: `${DAY}T09:00`, end: `${DAY}T10:00` };
  assert.deepEqual(await board.offers({ request: "r1", allowMoves: 2 }), [1]);
  await board.offers({ free, count: 3 });
  await board.explain();
  assert.deepEqual(
    asked.map(({ url }) => decodeURIComponent(url)),
    [
      "/v1/boards/b1/offers?request=r1&count=5&allow_moves=2&names=true",
      `/v1/boards/b1/offers?free=nurse,${DAY}T09:00,${DAY}T10:00&count=3&names=true`,
      "/v1/boards/b1/explain?names=true",
    ],
  );
});

test("an error that is none of the service's own is one all the same", async () => {
  const api = new Api({ fetch: async () => new Response("<h1>Bad gateway</h1>", { status: 502 }) });
  await assert.rejects(api.get("/boards"), { code: "offline", status: 502 });
  assert.equal(versionOf('W/"3"'), "3");
  assert.equal(versionOf(null), null);
});
