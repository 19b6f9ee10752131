"""One request written down in the ways people and programs write it: whatever is drawn, it says the same.

``python -m tests.sheet_habits --n 3000`` draws that many by hand.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import tempfile
import unicodedata
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dagplan.files import read_request
from dagplan.files.headings import COLUMN_TITLES, SETTING_TITLES, TABLE_TITLES
from dagplan.models import InputError, PlanRequest

from .workbooks import OTHER_HANDS

Rows = list[list[Any]]
BLANKS = ("\u00a0", "\u202f", "\u2009", "\u200b", "\ufeff", " ", "  ", "\u2003", "\u200c", "\u00ad")
TITLES = ("Besök vecka 50", "Vårdcentralen Åby", "Sparad av: Anna, 2026-12-01", "Underlag (utkast)", "Blad 3 av 7")
TOTALS = ("Summa", "Summa:", "Totalt", "Totalt antal", "Antal rader", "Utskriven 2026-12-01", "SUM", "Total")
DAYS = [date(2026, 12, 7) + timedelta(number) for number in range(3)]

MEANT = PlanRequest.model_validate(
    {
        "first_date": "2026-12-07",
        "last_date": "2026-12-09",
        "units": [{"id": "vc-1", "name": "Vårdcentral Åby", "kind": "primary_care_centre"}, {"id": "kl-ö"}],
        "practitioners": [
            {"id": "sjuksköterska", "name": "S. Ek", "competences": ["EKG", "vilo ekg"]},
            {"id": "läk-1", "competences": ["läkare"]},
        ],
        "availability": [
            {"practitioner": who, "unit": "vc-1", "start": f"{day}T08:00", "end": f"{day}T{end}"}
            for day in DAYS
            for who, end in (("sjuksköterska", "12:00"), ("läk-1", "24:00"))
        ],
        "busy": [{"practitioner": "läk-1", "start": "2026-12-08T00:00", "end": "2026-12-09T24:00"}],
        "patient_busy": [{"patient": "p1", "start": "2026-12-07T00:00", "end": "2026-12-07T24:00"}],
        "requests": [
            {
                "id": "r1",
                "patient": "p1",
                "priority": "urgent",
                "target": "2026-12-08",
                "not_before": "09:30",
                "not_after": "16:00",
                "excluded_dates": ["2026-12-09"],
                "max_wait": 60,
                "visits": [
                    {"id": "v1", "role": "secondary", "duration": 30, "competence": "vilo ekg"},
                    {"id": "v2", "role": "primary", "duration": 45, "competence": "läkare", "preferred": "läk-1"},
                ],
            },
            {"id": "r2", "patient": "p2", "visits": [{"id": "v3", "duration": 15, "competence": "EKG"}]},
        ],
        "bookings": [
            {
                "visit": "v3",
                "practitioner": "sjuksköterska",
                "unit": "vc-1",
                "start": "2026-12-07T08:00",
                "locked": True,
            }
        ],
        "settings": {"grid": 15, "time_limit": 2.5},
    }
)


class Hand:
    """Somebody who writes the request down in a workbook or in CSV files, with habits of their own."""

    def __init__(self, seed: int, *, typed: bool) -> None:
        self.draw = random.Random(seed)
        self.typed = typed
        """Whether cells hold numbers, dates and times, and not only texts."""

    def maybe(self, share: float = 0.5) -> bool:
        return self.draw.random() < share

    def one(self, *values: Any) -> Any:
        return self.draw.choice(values)

    def tables(self) -> dict[str, Rows]:
        """The rows of each table, by the title of its sheet or file."""
        found = {}
        for name, columns, rows in self._plain():
            order = list(columns)
            if self.maybe(0.3):
                self.draw.shuffle(order)
            body = [[row.get(column) for column in order] for row in rows]
            head = [self.heading(name, column) for column in order]
            found[self.title(name)] = self.around(name, [head, *body])
        return found

    def around(self, name: str, rows: Rows) -> Rows:
        """Titles above, totals below, blank rows and columns between and beside."""
        above: Rows = []
        for _ in range(self.one(0, 0, 1, 2, 3)):
            above.append([] if self.maybe(0.4) else [*[None] * self.one(0, 0, 2), self.draw.choice(TITLES)])
        below: Rows = []
        if name != "settings" and self.maybe(0.3):
            below = [[] for _ in range(self.one(0, 1, 2))]
            figure = [None, self.one(3, "3", 12.5)]
            below.append([self.draw.choice(TOTALS), *figure])
        body = [line for row in rows[1:] for line in ([row], [[], row])[self.maybe(0.1)]]
        left = self.one(0, 0, 0, 1, 2)
        return [[*[None] * left, *row] if row else [] for row in (*above, rows[0], *body, *below)]

    def blank(self) -> str:
        return self.draw.choice(BLANKS)

    def worn(self, text: str, *, inside: bool = False) -> str:
        """A text with blanks at its ends, and odd ones in the place of its own."""
        if inside and " " in text and self.maybe(0.3):
            text = text.replace(" ", self.one("\u00a0", "\u202f", "\n", "  ", " \u200b"))
        if self.maybe(0.15):
            text += self.blank()
        if self.maybe(0.1):
            text = self.blank() + text
        return unicodedata.normalize("NFD", text) if self.maybe(0.15) else text

    def cased(self, text: str) -> str:
        return str(self.one(text, text, text.upper(), text.lower(), text.title()))

    def title(self, name: str) -> str:
        swedish, english, others = TABLE_TITLES[name]
        title = self.cased(self.one(swedish, swedish, english, name, *others))
        return unicodedata.normalize("NFD", title) if self.maybe(0.15) else title

    def heading(self, table: str, column: str) -> str:
        swedish, english, others = COLUMN_TITLES[column]
        words = [swedish, swedish, english, column]
        if table not in ("requests", "visits"):  # there the other words may mean another column
            words += others
        text = self.cased(self.draw.choice(words))
        if len(text) > 6 and self.maybe(0.1):
            text = text[:4] + "-\n" + text[4:]
        if self.maybe(0.15):
            text += self.one(" (min)", "\n(t.ex. 9.30, 10.00)", " [minuter]", ", min", "*", ":", " *")
        return self.worn(text, inside=True)

    def word(self, text: str) -> str:
        """An id or a name: blanks around it are nobody's."""
        return self.worn(text)

    def day(self, day: date) -> Any:
        if self.typed and self.maybe():
            return self.one(day, datetime.combine(day, time()), (day - date(1899, 12, 30)).days)
        return self.one(
            f"{day}", f"{day:%Y/%m/%d}", f"{day.year}-{day.month}-{day.day}", f"{day:%Y%m%d}", f"{day}\u00a0"
        )

    def moment(self, day: date, clock: str) -> Any:
        at = datetime.combine(day, time()) + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))
        if self.typed and self.maybe():
            return at
        written = self.one(
            clock,
            f"{int(clock[:2])}{clock[2:]}",
            clock.replace(":", "."),
            f"kl {clock}",
            f"{clock}:00",
            f"kl. {clock}",
        )
        blank = self.one(" ", " ", "\u00a0", "\u202f", "\u200b", "  ", ", ")
        return self.one(
            f"{day}T{clock}", f"{day}{blank}{written}", f"{day:%Y/%m/%d} {written}", f"{day:%Y%m%d} {clock}"
        )

    def clock(self, clock: str) -> Any:
        hours, minutes = int(clock[:2]), int(clock[3:])
        if self.typed and self.maybe():
            return self.one(
                time(hours, minutes), (hours + minutes / 60) / 24, timedelta(hours=hours, minutes=minutes)
            )
        return self.one(
            clock, clock.replace(":", "."), clock.replace(":", ","), clock.replace(":", ""), f"kl {clock}"
        )

    def number(self, value: int) -> Any:
        if self.typed and self.maybe():
            return self.one(value, float(value))
        return self.one(f"{value}", f"{value},0", f"{value}.0", f"{value} min", f" {value}\u00a0")

    def absence(self, who: str, first: date, last: date) -> dict[str, Any]:
        """Whole days: as dates alone, or from midnight to midnight."""
        if self.maybe(0.7):
            start, end = self.day(first), self.day(last)
            plain = [
                isinstance(cell, datetime | int) for cell in (start, end)
            ]  # such a cell says midnight, or nothing
            return {"who": who, "start": str(first) if plain[0] else start, "end": str(last) if plain[1] else end}
        return {"who": who, "start": self.moment(first, "00:00"), "end": self.midnight(last)}

    def midnight(self, day: date) -> Any:
        """The end of a date."""
        return self.one(self.moment(day + timedelta(1), "00:00"), f"{day} 24:00", f"{day}T24:00", f"{day} kl 24.00")

    def _plain(self) -> list[tuple[str, list[str], list[dict[str, Any]]]]:
        word, number, day = self.word, self.number, self.day
        settings = {"first_date": day(DAYS[0]), "last_date": day(DAYS[2]), "grid": number(15), "time_limit": "2,5"}
        schedule = [
            {"practitioner": word(who), "unit": word("vc-1"), "start": self.moment(one, "08:00"), "end": end}
            for one in DAYS
            for who, end in (("sjuksköterska", self.moment(one, "12:00")), ("läk-1", self.midnight(one)))
        ]
        away, other = self.absence("läk-1", DAYS[1], DAYS[2]), self.absence("p1", DAYS[0], DAYS[0])
        return [
            (
                "settings",
                ["key", "value"],
                [
                    {"key": self.worn(self.one(key, *SETTING_TITLES[key][:2])), "value": settings[key]}
                    for key in settings
                ],
            ),
            (
                "units",
                ["id", "name", "kind"],
                [
                    {"id": word("vc-1"), "name": word("Vårdcentral Åby"), "kind": self.cased(word("vårdcentral"))},
                    {"id": word("kl-ö")},
                ],
            ),
            (
                "practitioners",
                ["id", "name", "competences"],
                [
                    {
                        "id": word("sjuksköterska"),
                        "name": word("S. Ek"),
                        "competences": self.one(
                            "EKG|vilo ekg", "EKG, vilo ekg", "EKG;vilo ekg", "EKG\nvilo ekg", "EKG | vilo ekg|"
                        ),
                    },
                    {"id": word("läk-1"), "competences": word("läkare")},
                ],
            ),
            ("availability", ["practitioner", "unit", "start", "end"], schedule),
            ("busy", ["practitioner", "start", "end"], [{**away, "practitioner": word(away.pop("who"))}]),
            ("patient_busy", ["patient", "start", "end"], [{**other, "patient": word(other.pop("who"))}]),
            (
                "requests",
                ["id", "patient", "priority", "target", "not_before", "not_after", "excluded_dates", "max_wait"],
                [
                    {
                        "id": word("r1"),
                        "patient": word("p1"),
                        "priority": self.cased(self.one("brådskande", "urgent")),
                        "target": day(DAYS[1]),
                        "not_before": self.clock("09:30"),
                        "not_after": self.clock("16:00"),
                        "excluded_dates": day(DAYS[2]),
                        "max_wait": number(60),
                    },
                    {"id": word("r2"), "patient": word("p2")},
                ],
            ),
            (
                "visits",
                ["request", "id", "role", "duration", "competence", "preferred"],
                [
                    {"request": word("r1"), "id": word("v1"), "role": self.cased(self.one("sekundär", "secondary"))}
                    | {"duration": number(30), "competence": word("vilo ekg")},
                    {"request": word("r1"), "id": word("v2"), "role": self.cased(self.one("primär", "primary"))}
                    | {"duration": number(45), "competence": word("läkare"), "preferred": word("läk-1")},
                    {"request": word("r2"), "id": word("v3"), "duration": number(15), "competence": word("EKG")},
                ],
            ),
            (
                "bookings",
                ["visit", "practitioner", "unit", "start", "locked"],
                [
                    {"visit": word("v3"), "practitioner": word("sjuksköterska"), "unit": word("vc-1")}
                    | {
                        "start": self.moment(DAYS[0], "08:00"),
                        "locked": self.one("ja", "JA", "yes", "1", "x", "sant", True),
                    },
                ],
            ),
        ]


