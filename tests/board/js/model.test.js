import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingOf, Model } from "../../../dagplan/board/static/model.js";
import { DAY, NEXT, request, state } from "./requests.js";

const ids = (placed) => placed.map((one) => one.visit);

test("what stands is found by visit, person, patient, item and request", () => {
  const model = new Model(request(), state(7));
  assert.equal(model.version, 7);
  assert.deepEqual(model.placed.get("a"), {
    visit: "a",
    request: "r1",
    patient: "p1",
    practitioner: "nurse",
    unit: "vc",
    date: DAY,
    from: 510,
    to: 540,
    locked: false,
    equipment: ["spiro-1"],
    role: "secondary",
    competence: "spirometri",
    position: 0,
    size: 2,
  });
  assert.deepEqual(ids(model.at("doctor", DAY)), ["b"]);
  assert.deepEqual(ids(model.ofPatient("p1", DAY)), ["a", "b"]);
  assert.deepEqual(ids(model.ofItem("spiro-1", DAY)), ["a"]);
  assert.deepEqual(ids(model.ofCase("r1")), ["a", "b"]);
  assert.deepEqual(model.unbooked, ["r2"]);
  assert.equal(model.placed.get("b").locked, true);
  assert.deepEqual(model.ofCase("nobody"), []);
});

test("windows that touch at a unit are one, and busy times are the sum of all, on each of their dates", () => {
  const model = new Model(request(), state());
  assert.deepEqual(model.hours("nurse", DAY), [{ unit: "vc", from: 480, to: 960 }]);
  assert.deepEqual(model.hours("doctor", DAY), [
    { unit: "vc", from: 480, to: 720 },
    { unit: "kl", from: 720, to: 1440 },
  ]);
  assert.deepEqual(model.busy("nurse", DAY), [{ from: 600, to: 660 }]);
  assert.deepEqual(model.busy("doctor", DAY), [{ from: 1320, to: 1440 }]);
  assert.deepEqual(model.busy("doctor", NEXT), [{ from: 0, to: 1440 }]);
  assert.deepEqual(model.busy("doctor", "2026-12-09"), [{ from: 0, to: 60 }]);
  assert.deepEqual(model.busy("doctor", "2026-12-10"), []);
  assert.deepEqual(model.patientBusy("p1", DAY), [{ from: 480, to: 510 }]);
  assert.deepEqual(model.itemBusy("spiro-1", DAY), [{ from: 900, to: 1440 }]);
  assert.deepEqual(model.dates, [DAY]);
});

test("people are found by unit and competence, whatever the case and the blanks", () => {
  const model = new Model(request(), state());
  assert.deepEqual(model.peopleOf(), ["nurse", "doctor"]);
  assert.deepEqual(model.peopleOf("kl"), ["doctor"]);
  assert.deepEqual(model.peopleOf("vc", " SPIROMETRI"), ["nurse", "doctor"]);
  assert.deepEqual(model.peopleOf("", "Läkare".normalize("NFD")), ["doctor"]);
  assert.deepEqual(model.competences, ["läkare", "Spirometri"]);
  assert.equal(model.title("nurse"), "Siv");
  assert.equal(model.title("kl"), "kl");
  assert.equal(model.title({ id: "spiro-1", name: "Ettan" }), "Ettan");
});

test("an update moves, adds and takes away, and says which", () => {
  const model = new Model(request(), state(1));
  const heard = [];
  model.addEventListener("change", (event) => heard.push(event.detail));
  assert.deepEqual(ids(model.at("nurse", DAY)), ["a"]);
  const booking = (visit, practitioner, start, locked) => ({ visit, practitioner, unit: "vc", start, locked });
  model.take({
    board: state(2),
    moved: {
      a: {
        before: booking("a", "nurse", `${DAY}T08:30`, false),
        after: booking("a", "doctor", `${NEXT}T08:30`, true),
      },
      b: { before: booking("b", "doctor", `${DAY}T09:00`, true), after: null },
      c: { before: null, after: booking("c", "doctor", `${DAY}T08:00`, false) },
    },
  });
  assert.equal(model.version, 2);
  assert.deepEqual(heard, [{ visits: new Set(["a", "b", "c"]), hours: false }]);
  assert.deepEqual(ids(model.at("nurse", DAY)), []);
  assert.deepEqual(ids(model.at("doctor", DAY)), ["c"]);
  assert.deepEqual(ids(model.at("doctor", NEXT)), ["a"]);
  assert.deepEqual(ids(model.ofItem("spiro-1", DAY)), []);
  assert.equal(model.placed.get("a").locked, true);
  assert.deepEqual(model.unbooked, ["r1"]);
  assert.deepEqual(model.dates, [DAY, NEXT]);
  assert.deepEqual(new Set(model.request.bookings.map((one) => one.visit)), new Set(["a", "c"]));
});

test("after any updates it is as one made anew from the same request", () => {
  let seed = 1;
  const draw = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const model = new Model(request(), state());
  for (let step = 0; step < 300; step += 1) {
    const visit = ["a", "b", "c"][draw(3)];
    const start = `${[DAY, NEXT][draw(2)]}T${String(8 + draw(8)).padStart(2, "0")}:00`;
    const after =
      draw(4) === 0
        ? null
        : { visit, practitioner: ["nurse", "doctor"][draw(2)], unit: "vc", start, locked: draw(2) === 0 };
    model.take({ board: state(step), moved: { [visit]: { before: null, after } } });
    const anew = new Model({ ...model.request, bookings: [...model.placed.values()].map(bookingOf) }, model.state);
    for (const date of [DAY, NEXT]) {
      for (const person of ["nurse", "doctor"]) assert.deepEqual(model.at(person, date), anew.at(person, date));
      for (const patient of ["p1", "p2"]) {
        assert.deepEqual(model.ofPatient(patient, date), anew.ofPatient(patient, date));
      }
    }
    assert.deepEqual(model.unbooked, anew.unbooked);
    assert.deepEqual(model.dates, anew.dates);
  }
});

test("other bookings are shown for a while, with what is locked, and those that stand come back", () => {
  const model = new Model(request(), state());
  model.preview([
    { visit: "b", practitioner: "doctor", unit: "vc", start: `${DAY}T09:00` },
    { visit: "c", practitioner: "doctor", unit: "vc", start: `${DAY}T11:00` },
    { visit: "nobody's", practitioner: "doctor", unit: "vc", start: `${DAY}T11:00` },
  ]);
  assert.deepEqual(ids(model.at("doctor", DAY)), ["b", "c"]);
  assert.equal(model.placed.get("b").locked, true);
  assert.deepEqual(ids(model.at("nurse", DAY)), []);
  model.preview([]);
  assert.equal(model.placed.size, 0);
  model.preview(null);
  assert.deepEqual(ids(model.at("doctor", DAY)), ["b"]);
  assert.deepEqual(ids(model.ofItem("spiro-1", DAY)), ["a"]);
});

test("a write ends what was only shown", () => {
  const model = new Model(request(), state());
  model.preview([]);
  model.take({ board: state(2), moved: {} });
  assert.deepEqual([...model.placed.keys()].sort(), ["a", "b"]);
});
