"""Where visits still fit, against every minute looked at one by one."""

from __future__ import annotations

import random

from dagplan.solver.instance.bits import span_mask
from dagplan.solver.instance.instance import Segment
from dagplan.solver.search.gaps import Gaps
from tests.solver.search.drafts import DOCTOR, half_hours, instance_of, placed, segment_of

WHOLE = 24 * 60


def minutes_of(mask):
    return {minute for minute in range(WHOLE) if mask >> minute & 1}


def mask_of(minutes):
    return sum(1 << minute for minute in minutes)


def fits(opened, free, duration):
    """The minutes of those opened from which all of a visit's minutes are free."""
    return {start for start in opened if set(range(start, start + duration)) <= free}


def drawn(draw):
    """Candidates at a tenth of the day's minutes each, and the free minutes of more segments than those."""
    candidates = [(number, mask_of(draw.sample(range(480, 600), 30))) for number in sorted(draw.sample(range(6), 3))]
    return candidates, [mask_of(range(480, 600)) for _ in range(6)]


def test_every_start_that_is_left_and_no_other():
    for seed in range(60):
        draw = random.Random(seed)
        candidates, free = drawn(draw)
        duration = draw.choice([1, 2, 5, 15, 30])
        gaps = Gaps(candidates, duration)
        for version in range(8):
            gaps.look(free, version)
            assert gaps.version == version
            left = [fits(minutes_of(opened), minutes_of(free[number]), duration) for number, opened in candidates]
            assert gaps.segments == [number for number, _ in candidates]
            assert [minutes_of(starts) for starts in gaps.starts] == left
            assert minutes_of(gaps.union) == set().union(*left)
            some = set(draw.sample(range(480, 600), 20))
            among = {number: minutes_of(starts) for number, starts in gaps.among(mask_of(some))}
            assert among == {number: own & some for (number, _), own in zip(candidates, left) if own & some}
            for _ in range(draw.choice([0, 1, 3])):
                first = draw.randrange(480, 595)
                free[draw.randrange(6)] ^= span_mask(first, first + 5)


def test_before_it_is_looked_at_there_is_nothing():
    gaps = Gaps([(0, span_mask(480, 500))], 10)
    assert (gaps.union, gaps.starts, gaps.among(span_mask(480, 500)), gaps.version) == (0, [0], [], -1)


def test_the_candidates_of_a_person_by_their_numbers():
    """Of person 7 the first and the third candidate, of person 8 the second; segment 1 is of 7 too, and none."""
    people = [7, 7, 8, 7]
    segments = [Segment(number, person, 0, 0, 480, 540) for number, person in enumerate(people)]
    gaps = Gaps([(number, span_mask(480, 500)) for number in (0, 2, 3)], 10)
    assert [gaps.of_person(person, segments) for person in (7, 8, 9)] == [[0, 2], [1], []]


def test_calendars_keep_them_up_to_date():
    """The doctor from eight to noon, half hours: what is booked takes the starts that would cross it."""
    instance = instance_of(*half_hours(2), settings={"grid": 15})
    doctor, kind = segment_of(instance, DOCTOR), instance.requests[0].visits[0].kind
    calendars = placed(instance, (0, doctor, 9, 0))

    def starts():
        return minutes_of(calendars.gaps(kind, 0, 0).union)

    all_day = set(range(480, 691, 15))
    assert starts() == all_day - {525, 540, 555}
    place = calendars.unbook(instance.requests[0])
    assert starts() == all_day
    calendars.book(instance.requests[0], place)
    assert starts() == all_day - {525, 540, 555}
    with calendars.without(instance.requests[0], 0):
        assert starts() == all_day
    assert starts() == all_day - {525, 540, 555}
    assert calendars.gaps(kind, 0, 0).among(span_mask(480, 525)) == [(doctor, mask_of([480, 495, 510]))]
