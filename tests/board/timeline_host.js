// @ts-check
/** A page with nothing but a timeline, and a stand-in for the service: it reckons allowed places from the model alone. */

import { Model } from "/static/model.js";
import { minutesOf, dateOf, momentOf, competenceKey } from "/static/times.js";
import { t } from "/static/words.js";
import "/static/timeline.js";

const request = await (await fetch("/request.json")).json();
const began = performance.now();
const timeline = document.querySelector("dag-timeline");
const model = new Model(request, { version: "1" });
const log = [];
const told = { say: [], wait: 0, silent: false };

/** The rules that a visit would break somewhere, beside all others that stand. */
function broken(visit, { practitioner, unit, date, start }, alone = true) {
  const wanted = model.visits.get(visit);
  const { duration, competence } = wanted.visit;
  const end = start + duration;
  const apart = (one) => one.to <= start || end <= one.from;
  const mine = (one) => one.visit === visit || (!alone && one.request === wanted.case.id);
  const found = [];
  const able = model.people.get(practitioner).competences.some((one) => competenceKey(one) === competenceKey(competence));
  if (!able) found.push("competence");
  const inside = model.hours(practitioner, date).some((one) => one.unit === unit && one.from <= start && end <= one.to);
  if (!inside || !model.busy(practitioner, date).every(apart)) found.push("inside_window");
  if (!model.at(practitioner, date).every((one) => mine(one) || apart(one))) found.push("practitioner_once");
  if (!model.ofPatient(wanted.case.patient, date).every((one) => mine(one) || apart(one))) found.push("patient_once");
  if (alone) {
    const others = model.ofCase(wanted.case.id).filter((one) => one.visit !== visit);
    if (others.some((one) => one.date !== date)) found.push("same_date");
    if (others.some((one) => (one.position < wanted.position ? one.to > start : one.from < end))) found.push("sequence");
  }
  return found;
}

function allowed(of, whole) {
  const visits = whole ? model.cases.get(of).visits.map((one) => one.id) : [of];
  const grid = request.settings?.grid ?? 5;
  const places = [];
  for (const visit of visits) {
    for (const practitioner of model.people.keys()) {
      for (const date of model.dates) {
        for (const { unit, from, to } of model.hours(practitioner, date)) {
          const starts = [];
          for (let start = Math.ceil(from / grid) * grid; start < to; start += grid) {
            if (broken(visit, { practitioner, unit, date, start }, !whole).length) continue;
            const last = starts.at(-1);
            if (last && last[1] === start - grid) last[1] = start;
            else starts.push([start, start]);
          }
          if (starts.length) places.push({ visit, date, unit, practitioner, starts });
        }
      }
    }
  }
  return { of, places, grid };
}

const later = (act) => (told.silent ? undefined : setTimeout(act, told.wait));
for (const name of ["pick", "pickfree", "askallowed", "askplacing", "drop", "viewchange", "say"]) {
  document.addEventListener(name, (event) => log.push([name, event.detail]));
}
document.addEventListener("say", ({ detail: { key, values } }) => {
  document.getElementById("status").textContent = t(key, values);
  told.say.push(t(key, values));
});
document.addEventListener("askallowed", ({ detail: { of, whole } }) => later(() => (timeline.lit = allowed(of, whole))));
document.addEventListener("askplacing", ({ detail }) => {
  const spot = { ...detail, date: dateOf(detail.start), start: minutesOf(detail.start) };
  later(() => {
    const rules = broken(detail.visit, spot, !detail.whole);
    const violations = rules.map((rule) => ({ rule, message: `message of ${rule}` }));
    timeline.verdict({ offer: rules.length ? null : { bookings: [] }, violations, displaced: [] });
  });
});
document.addEventListener("drop", ({ detail: { visit, practitioner, unit, start } }) => {
  const before = model.placed.get(visit);
  const after = { visit, practitioner, unit, start, locked: before.locked };
  later(() => model.take({ board: { version: "2" }, moved: { [visit]: { before, after } } }));
});

const indexed = performance.now();
timeline.model = model;
const ready = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))));
Object.assign(window, { timeline, model, log, told, momentOf });
document.body.dataset.indexed = String(indexed - began);
document.body.dataset.ready = String(await ready);
