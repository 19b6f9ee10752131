"""The report page: what stands on it, in both languages, escaped and complete, with nothing fetched."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import files
from dagplan.cli import main
from dagplan.models.bookings import booking_of
from dagplan.models.bottlenecks import bottlenecks
from dagplan.models.plan import Fix, Reason
from dagplan.models.view import PlanView
from dagplan.report import page_words
from dagplan.report.forms import plan_forms
from dagplan.report.page import plan_page
from dagplan.report.page_facts import Facts
from dagplan.report.page_figures import figures
from tests.build import DAY, asked, at, linked, plan_of, plan_with, read, single, window
from tests.places import EXAMPLES
from tests.strategies import small_requests

VOID = {"meta", "link", "br", "input"}


class Page(HTMLParser):
    """A page as a reader meets it: its text, its elements, and whether every element is closed."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.feed(data.decode())
        assert self.open == []
        self.text = re.sub(r"\s+", " ", " ".join(self.pieces))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "script"}:
            self.pieces.append(data)

    def values(self, attribute):
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]


def small(**fields):
    """The asthma nurse and then the physician, booked; one more for the physician, unbooked."""
    request = read(asked(linked(), single(), **fields))
    return request, plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["Planen i siffror", "måndag 5 oktober 2026", "primärt 2 av 2", "Inte bokade", "bokat 30 av 240 min"]),
        ("en", ["The plan in figures", "Monday 5 October 2026", "primary 2 of 2", "Not booked"]),
    ],
)
def test_the_page_says_it_in_the_language(language, words):
    page = Page(plan_page(*small(), language))
    assert page.elements[0] == ("html", {"lang": language})
    for word in words:
        assert word in page.text


def test_every_visit_is_drawn_once_with_what_it_is_and_listed_on_its_day_and_by_patient():
    page = Page(plan_page(*small()))
    tips = page.values("data-tip")
    assert [tip.split("\n") for tip in tips] == [
        ["09:30–10:00  nurse", "spirometry, 30 min", "Patient p1  (a)", "secondary 1 of 2", "→ 10:00 doctor"],
        ["10:00–10:30  doctor", "physician, 30 min", "Patient p1  (b)", "primary 2 of 2", "← 09:30 nurse"],
    ]
    assert page.values("data-group") == ["r1", "r1"]
    assert page.text.count("09:30–10:00") == 2
    by_patient = page.text.partition(" p1 Date Time Visit ")[2]
    assert by_patient.startswith(
        "Mon 5 Oct 09:30–10:00 spirometry, nurse secondary 1 of 2 "
        "Mon 5 Oct 10:00–10:30 physician, doctor primary 2 of 2 "
    )


def test_on_several_dates_every_visit_is_drawn_at_a_glance_and_on_its_day():
    other = "2026-10-06"
    request = read(asked(linked(), last_date=other, availability=[window(p, "08:00", "12:00", day=day)
                   for p in ("nurse", "doctor") for day in (DAY, other)]))  # fmt: skip
    page = Page(plan_page(request, plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))))
    assert len(page.values("data-tip")) == 4
    assert [value for value in page.values("id") if re.match(r"d\d", value)] == [f"d{DAY}", f"d{other}"]


def test_a_long_period_is_a_map_of_load_and_its_days_are_closed():
    days = [f"2026-10-{day:02}" for day in range(1, 31)]
    windows = [window(person, "08:00", "12:00", day=day) for person in ("nurse", "doctor") for day in days]
    request = read(asked(linked(), first_date=days[0], last_date=days[-1], availability=windows))
    page = Page(plan_page(request, plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))))
    assert [attrs for tag, attrs in page.elements if tag == "details" and "open" in attrs] == []
    cells = [tip for tip in page.values("data-tip") if "min booked" in tip]
    assert len(cells) == 60
    assert "nurse\nMon 5 Oct: 30 of 240 min booked" in cells


NASTY = "</script><b>&\"'{{ 7*7 }}"


