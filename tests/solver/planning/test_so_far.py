"""Plans so far: each keeps every rule and is better than the one before, and they take little of the time."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from types import SimpleNamespace

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.scenarios import generate
from dagplan.solver.planning.params import SolverParams, TimeParams
from dagplan.solver.planning.so_far import PlanSoFar
from tests.instances import tiny
from tests.thorough import some

ALWAYS = SolverParams(time=TimeParams(telling_share=1.0))


def limited(kind, seconds, seed=1, units=None, **settings):
    request = generate(kind, seed, **({} if units is None else {"units": units}))
    changed = request.settings.model_copy(update={"time_limit": seconds, **settings})
    return request.model_copy(update={"settings": changed})


def told_of(request, made, seen):
    """Holds what was told against the rules, and gives the costs."""
    for one in seen:
        assert check(request, one) == []
        assert one.objective.lower_bound <= made.objective.cost
        assert one.run.request_hash == made.run.request_hash
    costs = [one.objective.cost for one in seen]
    assert all(after < before for before, after in itertools.pairwise(costs))
    assert all(cost >= made.objective.cost for cost in costs)
    return costs


class Clock:
    """A planner whose time passes by hand: writing takes ``writing`` seconds, the caller ``taking``."""

    def __init__(self, *, writing, taking=0.0, every=1.0, expected=1.0, limit=100.0, share=0.1):
        self.spent, self.limit, self.params = 0.0, limit, TimeParams(telling_share=share)
        self.writing, self.taking = writing, taking
        self.cost_at_hand, self.brought, self.seen = 1000, 0, []
        self.deadline = SimpleNamespace(over=lambda: self.spent >= limit, counted=False, left=limit)
        self.look = PlanSoFar(self, self.write, self.tell, every=every, expected=expected, time=self)

    def bring_in(self):
        self.brought += 1

    def write(self):
        self.spent += self.writing
        return self.cost_at_hand

    def tell(self, made):
        self.seen.append((self.spent, made))
        self.spent += self.taking

    def at(self, spent, cost=None):
        """Look at a time, with a plan that costs so much, by default one less than before."""
        assert spent >= self.spent
        self.spent, self.deadline.left = spent, self.limit - spent
        self.cost_at_hand = self.cost_at_hand - 1 if cost is None else cost
        before = len(self.seen)
        self.look()
        return len(self.seen) > before


def test_it_is_told_no_oftener_than_asked():
    clock = Clock(writing=0.0, every=1.0, expected=0.0)
    assert [clock.at(spent) for spent in (0.1, 0.2, 1.0, 1.1, 1.2, 2.0, 2.2)] == [
        True,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


def test_only_what_is_better_is_told():
    clock = Clock(writing=0.0, expected=0.0)
    assert [clock.at(spent, cost) for spent, cost in ((1, 500), (3, 500), (5, 501), (7, 499))] == [
        True,
        False,
        False,
        True,
    ]
    assert [cost for _, cost in clock.seen] == [500, 499]
    assert clock.brought == 2


def test_the_first_comes_at_once_and_later_ones_when_a_tenth_of_the_time_pays_for_them():
    clock = Clock(writing=2.0, expected=1.0)
    assert clock.at(0.5)  # 1 second of the 10 that all may take
    assert not clock.at(39.0)  # 2 and again 2: a tenth of 40
    assert clock.at(40.0)
    assert not clock.at(59.0)
    assert clock.at(60.0)


def test_what_the_caller_does_with_it_counts():
    clock = Clock(writing=1.0, taking=2.0, expected=0.1)
    assert clock.at(0.5)
    assert not clock.at(59.0)
    assert clock.at(60.0)


def test_what_takes_too_long_or_would_outlast_the_search_is_not_begun():
    assert not Clock(writing=0, expected=11.0).at(1.0)  # a tenth of 100 seconds is 10
    assert not Clock(writing=0, expected=5.0).at(96.0)
    assert Clock(writing=0, expected=5.0).at(94.0)
    assert not Clock(writing=0, expected=0.0).at(100.0)


@pytest.mark.parametrize("workers", [1, 2])
def test_plans_of_a_day_get_better_and_keep_every_rule(workers):
    request, seen = limited("unit-day", 2, workers=workers), []
    made = plan(request, on_plan=seen.append, on_plan_every=0.0, params=ALWAYS)
    assert len(told_of(request, made, seen)) >= 2  # the first plan, and what the search made of it


def test_plans_of_a_large_part_get_better_and_keep_every_rule():
    request, seen = limited("unit-week", 1.5), []
    made = plan(request, on_plan=seen.append, on_plan_every=0.0, params=ALWAYS)
    costs = told_of(request, made, seen)
    assert len(costs) >= 2
    assert costs[-1] < costs[0]  # not the first plan again and again


@pytest.mark.parametrize("workers", [1, 2], ids=["in turn", "side by side"])
def test_plans_of_parts_that_share_nobody_get_better_and_keep_every_rule(workers):
    request, seen = limited("unit-day", 2, units=8, workers=workers), []
    made = plan(request, on_plan=seen.append, on_plan_every=0.0, params=ALWAYS)
    assert told_of(
        request, made, seen
    )  # side by side parts are put in place as they end: on a busy machine at the end


@pytest.mark.parametrize("seed", range(some(40)))
def test_small_requests_of_all_sorts(seed):
    asked = tiny(seed)
    request, seen = PlanRequest.model_validate(asked), []
    made = plan(request, on_plan=seen.append, on_plan_every=0.0, params=ALWAYS)
    assert told_of(request, made, seen)
    assert made.objective.cost == plan(request).objective.cost


@pytest.mark.parametrize(("kind", "seconds"), [("unit-day", 0.5), ("unit-week", 0.3)])
def test_counted_work_gives_the_same_plan_whoever_looks_on(kind, seconds):
    request, seen = limited(kind, seconds, deterministic=True), []
    made = plan(request, on_plan=seen.append, on_plan_every=0.0, params=ALWAYS)
    told_of(request, made, seen)  # how many there are is a matter of the clock
    alone = plan(request, params=ALWAYS)
    assert made.model_copy(update={"run": alone.run}) == alone


def test_what_the_caller_raises_ends_the_call():
    def full(_):
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        plan(limited("unit-day", 5), on_plan=full)


@pytest.mark.clock
def test_a_slow_caller_takes_a_twentieth_of_the_time():
    request, seen = limited("unit-day", 6, workers=1), []

    def slow(made):
        seen.append(made)
        time.sleep(0.25)

    began = time.monotonic()
    plan(request, on_plan=slow, on_plan_every=0.0)
    assert time.monotonic() - began <= 6.5
    assert len(seen) <= 2  # 0.05 of 6 seconds, and one that was not known to be slow


def test_two_plans_at_once_in_threads_and_one_is_stopped():
    requests = [limited("unit-day", 3, seed=1, workers=1), limited("unit-week", 60, seed=2, workers=1)]
    seen, made, stop = ([], []), [None, None], (threading.Event(), threading.Event())
    threads_called = (set(), set())

    def work(number):
        def take(one):
            threads_called[number].add(threading.get_ident())
            seen[number].append(one)
            if number == 1:
                stop[1].set()  # it is stopped as soon as there is a plan

        made[number] = plan(requests[number], on_plan=take, cancel=stop[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert threads_called == ({threads[0].ident}, {threads[1].ident})
    for request, last, told in zip(requests, made, seen, strict=True):
        assert check(request, last) == []
        assert told_of(request, last, told)
    assert len(seen[1]) == 1
    assert not stop[0].is_set()


def test_in_asyncio_beside_other_tasks():
    request, stop, seen = limited("unit-week", 60, workers=1), threading.Event(), []

    async def both():
        loop = asyncio.get_running_loop()
        queue = asyncio.Queue()

        def take(one):
            loop.call_soon_threadsafe(queue.put_nowait, one)

        task = asyncio.create_task(asyncio.to_thread(plan, request, on_plan=take, cancel=stop))
        seen.append(await asyncio.wait_for(queue.get(), 30))  # the loop is free meanwhile
        stop.set()
        return await asyncio.wait_for(task, 30)

    made = asyncio.run(both())
    assert told_of(request, made, seen)
