"""Why a request is unbooked, in Swedish: each sentence by hand, and what the program says of drawn requests."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from dagplan import InputError, PlanRequest, check, explain, plan
from dagplan.solver.explain.limit_words import few
from dagplan.words.message import Value
from dagplan.words.messages.limits import LimitWords, ListWords
from dagplan.words.messages.reasons import ClashWords, LostWords, ReasonWords
from dagplan.words.registry import said_of
from tests.build import asked, plan_with, read, single
from tests.drawn_instances import drawn

TUE, WED = date(2026, 12, 8), date(2026, 12, 9)
HALF_PAST_NINE = datetime(2026, 12, 8, 9, 30)
DATES = [date(2026, 12, day) for day in range(7, 14)]
VISITS = [
    ListWords.VISIT(visit="v1", competence="spirometri", duration=30),
    ListWords.VISIT(visit="v2", competence="läkare", duration=1),
]
LOCKED = [ListWords.VISIT_AT(visit="v3", start=HALF_PAST_NINE, unit="u1", practitioner="n1")]
SPAN = ListWords.SPAN(start=HALF_PAST_NINE, end="24:00")
LIMITS = [LimitWords.EARLIEST(request="r1", date=TUE), LimitWords.GRID(grid=15)]
WHERE: dict[str, Value] = {"day": TUE, "start": "09:30", "people": ["n1", "d1"]}
OUT = LostWords.PUT_OUT(requests=["r2", "r3"])
FIRST = ClashWords.VISIT(visit="v1", who=["n1", "n2"])
SECOND = ClashWords.VISIT(visit="v2", who=ClashWords.ANY_OF(n=7))
BOTH, ALL = ReasonWords.BOTH(), ReasonWords.ALL()
OF_R1 = {"request": "r1"}
IN_SWEDISH = [
    (LimitWords.PRACTITIONERS(visit="v1", people=["n1", "n2"]), "v1 får bara vara hos n1 eller n2"),
    (LimitWords.UNITS(request="r1", units=["u1"]), "r1 får bara vara på u1"),
    (LimitWords.EARLIEST(request="r1", date=TUE), "r1 får inte vara före den 8 december"),
    (LimitWords.LATEST(request="r1", date=TUE), "r1 får inte vara efter den 8 december"),
    (LimitWords.EXCLUDED_DATES(dates=[TUE, WED]), "patienten kan inte komma den 8 december och den 9 december"),
    (
        LimitWords.EXCLUDED_DATES(dates=few(ListWords.MORE_DATES, DATES)),
        "patienten kan inte komma den 7 december, den 8 december, den 9 december, den 10 december och 3 dagar till",
    ),
    (
        LimitWords.EXCLUDED_DATES(dates=few(ListWords.MORE_DATES, DATES[:5])),
        "patienten kan inte komma den 7 december, den 8 december, den 9 december, den 10 december och 1 dag till",
    ),
    (LimitWords.EQUIPMENT(visit="v1", kinds=["spirometer", "rum"]), "v1 kräver spirometer och rum"),
    (LimitWords.SAME_PRACTITIONER_AS(visits=["v1", "v2"]), "v1 och v2 ska vara hos samma person"),
    (LimitWords.DIFFERENT_PRACTITIONER_FROM(one="v1", other="v2"), "v1 och v2 ska vara hos olika personer"),
    (LimitWords.NOT_BEFORE(request="r1", time=time(9, 30)), "r1 får inte börja före 09:30"),
    (LimitWords.NOT_AFTER(request="r1", time=time(9, 30)), "r1 får inte sluta efter 09:30"),
    (LimitWords.MIN_WAIT(visit="v2", wait=1, before="v1"), "v2 kommer tidigast 1 minut efter v1"),
    (LimitWords.MAX_WAIT(visit="v2", wait=60, before="v1"), "v2 kommer senast 60 minuter efter v1"),
    (
        LimitWords.SEVERAL(
            clauses=[LimitWords.MAX_WAIT(visit=after, wait=60, before="v1") for after in ("v2", "v3")]
        ),
        "v2 kommer senast 60 minuter efter v1, v3 kommer senast 60 minuter efter v1",
    ),
    (LimitWords.GRID(grid=15), "besök börjar på tidsrastret, i jämna steg om 15 minuter från midnatt"),
    (
        LimitWords.CLOCK_CHANGE(nights=[ListWords.NIGHT(start="02:00", end="03:00", date=date(2026, 3, 29))]),
        "inga besök läggs 02:00–03:00 den 29 mars, när klockan ställs om",
    ),
    (
        LimitWords.LOCKED(visits=[ListWords.VISIT_WITH_SPAN(visit="v9", practitioner="n1", span=SPAN)]),
        "andra patienters låsta bokningar ligger fast: v9 hos n1 den 8 december 09:30–24:00",
    ),
    (
        LimitWords.OWN_LOCKED(visits=LOCKED),
        "v3 (den 8 december 09:30 på u1 hos n1) ligger fast där de är låsta",
    ),
    (
        LimitWords.PATIENT_VISITS(
            visits=few(ListWords.MORE_VISITS, [ListWords.VISIT_SPAN(visit="v9", span=SPAN)] * 4, 6)
        ),
        "patientens andra låsta besök ligger fast: "
        + ", ".join(["v9 den 8 december 09:30–24:00"] * 4)
        + " och 2 besök till",
    ),
    (
        LimitWords.PATIENT_BUSY(
            times=[SPAN, ListWords.SPAN_OVER_DATES(start=HALF_PAST_NINE, end=datetime(2026, 12, 9, 8))]
        ),
        "patienten är upptagen av annat den 8 december 09:30–24:00 och "
        "den 8 december 09:30 till den 9 december 08:00",
    ),
    (ListWords.MORE_TIMES(times=["a", "b"], n=1), "a, b och 1 tid till"),
    (ListWords.MORE_NIGHTS(nights=["a", "b"], n=2), "a, b och 2 nätter till"),
    (
        ReasonWords.NO_DATE_EARLIEST(**OF_R1, earliest=WED, last=TUE),
        "r1: den får vara tidigast den 9 december, och sista planerade dag är den 8 december.",
    ),
    (
        ReasonWords.NO_DATE_LATEST(**OF_R1, latest=TUE, first=WED),
        "r1: den får vara senast den 8 december, och första planerade dag är den 9 december.",
    ),
    (
        ReasonWords.NO_DATE(**OF_R1, first=TUE, last=WED),
        "r1: det finns ingen dag från den 8 december till den 9 december då patienten kan komma.",
    ),
    (ReasonWords.NO_DATE_ON(**OF_R1, date=TUE), "r1: patienten kan inte komma den 8 december."),
    (
        ReasonWords.NO_ONE_HAS_COMPETENCE(**OF_R1, competence="spirometri", visit="v1"),
        "r1: ingen har kompetensen spirometri, som v1 kräver.",
    ),
    (
        ReasonWords.NO_ONE_HAS_COMPETENCE_NEAR(**OF_R1, competence="spirometrri", visit="v1", near="spirometri"),
        "r1: ingen har kompetensen spirometrri, som v1 kräver; menade du spirometri?",
    ),
    (
        ReasonWords.NO_EQUIPMENT(**OF_R1, visit="v1", kinds=["spirometer"]),
        "r1: det saknas spirometer, som v1 behöver.",
    ),
    (
        ReasonWords.NO_EQUIPMENT_FREE(**OF_R1, visit="v1", kinds=["spirometer"], needed=30),
        "r1: det finns personal för v1, men aldrig spirometer att tillgå samtidigt i 30 minuter.",
    ),
    (
        ReasonWords.NO_EQUIPMENT_FREE_WITHIN(**OF_R1, visit="v1", kinds=["spirometer"], needed=30, limits=LIMITS[:1]),
        "r1: det finns personal för v1, men inte spirometer att tillgå samtidigt i 30 minuter: "
        "r1 får inte vara före den 8 december.",
    ),
    (
        ReasonWords.NO_SUCH_PEOPLE(**OF_R1, visits=VISITS, limits=LIMITS[:1]),
        "r1: v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) kan tas var för sig, men inte av de personer som "
        "begärs: r1 får inte vara före den 8 december.",
    ),
    (
        ReasonWords.NO_FIX_AT_ALL(**OF_R1),
        "r1: ingen annan väntan, klocktid, planerad dag, vårdenhet eller person, inget annat tidsraster eller antal "
        "flyttar, ingen ny kompetens, ingen mer tid för någon, ingen mer utrustning, inget annat önskemål om vem "
        "som tar vilket besök och ingen flytt av andra bokningar skulle ge den plats.",
    ),
    (
        ReasonWords.NO_FIX_AT_ALL_WHILE_LOCKED(**OF_R1),
        "r1: ingen annan väntan, klocktid, planerad dag, vårdenhet eller person, inget annat tidsraster eller antal "
        "flyttar, ingen ny kompetens, ingen mer tid för någon, ingen mer utrustning, inget annat önskemål om vem "
        "som tar vilket besök och ingen flytt av andra bokningar skulle ge den plats så länge de låsta besöken i r1 "
        "ligger fast.",
    ),
    (
        ReasonWords.NO_ROOM_WITHIN_LIMITS(**OF_R1),
        "r1: ingenstans finns det plats för den inom dess gränser och bredvid de låsta bokningarna.",
    ),
    (
        ReasonWords.NOBODY_WITHIN_LIMITS(**OF_R1, visits=VISITS[:1], limits=LIMITS),
        "r1: ingen kan ta v1 (spirometri, 30 minuter): r1 får inte vara före den 8 december; besök börjar på "
        "tidsrastret, i jämna steg om 15 minuter från midnatt.",
    ),
    (
        ReasonWords.NO_ONE_AVAILABLE(
            **OF_R1, competence="spirometri", needed=30, visit="v1", dates=ListWords.ON_DATE(date=TUE)
        ),
        "r1: ingen med kompetensen spirometri har 30 minuter i följd för v1 den 8 december.",
    ),
    (
        ReasonWords.NO_ONE_AVAILABLE_AT_ONE_UNIT(
            **OF_R1, competence="spirometri", needed=30, visit="v1", dates=ListWords.FROM_TO(first=TUE, last=WED)
        ),
        "r1: ingen med kompetensen spirometri har 30 minuter i följd på en och samma vårdenhet för v1 "
        "från den 8 december till den 9 december.",
    ),
    (
        ReasonWords.LOCKED_IN_CONFLICT(**OF_R1, visits=VISITS, locked=LOCKED),
        "r1: v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) får inte plats ihop med "
        "v3 (den 8 december 09:30 på u1 hos n1), som ligger fast.",
    ),
    (
        ReasonWords.LOCKED_IN_CONFLICT_WITHIN(**OF_R1, visits=VISITS[1:], locked=LOCKED, limits=LIMITS[:1]),
        "r1: v2 (läkare, 1 minut) får inte plats ihop med v3 (den 8 december 09:30 på u1 hos n1), som ligger fast: "
        "r1 får inte vara före den 8 december.",
    ),
    (
        ReasonWords.NO_COMMON_DATE(**OF_R1, visits=VISITS, every=BOTH),
        "r1: det finns ingen dag då v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) båda kan tas.",
    ),
    (
        ReasonWords.NO_COMMON_DATE_WITHIN(**OF_R1, visits=VISITS, every=ALL, limits=LIMITS[:1]),
        "r1: det finns ingen dag då v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) alla kan tas: "
        "r1 får inte vara före den 8 december.",
    ),
    (
        ReasonWords.NO_COMMON_DATE_AT_ONE_UNIT(**OF_R1, visits=VISITS, every=BOTH),
        "r1: det finns ingen dag då v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) båda kan tas "
        "på en och samma vårdenhet.",
    ),
    (
        ReasonWords.NO_COMMON_DATE_AT_ONE_UNIT_WITHIN(**OF_R1, visits=VISITS, every=BOTH, limits=LIMITS[:1]),
        "r1: det finns ingen dag då v1 (spirometri, 30 minuter) och v2 (läkare, 1 minut) båda kan tas "
        "på en och samma vårdenhet: r1 får inte vara före den 8 december.",
    ),
    (
        ReasonWords.AND_WHERE(
            reason=ReasonWords.NO_SEQUENCE(**OF_R1, dates=[TUE], visits=["v1", "v2"]),
            where=ClashWords.ON(
                day=TUE,
                clash=ClashWords.ENDS_TOO_LATE(
                    first=FIRST, earliest=ClashWords.NEXT_DAY(time="00:30"), second=SECOND, latest="09:30"
                ),
            ),
        ),
        "r1: den 8 december kan v1 och v2 tas var för sig, men inte efter varandra. Till exempel den 8 december: "
        "v1 (n1 eller n2) slutar tidigast 00:30 dagen efter, och v2 (någon av 7 personer) börjar senast 09:30.",
    ),
    (
        ReasonWords.NO_SEQUENCE_WITHIN(**OF_R1, dates=[TUE, WED], visits=["v1", "v2"], limits=LIMITS[:1]),
        "r1: den 8 december och den 9 december kan v1 och v2 tas var för sig, men inte efter varandra: "
        "r1 får inte vara före den 8 december.",
    ),
    (
        ClashWords.ON_AT(
            day=TUE,
            unit="u1",
            clash=ClashWords.TOO_LITTLE_BETWEEN(
                most=20,
                first=ClashWords.VISIT_AFTER(visit="v1", who=ClashWords.LOCKED(), before="v0"),
                second=SECOND,
                least=30,
            ),
        ),
        "Till exempel den 8 december på u1: högst 20 minuter ligger mellan slutet på v1 (låst), efter v0, och början "
        "på v2 (någon av 7 personer), och minst 30 krävs.",
    ),
    (
        ClashWords.TOO_LONG(first=FIRST, second=SECOND, shortest=90, most=60),
        "den kortaste väntan från v1 (n1 eller n2) till v2 (någon av 7 personer) är 90 minuter, "
        "och den får vara högst 60",
    ),
    (
        ClashWords.TOO_LONG_OF_AT_LEAST(first=FIRST, second=SECOND, shortest=90, most=60, least=15),
        "den kortaste väntan som är minst 15 minuter från v1 (n1 eller n2) till v2 (någon av 7 personer) är "
        "90 minuter, och den får vara högst 60",
    ),
    (
        ReasonWords.TOO_FEW_MOVES(
            **OF_R1,
            n=2,
            most=1,
            visits=[ListWords.BOOKED_VISIT(visit="v1", start=HALF_PAST_NINE, practitioner="n1", unit="u1")],
        ),
        "r1: var den än bokas lämnar minst 2 av dess besök sin bokning (v1 den 8 december 09:30 hos n1 på u1), "
        "och högst 1 får göra det (max_moved).",
    ),
    (
        ReasonWords.COSTS_MORE(**OF_R1, day=TUE, start="09:30", cost=60, unbooked=50),
        "r1: även där det kostar minst, den 8 december 09:30, kostar det 60 att boka den och 50 att låta bli.",
    ),
    (
        ReasonWords.NO_FIX(**OF_R1),
        "r1: ingen annan väntan, klocktid, planerad dag, vårdenhet eller person, inget annat tidsraster eller antal "
        "flyttar, ingen ny kompetens, ingen mer tid för någon och ingen flytt av andra bokningar skulle ge den "
        "plats.",
    ),
    (
        ReasonWords.NO_FIX_WHILE_LOCKED(**OF_R1),
        "r1: ingen annan väntan, klocktid, planerad dag, vårdenhet eller person, inget annat tidsraster eller antal "
        "flyttar, ingen ny kompetens, ingen mer tid för någon och ingen flytt av andra bokningar skulle ge den plats "
        "så länge de låsta besöken i r1 ligger fast.",
    ),
    (
        LostWords.BY_ITSELF_PROVEN(**OF_R1, day=TUE),
        "r1: den går att boka för sig, först den 8 december, men ingen plan som bokar den kostar mindre än den här.",
    ),
    (
        LostWords.BY_ITSELF(**OF_R1, day=TUE),
        "r1: den går att boka för sig, först den 8 december, men bredvid de andra hittades ingen bättre plan som "
        "bokar den inom tidsgränsen.",
    ),
    (
        LostWords.LOST(**OF_R1, booked=LostWords.DEARER_AND(cost=5, displaced=OUT, **WHERE), sure=LostWords.PROVEN()),
        "r1: bokad den 8 december 09:30 hos n1, d1 skulle den göra planen 5 dyrare och tränga undan r2, r3. "
        "Ingen plan som bokar den kostar mindre än den här.",
    ),
    (
        LostWords.LOST_WITH_ROOM(
            **OF_R1, booked=LostWords.DEARER(cost=5, **WHERE), sure=LostWords.AT_LEAST(at_least=3)
        ),
        "r1: det finns plats för den, men bokad den 8 december 09:30 hos n1, d1 skulle den göra planen 5 dyrare. "
        "Varje plan som bokar den kostar minst 3 mer än den här.",
    ),
    (
        LostWords.LOST_WITHOUT_ROOM(
            **OF_R1,
            booked=LostWords.AS_DEAR_AND(displaced=LostWords.MOVE(requests=["r2"]), **WHERE),
            sure=LostWords.NOT_FOUND(),
        ),
        "r1: det finns ingen plats för den bredvid de andra; bokad den 8 december 09:30 hos n1, d1 skulle den lämna "
        "planens kostnad som den är och flytta r2. Ingen bättre plan som bokar den hittades i tid.",
    ),
    (
        LostWords.LOST_WITH_MORE_MOVES(**OF_R1, booked=LostWords.AS_DEAR(**WHERE), sure=LostWords.PROVEN()),
        "r1: det finns plats för den bara om fler besök lämnar sin bokning än vad som får göra det (max_moved); "
        "bokad den 8 december 09:30 hos n1, d1 skulle den lämna planens kostnad som den är. "
        "Ingen plan som bokar den kostar mindre än den här.",
    ),
    (
        LostWords.BETTER(**OF_R1, less=5, **WHERE),
        "r1: det finns en bättre plan som bokar den: med den bokad den 8 december 09:30 hos n1, d1 skulle planen bli "
        "5 billigare. Planera på nytt från den här planen.",
    ),
    (
        LostWords.BETTER_AND(
            **OF_R1, less=5, displaced=LostWords.PUT_OUT_AND_MOVE(put_out=["r2"], moved=["r3"]), **WHERE
        ),
        "r1: det finns en bättre plan som bokar den: med den bokad den 8 december 09:30 hos n1, d1 skulle planen bli "
        "5 billigare och tränga undan r2 och flytta r3. Planera på nytt från den här planen.",
    ),
    (
        ReasonWords.PLAN_BREAKS_RULES(violation=ReasonWords.VIOLATION(rule="cost", message="x")),
        "bryter mot reglerna och kan därför inte förklaras (dagplan check visar alla fel): cost: x",
    ),
    (
        ReasonWords.VIOLATION_OF_ROUTINE(rule="eligible", routine=["R1", "R2"], message="x"),
        "eligible (R1, R2): x",
    ),
]


@pytest.mark.parametrize(("said", "swedish"), IN_SWEDISH, ids=[said.code.value for said, _ in IN_SWEDISH])
def test_each_in_swedish(said, swedish):
    assert said.told("sv") == swedish
    again = said_of(said.params)
    assert again is not None
    assert (again.told("sv"), str(again)) == (swedish, str(said))


def codes_in(params):
    """The codes of a message and of all those within it."""
    if isinstance(params, list):
        return set().union(*map(codes_in, params))
    if not isinstance(params, dict):
        return set()
    return {params["text"]}.union(*map(codes_in, params.values()))


def test_every_sentence_is_among_them():
    families = (LimitWords, ListWords, ReasonWords, ClashWords, LostWords)
    told = set().union(*(codes_in(said.params) for said, _ in IN_SWEDISH))
    assert {one.value for family in families for one in family} == told


def test_what_is_said_of_drawn_requests_is_in_their_values():
    seen = set()
    for seed in range(60):
        fields = drawn(seed)
        fields["settings"] |= {"time_limit": 2, "workers": 1, "deterministic": True}
        request = PlanRequest.model_validate(fields)
        made = plan(request)
        for entry in (*made.unbooked, *explain(request, made).unbooked):
            for reason in entry.reasons:
                again = said_of(reason.params)
                assert again is not None, reason
                assert str(again) == reason.message
                assert again.told("sv") != reason.message
                seen |= codes_in(reason.params)
    assert {"lost_to_others", "nobody_within_limits", "no_common_date"} <= {one.partition(".")[0] for one in seen}


def test_a_plan_that_breaks_rules_is_refused_in_both_languages():
    request = read(asked(single("r1", "p1")))
    made = plan_with(request, ("r1-v", "nurse", "09:00"))
    with pytest.raises(InputError) as refused:
        explain(request, made)
    (problem, *_) = refused.value.problems
    assert problem.message.startswith("breaks the rules, so it can't be explained (dagplan check names all): ")
    assert problem.message.endswith(str(check(request, made)[0]))
    assert problem.message_in("sv").startswith("bryter mot reglerna och kan därför inte förklaras")