def test_names_reasons_and_fixes_are_escaped():
    people = [
        {"id": "nurse", "name": NASTY, "competences": ["spirometry"]},
        {"id": "doctor", "competences": ["physician"]},
    ]
    request, plan = small(practitioners=people, units=[{"id": "u1", "name": NASTY}])
    reason = Reason(code="new_code", message=NASTY, proof="proven")
    entry = plan.unbooked[0].model_copy(
        update={"reasons": (reason,), "fixes": (Fix(changes=(), placement=(), message=f"fix {NASTY}"),)}
    )
    data = plan_page(request, plan.model_copy(update={"unbooked": (entry,)}), "sv")
    page = Page(data)
    assert not [tag for tag, _ in page.elements if tag == "b"]
    assert page.text.count(NASTY) >= 4
    assert f"fix {NASTY}" in page.text


def test_a_reason_without_translation_stays_english_and_says_so():
    reason = Reason(code="new_code", message="r2: something new.", proof="proven")
    assert page_words.reason_text("sv", "r2", reason) == ("something new.", "en")
    without = Reason(code="no_common_date", message="r2: …", proof="proven")
    assert page_words.reason_text("sv", "r2", without) == ("…", "en")


def test_nothing_is_fetched_and_only_the_own_script_may_run():
    page = Page(plan_page(*small()))
    assert all(value.startswith(("#", "data:")) for value in page.values("href"))
    assert page.values("src") == []
    policy = next(attrs["content"] for tag, attrs in page.elements if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'")
    assert "script-src 'sha256-" in policy


@pytest.mark.parametrize(("gap", "share"), [(0.0041, "0.5"), (0.004, "0.4"), (0.0001, "0.1"), (1.0, "100.0")])
def test_the_gap_is_rounded_up(gap, share):
    request, plan = small()
    said = plan.objective.model_copy(update={"gap": gap})
    found = figures(Facts(PlanView(plan.model_copy(update={"objective": said}), request), "en"))
    assert found.verdict == f"At most {share} % is missing"
    assert found.booked == (1, 2)
    assert found.linked == (1, 1)


def test_a_bottleneck_is_where_more_waits_than_is_left():
    waiting = [single(f"r{n}", f"p{n}", duration=60) for n in range(2, 7)]
    request = read(asked(linked(), *waiting))
    plan = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))
    (spot,) = bottlenecks(request, plan)
    assert (spot.competence, spot.unit, spot.date) == ("physician", "u1", date.fromisoformat(DAY))
    assert (spot.available, spot.booked, spot.left, spot.waiting, spot.missing) == (240, 30, 210, 300, 90)


def test_equipment_is_short_where_more_is_wanted_than_its_items_have_left():
    visits = [{"id": f"r{n}-v", "duration": 60, "competence": "spirometry", "equipment": ["Meter"]} for n in range(4)]
    cases = [{"id": f"r{n}", "patient": f"p{n}", "visits": [visit]} for n, visit in enumerate(visits)]
    items = [{"id": "m1", "unit": "u1", "kind": "meter"}, {"id": "m2", "unit": "u1", "kind": "other"}]
    away = [{"equipment": "m1", "start": at("10:00"), "end": at("13:00")}]
    request = read(asked(*cases, equipment=items, equipment_busy=away))
    start = request.availability[0].start
    made = plan_of(request, [booking_of(request.requests[0], 0, "nurse", "u1", start, ("m1",))])
    # Anybody works from 8 to 12: the meter has two hours of these, one is booked, and three are waited for.
    (spot,) = [one for one in bottlenecks(request, made) if one.of_equipment]
    assert (spot.competence, spot.available, spot.booked, spot.waiting, spot.missing) == ("Meter", 120, 60, 180, 120)


def test_no_bottleneck_where_the_time_suffices_or_the_patient_cannot_come():
    assert bottlenecks(*small()) == ()
    request = read(asked(*[single(f"r{n}", f"p{n}", duration=60, latest="2026-10-04") for n in range(2, 7)],
                   first_date="2026-10-04"))  # fmt: skip
    assert bottlenecks(request, plan_with(request)) == ()


