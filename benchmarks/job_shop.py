"""Flexible job shops as Dagplan requests: instances whose optimal makespan is known from elsewhere.

A job is a patient with one request, its operations in order are the linked visits, a machine is a practitioner, and
all machines are free from midnight for as many minutes as the makespan to be tried. Every job can be booked exactly
if a schedule of that makespan exists: at the known optimum all must be in, one minute below at least one must stay
out. Waits cost nothing here, so the cost is the unbooked operations alone, 1000 each.

The text is the standard ``fjs`` form (Brandimarte 1993 and others): a line with the number of jobs, of machines, and
perhaps the mean number of machines an operation; then a line a job: its number of operations and, for each, the
number k of machines that can take it and k pairs of machine (from 1) and time. A visit has one duration whoever
takes it, so an instance with an operation of different times on its machines can't be said here, and is refused.

    python -m benchmarks.job_shop INSTANCE.fjs --makespan 55 --seconds 30
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagplan import PlanRequest, plan
from dagplan.models.clock import MINUTES_A_DAY, at_minute
from dagplan.models.request import Availability, Practitioner, Request, Settings, Unit, Visit, Weights

DAY = date(2026, 10, 5)
LONGEST = MINUTES_A_DAY - 1
"""The longest makespan that can be tried, in minutes: a window lies within one date, to 23:59."""


@dataclass(frozen=True)
class Operation:
    """One operation: its minutes, and the machines that can take it, numbered from 1."""

    minutes: int
    machines: tuple[int, ...]


@dataclass(frozen=True)
class JobShop:
    """Machines numbered from 1, and each job's operations in order."""

    machines: int
    jobs: tuple[tuple[Operation, ...], ...]


def read_fjs(text: str) -> JobShop:
    r"""Read an instance in ``fjs`` form.

    Raises
    ------
    ValueError
        If it is not in that form, or can't be said as a request.

    Examples
    --------
    >>> read_fjs("1 2\n2 1 1 3 2 1 4 2 4").jobs
    ((Operation(minutes=3, machines=(1,)), Operation(minutes=4, machines=(1, 2))),)
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines or len(lines[0]) not in (2, 3):
        raise ValueError("the first line must be the number of jobs, of machines, and perhaps a mean")
    count, machines = _whole(lines[0][0]), _whole(lines[0][1])
    if len(lines) - 1 != count:
        raise ValueError(f"{count} jobs are announced, but {len(lines) - 1} lines follow")
    jobs = []
    for number, line in enumerate(lines[1:], start=1):
        values = iter([_whole(word) for word in line])
        try:
            operations = tuple([_operation(values, machines) for _ in range(next(values))])
        except StopIteration:
            raise ValueError(f"job {number}: the line ends too soon") from None
        except ValueError as error:
            raise ValueError(f"job {number}: {error}") from None
        if not operations or next(values, None) is not None:
            raise ValueError(f"job {number}: {'more numbers than operations' if operations else 'no operations'}")
        jobs.append(operations)
    return JobShop(machines, tuple(jobs))


def _whole(word: str) -> int:
    if not word.isascii() or not word.isdigit():
        raise ValueError(f"{word!r} is not a whole number")
    return int(word)


def _operation(values: Iterator[int], machines: int) -> Operation:
    pairs = [(next(values), next(values)) for _ in range(next(values))]
    numbers, times = tuple(machine for machine, _ in pairs), {minutes for _, minutes in pairs}
    if not numbers or len(set(numbers)) != len(numbers) or not all(1 <= one <= machines for one in numbers):
        raise ValueError(f"an operation names machines {numbers}, not some of 1 to {machines}, each once")
    if len(times) > 1:
        raise ValueError(
            f"an operation takes {sorted(times)} on different machines; a visit has one duration whoever takes it, "
            "so only instances with equal times can be planned"
        )
    minutes = times.pop()
    if not 1 <= minutes <= MINUTES_A_DAY:
        raise ValueError(f"an operation takes {minutes}; a visit takes 1 to {MINUTES_A_DAY} minutes")
    return Operation(minutes, numbers)


def request_of(shop: JobShop, makespan: int, *, seconds: float = 30, workers: int | None = None) -> PlanRequest:
    """The request in which every job can be booked exactly if a schedule of this makespan exists.

    Parameters
    ----------
    shop
        The instance; its times are taken as minutes.
    makespan
        The makespan to be tried, 1 to 1439 minutes.
    seconds, workers
        Time limit and threads of the plan.
    """
    if not 1 <= makespan <= LONGEST:
        raise ValueError(f"a makespan of {makespan} can't be tried; one date has room for 1 to {LONGEST} minutes")
    names = [f"machine-{number}" for number in range(1, shop.machines + 1)]
    unit = Unit(id="shop")
    return PlanRequest(
        first_date=DAY,
        last_date=DAY,
        units=(unit,),
        practitioners=tuple(Practitioner(id=name, competences=("machine",)) for name in names),
        availability=tuple(
            Availability(practitioner=name, unit=unit.id, start=at_minute(DAY, 0), end=at_minute(DAY, makespan))
            for name in names
        ),
        requests=tuple(_request(number, operations) for number, operations in enumerate(shop.jobs, start=1)),
        settings=Settings(grid=1, time_limit=seconds, workers=workers, weights=Weights(wait=0)),
    )


def _request(number: int, operations: tuple[Operation, ...]) -> Request:
    visits = tuple(
        Visit(
            id=f"job-{number}-{position}",
            role=None if len(operations) == 1 else "primary" if position == 1 else "secondary",
            duration=operation.minutes,
            competence="machine",
            practitioners=tuple(f"machine-{machine}" for machine in operation.machines),
        )
        for position, operation in enumerate(operations, start=1)
    )
    return Request(id=f"job-{number}", patient=f"job-{number}", visits=visits)


def main(arguments: list[str] | None = None) -> None:
    """Plan at a makespan and one minute below, and say how many jobs are in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instance", type=Path)
    parser.add_argument("--makespan", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=30, help="for each plan")
    options = parser.parse_args(arguments)
    shop = read_fjs(options.instance.read_text(encoding="utf-8"))
    for makespan in (options.makespan, options.makespan - 1):
        made = plan(request_of(shop, makespan, seconds=options.seconds))
        booked = len(shop.jobs) - len(made.unbooked)
        print(f"makespan {makespan}: {booked} of {len(shop.jobs)} jobs, {made.status}, {made.run.wall_seconds:.1f} s")


if __name__ == "__main__":
    main()