def write_workbook(seed: int, file: Path) -> None:
    hand = Hand(seed, typed=True)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    tables = list(hand.tables().items())
    hand.draw.shuffle(tables)
    for title, rows in tables:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, str) and value[:1] in "=":
                    cell.data_type = "s"
                elif isinstance(value, int | float) and not isinstance(value, bool) and hand.maybe(0.3):
                    if value in (15, 30, 45, 60):
                        cell.number_format = hand.one('0" min"', "[Red]0", "0_d", "@", "0.00", '"d"0', "#,##0")
                elif isinstance(value, datetime) and value.time() == time():
                    cell.number_format = hand.one("yyyy-mm-dd hh:mm", "[$-41D]yyyy/mm/dd hh.mm;@")
        if hand.maybe(0.2):
            sheet.column_dimensions[hand.one("A", "C")].hidden = True
        if hand.maybe(0.2):
            sheet.sheet_state = "hidden"
        filled = next(
            (number for number, row in enumerate(rows, 1) if sum(cell is not None for cell in row) == 1), None
        )
        if filled and filled < 3 and hand.maybe(0.3):
            column = next(at for at, cell in enumerate(rows[filled - 1], 1) if cell is not None)
            sheet.merge_cells(start_row=filled, start_column=column, end_row=filled, end_column=column + 3)
    workbook.create_sheet("Blad1")
    workbook.active = len(workbook.worksheets) - 1
    workbook.save(file)
    for change in OTHER_HANDS:
        if hand.maybe(0.15):
            file.write_bytes(change(file.read_bytes()))


