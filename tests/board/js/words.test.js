import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clockOf,
  datesBetween,
  daysBetween,
  minutesOf,
  momentOf,
  mondayOf,
} from "../../../dagplan/board/static/times.js";
import { day, has, load, minutes, number, percent, t } from "../../../dagplan/board/static/words.js";

const WORDS = {
  "board.undo": "Undo",
  "board.booked": { one: "one of {of:number} {{booked}}", other: "{n:number} of {of:number}" },
  "board_timeline.at": "{who} {at:moment}, {days:and-date}, {wait:minutes}: {all:clauses}",
};

test("a word is found with and without what the shell's begin with, and a number decides its form", () => {
  load(WORDS, "en");
  assert.equal(t("undo"), "Undo");
  assert.equal(t("board.undo"), "Undo");
  assert.equal(t("booked", { n: 1, of: 1200 }), "one of 1,200 {booked}");
  assert.equal(t("booked", { n: 0, of: 12 }), "0 of 12");
  assert.equal(has("redo"), false);
});

test("values are written as the program's own sentences have them", () => {
  const values = {
    who: "Siv",
    at: "2026-12-07T09:30",
    days: ["2026-12-07", "2026-12-08", "2026-12-24"],
    wait: 1,
    all: ["a", "b"],
  };
  load(WORDS, "en");
  assert.equal(
    t("board_timeline.at", values),
    "Siv 2026-12-07 09:30, 2026-12-07, 2026-12-08 and 2026-12-24, 1 minute: a; b",
  );
  load(WORDS, "sv");
  assert.equal(
    t("board_timeline.at", values),
    "Siv den 7 december 09:30, den 7 december, den 8 december och den 24 december, 1 minut: a; b",
  );
});

test("dates and numbers by language", () => {
  load({}, "sv");
  assert.equal(day("2026-12-07", "long"), "måndag 7 december");
  assert.equal(day("2026-12-07", "weekday"), "mån");
  assert.equal(number(12345.678), "12\u00a0345,68");
  assert.equal(percent(0.004), "0,4\u00a0%");
  assert.equal(minutes(5), "5 minuter");
  load({}, "en");
  assert.equal(day("2026-12-07", "short"), "Mon, 7 Dec".replace(",", day("2026-12-07").includes(",") ? "," : ""));
  assert.equal(number(12345.678), "12,345.68");
});

test("times are minutes of a date, over the changes of the clock too", () => {
  assert.equal(minutesOf("2026-12-07T24:00"), 1440);
  assert.equal(minutesOf("2026-12-08T00:30", "2026-12-07"), 1470);
  assert.equal(minutesOf("2026-12-06T23:00", "2026-12-07"), -60);
  assert.equal(momentOf("2026-12-07", 1440), "2026-12-08T00:00");
  assert.equal(momentOf("2026-12-07", 570), "2026-12-07T09:30");
  assert.equal(clockOf(1440), "24:00");
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 2);
  assert.deepEqual(datesBetween("2026-03-28", "2026-03-30"), ["2026-03-28", "2026-03-29", "2026-03-30"]);
  assert.equal(mondayOf("2026-12-13"), "2026-12-07");
  assert.equal(mondayOf("2026-12-07"), "2026-12-07");
});
