// @ts-check
/** What panels ask of the service: an answer is kept until the board changes, and shared by all who ask the same. */

import { NAMED } from "./board.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {import("./api.js").Options["query"]} Query */
/** @typedef {{practitioner: string, start: string, end: string}} Time */

/** @type {WeakMap<Board, {version: number | string | null, answers: Map<string, Promise<any>>}>} */
const kept = new WeakMap();

/**
 * @param {Board} board
 * @param {string} path below the board's own
 * @param {Query} query
 * @returns {Promise<any>} rejected with an ApiError
 */
function ask(board, path, query = {}) {
  let known = kept.get(board);
  if (!known || known.version !== board.model.version) {
    known = { version: board.model.version, answers: new Map() };
    kept.set(board, known);
  }
  const { answers } = known;
  const key = `${path} ${JSON.stringify(query)}`;
  let answer = answers.get(key);
  if (!answer) {
    answer = board.api.get(pathOf(board, path), { query: { ...query, ...NAMED } });
    answers.set(key, answer);
    answer.catch(() => answers.delete(key)); // asked again, it may go well
  }
  return answer;
}

/** @param {Board} board @param {string} path below the board's own */
export const pathOf = (board, path) => `/boards/${encodeURIComponent(board.id)}${path}`;

/**
 * The best places of a request, as it stands or beside where it is booked.
 *
 * @param {Board} board
 * @param {string} request
 * @param {number} count
 * @param {number} [moves] other visits that may have to move
 */
export const offersFor = async (board, request, count, moves = 0) =>
  (await ask(board, "/offers", { request, count, allow_moves: moves })).offers;

/** Who fits a free time best. @param {Board} board @param {Time} time @param {number} count */
export const offersIn = async (board, { practitioner, start, end }, count) =>
  (await ask(board, "/offers", { free: `${practitioner},${start},${end}`, count })).offers;

/** Why a request is not booked; without one, all of them and where time is short. @param {Board} board @param {string} [request] */
export const explanation = (board, request) => ask(board, "/explain", request ? { request } : {});

/**
 * What it would be to put a visit somewhere.
 *
 * @param {Board} board
 * @param {{visit: string, practitioner: string, unit: string, start: string, whole: boolean}} place
 */
export const placingOf = (board, place) => ask(board, "/placing", place);

/** What differs between the board and a plan or another board. @param {Board} board @param {{plan?: string, board?: string}} other */
export const differenceTo = (board, other) => ask(board, "/difference", other);

/** All steps of the board, the undone ones too. @param {Board} board */
export const stepsOf = async (board) => (await ask(board, "/steps")).items;

/** What an explanation says of one request. @param {{unbooked: any[]}} explained @param {string} request */
function unbookedOf(explained, request) {
  const found = explained.unbooked.find((one) => one.request === request);
  return { reasons: found?.reasons ?? [], fixes: found?.fixes ?? [] };
}

/**
 * Where there is room for a request; where there is none, why, and what would let it in.
 *
 * @param {Board} board
 * @param {string} request
 * @param {number} count
 * @returns {Promise<{offers: any[], reasons: any[], fixes: any[]}>}
 */
export async function roomOrReasons(board, request, count) {
  const offers = await offersFor(board, request, count);
  if (offers.length) return { offers, reasons: [], fixes: [] };
  return { offers, ...unbookedOf(await explanation(board, request), request) };
}