def write_folder(seed: int, folder: Path) -> None:
    hand = Hand(seed, typed=False)
    delimiter = hand.one(";", ";", ",", "\t")
    encoding = hand.one("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "mac_roman", "utf-32")
    end = hand.one("\r\n", "\n", "\r")
    for title, rows in hand.tables().items():
        text = io.StringIO(newline="")
        if hand.maybe(0.2):
            text.write(f"sep={delimiter}{end}")
        all_quoted = end == "\r" or hand.maybe()  # a lone \n needs quotes too
        writer = csv.writer(
            text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
        )
        writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
        try:
            # A soft hyphen is a letter to those who read it in another encoding of one byte a letter.
            data = text.getvalue().encode("utf-8" if "\u00ad" in text.getvalue() else encoding)
        except UnicodeEncodeError:  # odd blanks, letters in two parts
            data = text.getvalue().encode("utf-8")
        (folder / f"{title}.csv").write_bytes(data)


def says(source: Path) -> PlanRequest:
    """The request that is read, letters in normal form C: texts are shown as they are written."""
    return PlanRequest.model_validate_json(
        unicodedata.normalize("NFC", read_request(source).model_dump_json(by_alias=True))
    )


def misread(source: Path) -> str:
    """What is wrong with what is read; nothing if it is the request, or if nobody could tell the letters."""
    try:
        return "" if says(source) == MEANT else "another request"
    except InputError as error:
        told = {problem.message for problem in error.problems}
        return "" if told == {"its encoding can't be told; save it as UTF-8"} else str(error)


def main(count: int, first: int = 0) -> int:
    """How many of so many draws were read as something else."""
    wrong = 0
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_workbook(seed, folder / "week.xlsx")
            (folder / "csv").mkdir()
            write_folder(seed, folder / "csv")
            for source in (folder / "week.xlsx", folder / "csv"):
                if said := misread(source):
                    wrong += 1
                    print(seed, source.name, said[:600])
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    print(main(asked.n, asked.first), "wrong of", 2 * asked.n)
