import assert from "node:assert/strict";
import { test } from "node:test";
import { commonStart } from "../../../dagplan/board/static/label.js";
import { Model } from "../../../dagplan/board/static/model.js";
import { longestRise } from "../../../dagplan/board/static/order.js";
import { Places } from "../../../dagplan/board/static/places.js";
import { filterOf, freeIn, lanesOf, rowsOf, shadesOf } from "../../../dagplan/board/static/rows.js";
import { Scale } from "../../../dagplan/board/static/scale.js";

const MONDAY = "2026-12-07";
const TUESDAY = "2026-12-08";

test("a minute is where it is drawn, on any date and at any zoom", () => {
  for (const zoom of [0.12, 0.31, 1, 7.5]) {
    const scale = new Scale([MONDAY, TUESDAY], 420, 1020, zoom);
    for (const date of [MONDAY, TUESDAY]) {
      for (const minutes of [420, 421, 700, 1019]) {
        const at = scale.at(scale.x(date, minutes));
        assert.equal(at.date, date);
        assert.ok(Math.abs(at.minutes - minutes) < 1e-6);
      }
    }
    assert.equal(scale.x(TUESDAY, 420) - scale.x(MONDAY, 1020), 14);
  }
});

test("what lies beyond a date is its nearest minute, and ticks have room for their words", () => {
  const scale = new Scale([MONDAY], 450, 1020, 0.3);
  assert.deepEqual(scale.at(-50), { date: MONDAY, minutes: 450 });
  assert.deepEqual(scale.at(1e5), { date: MONDAY, minutes: 1020 });
  assert.deepEqual(scale.ticks, [540, 720, 900]);
});

const LIT = {
  of: "v",
  grid: 5,
  places: [
    { visit: "v", date: MONDAY, unit: "u", practitioner: "anna", starts: [[480, 490]] },
    { visit: "v", date: MONDAY, unit: "u", practitioner: "anna", starts: [[600, 600]] },
    { visit: "v", date: MONDAY, unit: "u", practitioner: "bo", starts: [[540, 700]] },
    { visit: "v", date: TUESDAY, unit: "u", practitioner: "bo", starts: [[500, 500]] },
    { visit: "other", date: TUESDAY, unit: "u", practitioner: "anna", starts: [[480, 900]] },
  ],
};
const spot = (practitioner, date, start) => ({ practitioner, unit: "u", date, start });
const ORDER = { anna: 0, bo: 1 };
const order = ({ practitioner }) => ORDER[practitioner];

test("starts are those of the visit, on the grid, from first to last", () => {
  const places = new Places(LIT, "v");
  const allowed = [];
  for (let start = 470; start < 620; start += 1) if (places.allows(spot("anna", MONDAY, start))) allowed.push(start);
  assert.deepEqual(allowed, [480, 485, 490, 600]);
  assert.equal(places.allows(spot("anna", TUESDAY, 480)), false);
  assert.equal(places.count, 4 + 33 + 1);
});

test("arrow keys go to the next start, over what is forbidden, and stop at the last", () => {
  const places = new Places(LIT, "v");
  const walk = (start, side) => places.along(spot("anna", MONDAY, start), side)?.start;
  assert.deepEqual(
    [480, 485, 490, 600].map((one) => walk(one, 1)),
    [485, 490, 600, undefined],
  );
  assert.deepEqual(
    [480, 485, 490, 600].map((one) => walk(one, -1)),
    [undefined, 480, 485, 490],
  );
  assert.deepEqual([walk(470, 1), walk(550, 1), walk(550, -1), walk(487, 1)], [480, 600, 490, 490]);
  assert.equal(places.utmost(spot("anna", MONDAY, 485), 1).start, 600);
  assert.equal(places.utmost(spot("anna", MONDAY, 600), -1).start, 480);
});

test("up and down go to the next person at the nearest time, and pages to the next date", () => {
  const places = new Places(LIT, "v");
  assert.deepEqual(places.across(spot("anna", MONDAY, 600), 1, order), spot("bo", MONDAY, 600));
  assert.deepEqual(places.across(spot("anna", MONDAY, 480), 1, order), spot("bo", MONDAY, 540));
  assert.equal(places.across(spot("anna", MONDAY, 480), -1, order), null);
  assert.deepEqual(places.dated(spot("anna", MONDAY, 480), 1), spot("bo", TUESDAY, 500));
  assert.deepEqual(places.dated(spot("bo", TUESDAY, 500), -1), spot("bo", MONDAY, 540));
  assert.equal(places.dated(spot("bo", TUESDAY, 500), 1), null);
});