@settings(max_examples=10, deadline=None)
@given(small_requests(), st.sampled_from(["sv", "en"]))
def test_any_request_has_a_page(request_fields, language):
    request = read(request_fields)
    plan = plan_with(request)
    page = Page(plan_page(request, plan, language))
    days = {booking.start.date() for booking in plan.bookings} | {one.start.date() for one in request.availability
            if request.first_date <= one.start.date() <= request.last_date}  # fmt: skip
    drawn = 1 if len(days) == 1 else 2
    assert len(page.values("data-tip")) == drawn * len(plan.bookings)
    for entry in plan.unbooked:
        assert entry.request in page.text


@pytest.mark.parametrize("source", ["asthma", "asthma.request.json"])
def test_the_command_writes_the_page_and_the_plan(source, tmp_path):
    out = tmp_path / "week.html"
    arguments = ["plan", str(EXAMPLES / source), "--time-limit", "5", "--workers", "1", "--quiet", "--language", "sv"]
    assert main([*arguments, "--out", str(out), "--out", str(tmp_path / "plan.json")]) == 0
    page = Page(out.read_bytes())
    assert "Ingen plan är bättre" in page.text
    assert "giltigheten för SSN14971" in page.text
    assert files.read_plan(tmp_path / "plan.json", files.read_request(EXAMPLES / source)).bookings


def test_an_unknown_language_is_a_usage_error_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "week.html"
    assert main(["plan", str(EXAMPLES / "asthma"), "--language", "fi", "--out", str(out)]) == 2
    assert "--language" in capsys.readouterr().err
    assert not out.exists()


def test_the_forms_are_those_of_the_files_and_the_page():
    request = small()[0]
    forms = plan_forms(request)
    assert set(forms) == {*files.plan_formats(request), ".html"}
    assert set(forms) == {"", ".json", ".fhir.json", ".xlsx", ".html", ".ics", ".ics/", ".oracle/"}


def test_an_empty_plan_has_a_page():
    request = read(asked(requests=[], availability=[]))
    plan = plan_of(request, [])
    page = Page(plan_page(request, plan))
    assert "No visits are booked." in page.text
    assert "No plan is better" in page.text


def test_the_report_of_a_plan_from_elsewhere_is_the_same_page(tmp_path, capsys):
    request, plan = small()
    files.write_request(request, tmp_path / "asked.json")
    files.write_plan(plan, tmp_path / "plan.json")
    arguments = ["report", str(tmp_path / "asked.json"), str(tmp_path / "plan.json"), "--out"]
    assert main([*arguments, str(tmp_path / "week.html")]) == 0
    assert (tmp_path / "week.html").read_bytes() == plan_page(request, plan)
    assert main([*arguments, str(tmp_path / "week.pdf")]) == 2
    assert ".html" in capsys.readouterr().err
    assert main([*arguments, str(tmp_path / "plan.json")]) == 2


@pytest.mark.parametrize(("language", "words"), [("sv", ("Utrustning", "Hos")), ("en", ("Equipment", "With"))])
def test_equipment_stands_at_its_visits_and_has_a_list_of_its_own(language, words):
    visit = {"id": "r1-v", "duration": 30, "competence": "spirometry", "equipment": ["spirometer"]}
    items = [{"id": "sp-1", "unit": "u1", "kind": "spirometer", "name": "<The> spirometer"}]
    request = read(asked({"id": "r1", "patient": "p1", "visits": [visit]}, equipment=items))
    start = request.availability[0].start
    page = Page(
        plan_page(
            request, plan_of(request, [booking_of(request.requests[0], 0, "nurse", "u1", start, ("sp-1",))]), language
        )
    )
    assert f"08:00–08:30 p1 spirometry <The> spirometer {words[0]} <The> spirometer" in page.text
    assert page.text.count("<The> spirometer") >= 2
    assert words[1] in page.text


def test_a_page_without_equipment_says_nothing_of_it():
    request, plan = small()
    assert "Equipment" not in Page(plan_page(request, plan, "en")).text
