"""Those who wait for jobs are told by one look for all of them."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from dagplan.service.http.following import Followers

LONG = 30.0


class Table:
    """Knows versions by number, and how often it was asked for which."""

    def __init__(self, **versions):
        self.known = {int(name.removeprefix("n")): version for name, version in versions.items()}
        self.asked = []

    def versions(self, numbers):
        self.asked.append(sorted(numbers))
        return {number: self.known[number] for number in numbers if number in self.known}


def job(number, version=1):
    return SimpleNamespace(number=number, version=version)


def followed(table, *waits, meanwhile=lambda: None):
    """Which of those who wait, by job and seconds, were told before the longest; after a look, something happens."""

    async def run():
        followers = Followers(table)
        tasks = [asyncio.create_task(followers.changed(one, seconds)) for one, seconds in waits]
        while not table.asked:
            await asyncio.sleep(0.01)
        meanwhile()
        done, pending = await asyncio.wait(tasks, timeout=2)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        return [task in done for task in tasks]

    return asyncio.run(run())


def test_all_are_looked_for_at_once_and_each_is_told_of_its_own():
    table = Table(n1=1, n2=1, n3=1)

    def meanwhile():
        table.known[1] = 2  # changed
        del table.known[2]  # gone

    told = followed(table, *((job(number), LONG) for number in (1, 1, 2, 3)), meanwhile=meanwhile)
    assert told == [True, True, True, False]
    assert table.asked[0] == [1, 2, 3]
    assert table.asked[-1] == [3]  # nobody waits for the others any more


def test_what_had_changed_before_is_told_at_the_first_look():
    table = Table(n1=2)
    assert followed(table, (job(1), LONG)) == [True]
    assert table.asked == [[1]]


def test_nobody_waits_longer_than_they_said():
    table = Table(n1=1, n2=1)
    assert followed(table, (job(1), 0.5), (job(2), LONG)) == [True, False]


def test_a_store_that_is_away_is_found_out_by_who_waits():
    class Away(Table):
        def versions(self, numbers):
            super().versions(numbers)
            raise OperationalError("select", {}, Exception("away"))

    assert followed(Away(), (job(1), LONG)) == [True]


@pytest.mark.parametrize("pause", [0.0, 0.5])
def test_whoever_comes_later_is_looked_for_too(pause):
    table = Table(n1=2, n2=2)

    async def run():
        followers = Followers(table)
        await followers.changed(job(1), LONG)
        await asyncio.sleep(pause)  # nobody waits; with a pause nobody looks either
        await asyncio.wait_for(followers.changed(job(2), LONG), 5)

    asyncio.run(run())
    assert [2] in table.asked