const visit = (id, from, to) => ({ visit: id, from, to });

test("visits that overlap stand beside one another, those that touch don't", () => {
  assert.equal(lanesOf([visit("a", 0, 10), visit("b", 10, 20)]), null);
  const lanes = lanesOf([visit("a", 0, 30), visit("b", 10, 20), visit("c", 20, 40), visit("d", 40, 50)]);
  assert.deepEqual(Object.fromEntries(lanes), {
    a: { lane: 0, lanes: 2 },
    b: { lane: 1, lanes: 2 },
    c: { lane: 1, lanes: 2 },
    d: { lane: 0, lanes: 1 },
  });
});

const REQUEST = {
  first_date: MONDAY,
  last_date: MONDAY,
  units: [{ id: "u" }, { id: "w" }],
  practitioners: [{ id: "anna", competences: ["nurse"] }],
  availability: [
    { practitioner: "anna", unit: "u", start: `${MONDAY}T08:00`, end: `${MONDAY}T12:00` },
    { practitioner: "anna", unit: "w", start: `${MONDAY}T13:00`, end: `${MONDAY}T24:00` },
  ],
  busy: [{ practitioner: "anna", start: `${MONDAY}T11:30`, end: `${MONDAY}T14:00` }],
  requests: [{ id: "r", patient: "p", visits: [{ id: "v", duration: 30, competence: "nurse" }] }],
  bookings: [{ visit: "v", practitioner: "anna", unit: "u", start: `${MONDAY}T09:00` }],
};
const VIEW = {
  rows: "people",
  span: "day",
  date: "",
  unit: "",
  competence: "",
  linkedOnly: false,
  movedSince: null,
  text: "",
  zoom: 0,
};

test("a person has a row at each unit, open and taken there alone", () => {
  const model = new Model(REQUEST);
  const rows = rowsOf(model, VIEW, [MONDAY]);
  assert.deepEqual(
    rows.map(({ key }) => key),
    ["group u u", "person u anna", "group w w", "person w anna"],
  );
  assert.deepEqual(shadesOf(model, rows[1], MONDAY).taken, [{ from: 690, to: 720 }]);
  assert.deepEqual(shadesOf(model, rows[3], MONDAY).taken, [{ from: 780, to: 840 }]);
  assert.deepEqual(freeIn(model, rows[1], MONDAY), [
    { from: 480, to: 540 },
    { from: 570, to: 690 },
  ]);
  assert.deepEqual(freeIn(model, rows[3], MONDAY), [{ from: 840, to: 1440 }]);
});

test("a filter is none where nothing is looked for", () => {
  assert.equal(filterOf(VIEW), null);
  assert.equal(filterOf({ ...VIEW, text: "  " }), null);
  const wanted = filterOf({ ...VIEW, text: "P", competence: " NURSE " });
  assert.equal(wanted({ visit: "v", request: "r", patient: "p", competence: "nurse", size: 1 }), true);
  assert.equal(wanted({ visit: "v", request: "r", patient: "q", competence: "nurse", size: 1 }), false);
});

test("what all ids begin with is left out as far as a sign between parts", () => {
  assert.equal(commonStart(["p-0001", "p-0002"]), 2);
  assert.equal(commonStart(["ward-a-1", "ward-b-1"]), 5);
  assert.equal(commonStart(["0001", "0002"]), 0);
  assert.equal(commonStart(["p-1", "q-1"]), 0);
  assert.equal(commonStart([]), 0);
});

test("as many elements as can be stay where they are", () => {
  const kept = (numbers) => [...longestRise(numbers)].map((at) => numbers[at]).sort((one, other) => one - other);
  assert.deepEqual(kept([0, 1, 2, 3]), [0, 1, 2, 3]);
  assert.deepEqual(kept([1, 2, 3, 0]), [1, 2, 3]);
  assert.deepEqual(kept([3, 0, 1, 2]), [0, 1, 2]);
  assert.deepEqual(kept([]), []);
  const orders = (some) =>
    some.length
      ? some.flatMap((one) => orders(some.filter((other) => other !== one)).map((rest) => [one, ...rest]))
      : [[]];
  for (const numbers of orders([0, 1, 2, 3, 4])) {
    let most = 0;
    for (let mask = 0; mask < 32; mask += 1) {
      const some = numbers.filter((_, at) => mask & (1 << at));
      if (some.every((one, at) => at === 0 || some[at - 1] < one)) most = Math.max(most, some.length);
    }
    assert.equal(longestRise(numbers).size, most);
    assert.equal(kept(numbers).length, most);
  }
});
