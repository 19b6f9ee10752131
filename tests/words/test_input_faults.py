"""What is wrong with an input, in Swedish: each sentence by hand, and one thing in both languages for any fault."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from dagplan import PlanRequest
from dagplan.models.errors import InputError, more_problems
from dagplan.models.validation import as_input_error
from dagplan.words import use_language
from dagplan.words.messages.input_faults import FitFaults, ValueFaults
from dagplan.words.registry import said_of
from tests.build import asked, linked, single
from tests.models.test_validation import BROKEN, FULL, RICH, changed, ways_to

EARLY, LATE = datetime(2026, 10, 5, 8), datetime(2027, 10, 5, 9, 30)
SPAN = {"start": LATE, "end": EARLY}
SAID = [
    (
        ValueFaults.IDENTITY_NUMBER(),
        "ser ut som ett personnummer; använd en pseudonym (värdet upprepas inte här)",
    ),
    (
        ValueFaults.NO_ID(),
        "ett id är en bokstav följd av högst 63 bokstäver, siffror, '_', '.' eller '-'",
    ),
    (ValueFaults.CONTROL_CHARACTER(), "får inte innehålla radbrytningar, tabbar eller andra styrtecken"),
    (ValueFaults.NO_END(), "datumet finns inte, eller så kommer inget efter det"),
    (ValueFaults.NO_MOMENT(), "det finns inget sådant datum eller klockslag"),
    (ValueFaults.ONLY_AN_END(), "24:00 är slutet på en dag; bara en sluttid får skrivas så"),
    (ValueFaults.MOMENT(), "skriv en lokal tid på minuten som ÅÅÅÅ-MM-DDTHH:MM"),
    (ValueFaults.SECONDS(), "tider anges på minuten, utan sekunder"),
    (ValueFaults.NO_DATE(), "det finns inget sådant datum"),
    (ValueFaults.DATE(), "skriv ett datum som ÅÅÅÅ-MM-DD"),
    (ValueFaults.NO_CLOCK(), "det finns inget sådant klockslag"),
    (ValueFaults.CLOCK(), "skriv ett klockslag som HH:MM"),
    (ValueFaults.INSTANT(), "skriv en tidpunkt på sekunden som ÅÅÅÅ-MM-DDTHH:MM:SSZ"),
    (ValueFaults.TIME_ZONE(), "det finns ingen sådan tidszon; skriv ett IANA-namn, som Europe/Stockholm"),
    (ValueFaults.REQUIRED(), "fältet måste fyllas i"),
    (
        ValueFaults.UNKNOWN_FIELD(),
        "det finns inget sådant fält; okända fält avvisas alltid, de hoppas aldrig över",
    ),
    (ValueFaults.TEXT(), "skriv en text"),
    (ValueFaults.HALF_A_CHARACTER(), "innehåller ett halvt tecken: skriv hela"),
    (ValueFaults.EMPTY(), "får inte vara tomt"),
    (ValueFaults.TOO_LONG(most=200), "är för långt (högst 200 tecken)"),
    (ValueFaults.WHOLE_NUMBER(), "skriv ett heltal"),
    (ValueFaults.NUMBER(), "skriv ett tal"),
    (ValueFaults.TRUE_OR_FALSE(), "skriv true eller false"),
    (ValueFaults.LIST(), "skriv en lista"),
    (ValueFaults.OBJECT(), "skriv ett objekt med de fält som formatet har"),
    (ValueFaults.NONE_THERE(), "minst en behövs"),
    (ValueFaults.CHOICE(allowed=["'a'", "'b'", "'c'"]), "måste vara 'a', 'b' eller 'c'"),
    (ValueFaults.AT_LEAST(bound=1), "måste vara minst 1"),
    (ValueFaults.AT_MOST(bound=1.5), "får vara högst 1,5"),
    (ValueFaults.MORE_THAN(bound=0), "måste vara mer än 0"),
    (ValueFaults.LESS_THAN(bound=1), "måste vara mindre än 1"),
    (ValueFaults.MANY(count=123456), "123\N{NO-BREAK SPACE}456 värden här i är fel"),
    (ValueFaults.MORE_PROBLEMS(n=1), "… och 1 fel till"),
    (ValueFaults.MORE_PROBLEMS(n=2800), "… och 2\N{NO-BREAK SPACE}800 fel till"),
    (
        FitFaults.REVERSED_PLAN(last=date(2025, 10, 9), first=date(2026, 10, 5)),
        "sista dagen, den 9 oktober 2025, ligger före den första, den 5 oktober 2026",
    ),
    (
        FitFaults.CLOCK_CHANGE(time=time(2, 30), day=date(2027, 3, 28), zone="Europe/Stockholm"),
        "02:30 den 28 mars 2027 finns inte eller kommer två gånger: klockan ställs om då i Europe/Stockholm",
    ),
    (
        FitFaults.EMPTY_SPAN(start=EARLY, end=EARLY),
        "tiden från den 5 oktober 2026 08:00 till den 5 oktober 2026 08:00 är tom",
    ),
    (
        FitFaults.REVERSED_SPAN(**SPAN),
        "tiden från den 5 oktober 2027 09:30 till den 5 oktober 2026 08:00 slutar innan den börjar",
    ),
    (FitFaults.WINDOW_OVER_DATES(), "en tid i schemat ligger på en dag: skriv en för varje dag"),
    (
        FitFaults.AT_TWO_UNITS(person="läk-1", unit="u1", other="u2", start=EARLY, place="$.availability[3]"),
        "läk-1 skulle vara på u1 och u2 samtidigt från den 5 oktober 2026 08:00 (se $.availability[3])",
    ),
    (FitFaults.LONE_SECONDARY(), "ett sekundärt besök behöver ett primärt besök i samma vårdbegäran"),
    (FitFaults.NO_PRIMARY(count=2), "en vårdbegäran med 2 besök har exakt ett primärt besök; här finns inget"),
    (
        FitFaults.TWO_PRIMARIES(count=3, visits=["a", "b", "c"]),
        "en vårdbegäran med 3 besök har exakt ett primärt besök; här: a och b och c",
    ),
    (
        FitFaults.MANY_PRIMARIES(count=9, visits=["a", "b", "c", "d", "e"], more=1200),
        "en vårdbegäran med 9 besök har exakt ett primärt besök; här: a och b och c och d och e och "
        "1\N{NO-BREAK SPACE}200 till",
    ),
    (
        FitFaults.MISSING_ROLE(),
        "ange om besöket är primärt eller sekundärt: vårdbegäran har två eller fler besök",
    ),
    (
        FitFaults.LINKED_DROP_IN(),
        "drop-in kan inte länkas: den är en del av ett besök som redan finns, inte ett sekundärt besök",
    ),
    (
        FitFaults.REVERSED_DATES(latest=date(2026, 10, 1), earliest=date(2026, 10, 5)),
        "senaste dagen, den 1 oktober 2026, ligger före den tidigaste, den 5 oktober 2026",
    ),
    (
        FitFaults.REVERSED_TIMES(not_after=time(7), not_before=time(8)),
        "”inte efter” 07:00 är inte senare än ”inte före” 08:00",
    ),
    (
        FitFaults.REVERSED_WAIT(least=20, most=10),
        "minsta väntan (20 min) är mer än längsta väntan (10 min)",
    ),
    (
        FitFaults.REVERSED_WAIT_BEFORE(least=20, most=10),
        "före det här besöket är minsta väntan (20 min) mer än längsta väntan (10 min)",
    ),
    (
        FitFaults.LACKS_COMPETENCE(person="ssk-1", competence="spirometri"),
        "ssk-1 har inte kompetensen spirometri",
    ),
    (FitFaults.SAME_REQUEST(), "en vårdbegäran kan inte läggas samma dag som sig själv"),
    (
        FitFaults.ANOTHER_PATIENT(other="r2"),
        "r2 gäller en annan patient; bara vårdbegäran för samma patient kan läggas samma dag",
    ),
    (FitFaults.KIND_TWICE(kind="spirometer"), "spirometer står två gånger; ett besök har en av varje slag"),
    (FitFaults.SAME_VISIT(), "skriv ett annat besök än besöket självt"),
    (
        FitFaults.VISIT_OF_NO_OTHER(visit="b", request="r1"),
        "det finns inget besök b i vårdbegäran r1",
    ),
    (
        FitFaults.SAME_AND_DIFFERENT(visit="a", other="b"),
        "a och b ska vara hos samma person, och hos olika personer",
    ),
    (FitFaults.LAST_DATE(), "inget besök bokas på den sista dag som finns"),
    (
        FitFaults.BOOKED_TWICE(visit="v1", place="$.bookings[0]"),
        "besöket v1 är bokat två gånger, första gången på $.bookings[0]",
    ),
    (FitFaults.USED_TWICE(id="r1"), "id r1 används två gånger"),
    (
        FitFaults.USED_TWICE_FIRST_AT(id="r1", place="$.requests[0].id"),
        "id r1 används två gånger, första gången på $.requests[0].id",
    ),
    (
        FitFaults.MISTYPED_COMPETENCE(competence="spirometrri", near=["spirometri"]),
        "ingen har kompetensen spirometrri; menade du spirometri?",
    ),
    (
        FitFaults.MISTYPED_KIND(kind="spirometr", near=["spirometer"]),
        "det finns ingen utrustning av typen spirometr; menade du spirometer?",
    ),
    (
        FitFaults.VISIT_OF_NO_OTHER_NEAR(visit="r1-b", request="r1", near=["r1-a"]),
        "det finns inget besök r1-b i vårdbegäran r1; menade du r1-a?",
    ),
    (
        FitFaults.NO_UNIT_NEAR(unit="vc-9", near=["vc-1", "vc-2"]),
        "det finns ingen vårdenhet vc-9; menade du vc-1 eller vc-2?",
    ),
    (
        FitFaults.NO_PRACTITIONER_NEAR(practitioner="lak-1", near=["läk-1"]),
        "det finns ingen i vårdpersonalen med id lak-1; menade du läk-1?",
    ),
    (FitFaults.NO_ITEM_NEAR(item="sp-9", near=["sp-1"]), "det finns ingen utrustning sp-9; menade du sp-1?"),
    (FitFaults.NO_REQUEST_NEAR(request="r22", near=["r2"]), "det finns ingen vårdbegäran r22; menade du r2?"),
    (FitFaults.NO_VISIT_NEAR(visit="r1-22", near=["r1-2"]), "det finns inget besök r1-22; menade du r1-2?"),
    (FitFaults.NO_UNIT(unit="u9"), "det finns ingen vårdenhet u9"),
    (FitFaults.NO_PRACTITIONER(practitioner="x1"), "det finns ingen i vårdpersonalen med id x1"),
    (FitFaults.NO_ITEM(item="spiro-9"), "det finns ingen utrustning spiro-9"),
    (FitFaults.NO_REQUEST(request="r9"), "det finns ingen vårdbegäran r9"),
    (FitFaults.NO_VISIT(visit="zz"), "det finns inget besök zz"),
]
WRONG = (None, True, -1, 1.5, 10**30, float("inf"), float("nan"), "", "\x00", "x" * 300, "\ud800", [], {}, [[]], b"x")
NUMBER = "19121212-1212"


def refused(data) -> InputError | None:
    try:
        PlanRequest.model_validate(data)
    except ValidationError as error:
        return as_input_error(error)
    return None


def says_one_thing(error: InputError) -> None:
    """Whether each problem says in its values what it says in its sentence, and is said in Swedish."""
    for problem in error.told:
        said = said_of(problem.params)
        assert said is not None, problem
        assert str(said) == problem.message
        assert said.told("sv") not in ("", problem.message)


@pytest.mark.parametrize(("said", "swedish"), SAID, ids=[str(said.code.value) for said, _ in SAID])
def test_each_kind_in_swedish(said, swedish):
    assert said.told("sv") == swedish


def test_no_kind_is_left_out():
    assert {said.code for said, _ in SAID} == {*ValueFaults, *FitFaults}


@pytest.mark.parametrize(("path", "value", "place", "_words"), BROKEN, ids=[f"{e[2]} {e[3]}" for e in BROKEN])
def test_each_broken_input_says_one_thing_in_both_languages(path, value, place, _words):
    error = refused(changed(path, value, RICH))
    assert place in [one.place for one in error.problems]
    says_one_thing(error)


@pytest.mark.parametrize("wrong", [*WRONG, NUMBER], ids=lambda value: repr(value)[:20])
def test_any_value_of_the_wrong_kind_says_one_thing_in_both_languages(wrong):
    errors = [refused(changed(way, wrong, FULL)) for way in ways_to(FULL, (str, int, dict, list)) if way]
    found = [error for error in errors if error]
    assert found
    for error in found:
        says_one_thing(error)
        with use_language("sv"):
            assert NUMBER not in "".join(one.shown for one in error.told)


@pytest.mark.parametrize(("primaries", "ends"), [(2, "a0 och a1"), (3, "a0 och a1 och a2"), (7, "a4 och 2 till")])
def test_two_primaries_or_more(primaries, ends):
    visits = [{"id": f"a{i}", "duration": 10, "competence": "physician", "role": "primary"} for i in range(primaries)]
    error = refused(asked(single(visits=visits)))
    says_one_thing(error)
    with use_language("sv"):
        assert error.problems[0].shown.endswith(ends)


def test_what_is_said_of_a_request_on_the_screen():
    data = deepcopy(RICH)
    data["requests"][0]["visits"][0]["duration"] = 0
    data["requests"][1]["units"] = ["u9"]
    data["bookings"] = [{"visit": "r9", "practitioner": "nurse", "unit": "u1", "start": "2026-10-05T9:00"}]
    with use_language("sv"):
        assert [one.shown for one in refused(data).problems] == [
            "$.requests[0].visits[0].duration: måste vara minst 1",
            "$.requests[1].units[0]: det finns ingen vårdenhet u9",
            "$.bookings[0].start: skriv en lokal tid på minuten som ÅÅÅÅ-MM-DDTHH:MM",
        ]


def test_more_problems_than_are_told():
    error = refused(asked(linked(), single(), bookings=[{}] * 300))
    assert error.more == 4 * 300 - 200
    says_one_thing(error)
    with use_language("sv"):
        assert error.told[-1].shown == "… och 1\N{NO-BREAK SPACE}000 fel till"
    assert str(more_problems(1)) == "… and 1 more problem"
