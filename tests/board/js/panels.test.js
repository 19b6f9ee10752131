import assert from "node:assert/strict";
import { test } from "node:test";
import { costLines, datesOf, marksOf, putting, wholeFix } from "../../../dagplan/board/static/bookings.js";
import { familyOf } from "../../../dagplan/board/static/family.js";
import { later, minutesBetween } from "../../../dagplan/board/static/formats.js";
import { Model } from "../../../dagplan/board/static/model.js";
import { requestOf } from "../../../dagplan/board/static/newrequest.js";
import { load } from "../../../dagplan/board/static/words.js";
import { DAY, NEXT, request } from "./requests.js";

const each = (one, other = one) => ({ one, other });

load(
  {
    "board.panel.from_to": "{first}/{last}",
    "board.panel.cost.days_after": each("{n} day late", "{n} days late"),
    "board.panel.cost.days_before": each("{n} day early", "{n} days early"),
    "board.panel.cost.waits": each("{n} minute waited", "{n} minutes waited"),
    "board.panel.cost.not_preferred": "not {person}",
    "board.panel.cost.apart": "apart from {day}",
  },
  "en",
);

const booking = (visit, practitioner, start, end) => ({ visit, practitioner, unit: "vc", start, end });

test("what a place costs: days from the target, waits, another than preferred", () => {
  const model = new Model(request());
  const wanted = {
    id: "r1",
    target: DAY,
    visits: [{ id: "a", preferred: "nurse" }, { id: "b" }],
  };
  const there = [
    booking("a", "doctor", `${NEXT}T09:00`, `${NEXT}T09:30`),
    booking("b", "doctor", `${NEXT}T09:45`, `${NEXT}T10:05`),
  ];
  assert.deepEqual(costLines(model, wanted, there), [
    { text: "1 day late", cost: 10 },
    { text: "15 minutes waited", cost: 15 },
    { text: "not Siv", cost: 25 },
  ]);
});

test("a target that was never said is the first date on which it may be booked; weights of the request count", () => {
  const model = new Model({ ...request(), settings: { weights: { day_deviation: 3, wait: 0 } } });
  const there = [booking("a", "nurse", `${NEXT}T09:00`, `${NEXT}T09:30`)];
  assert.deepEqual(costLines(model, { id: "r1", visits: [{ id: "a" }] }, there), [{ text: "1 day late", cost: 3 }]);
  assert.deepEqual(costLines(model, { id: "r1", earliest: NEXT, visits: [{ id: "a" }] }, there), []);
  assert.deepEqual(costLines(model, { id: "r1", earliest: "2026-01-01", visits: [{ id: "a" }] }, there), [
    { text: "1 day late", cost: 3 },
  ]);
  assert.deepEqual(costLines(model, { id: "r1", target: "2026-12-10", visits: [{ id: "a" }] }, there), [
    { text: "2 days early", cost: 6 },
  ]);
});

test("overlapping visits, as locked ones may be, are no waiting", () => {
  const model = new Model(request());
  const there = [
    booking("a", "nurse", `${DAY}T09:00`, `${DAY}T09:30`),
    booking("b", "doctor", `${DAY}T09:10`, `${DAY}T09:40`),
  ];
  assert.deepEqual(costLines(model, { id: "r1", visits: [{ id: "a" }, { id: "b" }] }, there), []);
});

test("dates are those of the plan where the request has none, or wider ones", () => {
  const model = new Model(request());
  assert.match(datesOf(model, { earliest: "2026-11-01" }), /^Mon,? 7 Dec\/Tue,? 8 Dec$/);
  assert.match(datesOf(model, { earliest: NEXT, latest: "2027-01-01" }), /^Tue,? 8 Dec$/);
});

test("a fix is its changes, then the bookings that none of them puts", () => {
  const placement = [
    booking("a", "nurse", `${DAY}T09:00`, `${DAY}T09:30`),
    booking("b", "doctor", `${DAY}T09:30`, `${DAY}T10:00`),
  ];
  const loosened = { kind: "set_request", request: "r1", max_wait: 60 };
  const moved = { kind: "set_booking", visit: "b", start: `${DAY}T09:30` };
  assert.deepEqual(wholeFix({ changes: [loosened, moved], placement }), [
    loosened,
    moved,
    { kind: "set_booking", visit: "a", practitioner: "nurse", unit: "vc", start: `${DAY}T09:00` },
  ]);
});

test("a booking is put with the items that it has, and without any where it has none", () => {
  const one = booking("a", "nurse", `${DAY}T09:00`, `${DAY}T09:30`);
  assert.equal("equipment" in putting({ ...one, equipment: [] }), false);
  assert.deepEqual(putting({ ...one, equipment: ["spiro-1"] }).equipment, ["spiro-1"]);
});

const VALUES = {
  patient: " p9 ",
  priority: "urgent",
  earliest: "",
  latest: NEXT,
  target: "",
  min_wait: "",
  max_wait: "60",
};
const VISIT = { competence: "läkare ", duration: "20", preferred: "", role: "primary" };

test("a form of one visit: no role, no waits, nothing that is empty", () => {
  assert.deepEqual(
    requestOf(VALUES, [VISIT], () => false),
    {
      id: "new-1",
      patient: "p9",
      priority: "urgent",
      latest: NEXT,
      visits: [{ id: "new-1-1", competence: "läkare", duration: 20 }],
    },
  );
});

test("a form of a chain: roles, waits, and ids that nobody has", () => {
  const taken = new Set(["new-1", "new-2-1"]);
  const second = { competence: "spirometri", duration: "x", preferred: "nurse", role: "secondary" };
  const made = requestOf(VALUES, [VISIT, second], (id) => taken.has(id));
  assert.equal(made.id, "new-3");
  assert.equal(made.max_wait, 60);
  assert.equal("min_wait" in made, false);
  assert.deepEqual(
    made.visits.map((one) => [one.id, one.role, one.preferred]),
    [
      ["new-3-1", "primary", undefined],
      ["new-3-2", "secondary", "nurse"],
    ],
  );
});

test("a family is a board, what it comes from and what comes of those; a parent that is gone begins one", () => {
  const board = (id, parent, created) => ({ id, parent, created });
  const boards = [
    board("d", "b", "4"),
    board("b", "a", "2"),
    board("a", null, "1"),
    board("other", null, "3"),
    board("c", "a", "3"),
    board("orphan", "gone", "5"),
    board("child", "orphan", "6"),
  ];
  const family = (id) => familyOf(boards, id).map((one) => one.id);
  assert.deepEqual(family("d"), ["a", "b", "c", "d"]);
  assert.deepEqual(family("a"), ["a", "b", "c", "d"]);
  assert.deepEqual(family("other"), ["other"]);
  assert.deepEqual(family("child"), ["orphan", "child"]);
});

test("times on the clock", () => {
  assert.equal(later(`${DAY}T23:30`, 30), `${DAY}T24:00`);
  assert.equal(minutesBetween(`${DAY}T23:30`, `${NEXT}T00:15`), 45);
});

test("new visits are marked beside others that stood, and not where all is new", () => {
  const added = [{ visit: "v1" }];
  assert.deepEqual([...marksOf({ added, moved: [], dropped: [], unchanged: 0 })], []);
  assert.deepEqual([...marksOf({ added, moved: [], dropped: [], unchanged: 3 })], [["v1", "added"]]);
  const both = marksOf({ added, moved: [{ visit: "v2" }], dropped: [{ visit: "v3" }], unchanged: 0 });
  assert.deepEqual([...both.keys()].sort(), ["v1", "v2", "v3"]);
});
