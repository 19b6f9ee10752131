import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from dagplan import files
from dagplan.files.completion import plan_from
from dagplan.models import Plan, PlanRequest
from dagplan.report import screen
from tests.places import EXAMPLES

ASTHMA = files.read_request(EXAMPLES / "asthma.request.json")


def printed(request: PlanRequest, plan: Plan, *, show_all: bool = False, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=80, force_terminal=terminal, color_system="standard" if terminal else None
    )
    screen.print_plan(request, plan, console, show_all=show_all)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def asthma_plan(**stated: Any) -> Plan:
    shared = {"request": "r1", "patient": "p1", "unit": "vc-1"}
    first = {**shared, "visit": "r1-spirometry", "practitioner": "asthma-nurse"}
    second = {**shared, "visit": "r1-physician", "practitioner": "physician-1"}
    first |= {"start": "2026-12-08T09:30", "end": "2026-12-08T10:00"}
    second |= {"start": "2026-12-08T10:00", "end": "2026-12-08T10:30"}
    return plan_from({"bookings": [first, second], **stated}, ASTHMA)


def many(number: int) -> tuple[PlanRequest, Plan]:
    """So many bookings, 40 a date."""
    first = date(2026, 2, 2)
    requests, bookings, windows = [], [], []
    for index in range(number):
        day, slot = divmod(index, 40)
        start = datetime.combine(first + timedelta(days=day), datetime.min.time()) + timedelta(
            hours=8, minutes=10 * slot
        )
        visit = {"id": f"v{index}", "duration": 10, "competence": "physician"}
        requests.append({"id": f"r{index}", "patient": f"p{index}", "visits": [visit]})
        bookings.append(
            {
                "request": f"r{index}",
                "visit": f"v{index}",
                "patient": f"p{index}",
                "unit": "u",
                "practitioner": "d",
            }
            | {"start": start.isoformat(timespec="minutes")}
            | {"end": (start + timedelta(minutes=10)).isoformat(timespec="minutes")}
        )
        if slot == 0:
            windows.append({"practitioner": "d", "unit": "u", "start": start, "end": start.replace(hour=16)})
    requests += [
        {
            "id": f"x{index}",
            "patient": "p",
            "visits": [{"id": f"xv{index}", "duration": 9, "competence": "physician"}],
        }
        for index in range(12)
    ]
    request = PlanRequest.model_validate(
        {"first_date": first, "last_date": first + timedelta(days=number), "units": [{"id": "u"}]}
        | {"practitioners": [{"id": "d", "competences": ["physician"]}], "availability": windows}
        | {"requests": requests}
    )
    return request, plan_from({"bookings": bookings}, request)


def test_the_links_are_in_words() -> None:
    text = printed(ASTHMA, asthma_plan())
    assert "2026-12-08  vc-1 (Vårdcentral 1)  2 visits" in text
    assert "09:30–10:00  r1-spirometry  secondary 1/2 → primary r1-physician" in text
    assert "10:00–10:30  r1-physician   primary 2/2 ← r1-spirometry" in text
    assert text.index("asthma-nurse") < text.index("r1-spirometry") < text.index("physician-1")
    assert "Cost 0, lower bound 0: no plan is better." in text
    assert "Warning: The planned dates" in text


def test_colours_only_on_a_terminal() -> None:
    assert "\x1b[" not in printed(ASTHMA, asthma_plan())
    assert "\x1b[" in printed(ASTHMA, asthma_plan(), terminal=True)


def test_it_is_the_same_each_time_and_fits_80_columns() -> None:
    request, plan = many(90)
    assert printed(request, plan) == printed(request, plan)
    for text in (printed(ASTHMA, asthma_plan()), printed(request, plan)):
        assert max(map(len, text.splitlines())) <= 80


def test_a_large_plan_is_summed_up() -> None:
    request, plan = many(240)
    text = printed(request, plan)
    assert "2026-02-02  u  40 visits" in text
    assert "minutes used/available: d 400/480" in text
    assert "--show all" in text
    assert "… and 2 more" in text
    assert "v17" not in text
    everything = printed(request, plan, show_all=True)
    assert "v17" in everything
    assert "x11" in everything
    assert "more" not in everything


def test_so_many_dates_are_cut_with_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "MOST_DAYS", 2)
    assert "… and 4 more dates and units." in printed(*many(240))


def test_nothing_booked() -> None:
    text = printed(ASTHMA, plan_from({"bookings": []}, ASTHMA))
    assert "No visits are booked." in text
    assert "Not booked: 1 request\n" in text


@pytest.mark.parametrize(
    ("gap", "words"),
    [(0.004, "at most 0.4 %"), (0.00001, "at most 0.1 %"), (0.0041, "at most 0.5 %"), (1, "100.0 %")],
)
def test_the_gap_is_rounded_up(gap: float, words: str) -> None:
    plan = asthma_plan(status="feasible", objective={"gap": gap, "cost": 5, "lower_bound": 1})
    assert words in printed(ASTHMA, plan)


def test_names_can_neither_move_the_cursor_nor_bring_markup() -> None:
    data = ASTHMA.model_dump(by_alias=True)
    data["units"][0]["name"] = "[red]\x1b[2Jåäö"
    # No request holds such a name; the screen does not rely on that.
    named = ASTHMA.units[0].model_copy(update={"name": data["units"][0].pop("name")})
    asked = PlanRequest.model_validate(data).model_copy(update={"units": (named,)})
    text = printed(asked, asthma_plan())
    assert "\x1b" not in text
    assert "vc-1 ([red]�[2Jåäö)" in text


def test_long_ids_are_broken_not_cut() -> None:
    data = ASTHMA.model_dump(by_alias=True)
    long = "r1-" + "x" * 61
    data["requests"][0]["visits"][1]["id"] = long
    request = PlanRequest.model_validate(data)
    booking = {"request": "r1", "visit": long, "patient": "p1", "unit": "vc-1", "practitioner": "physician-1"}
    plan = plan_from({"bookings": [booking | {"start": "2026-12-08T10:00", "end": "2026-12-08T10:30"}]}, request)
    text = printed(request, plan)
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("x") >= 61
