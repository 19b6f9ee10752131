"""Job shops of known optimal makespan: all jobs fit at the optimum, and provably not all one minute below."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.job_shop import JobShop, Operation, main, read_fjs, request_of
from dagplan import check, plan

# Three jobs go round three machines; each job takes 9 minutes and each machine is loaded with 9: both bounds are met
# when the jobs start on different machines and never wait.
ROUND = """\
3 3 1
3 1 1 3 1 2 3 1 3 3
3 1 2 3 1 3 3 1 1 3
3 1 3 3 1 1 3 1 2 3
"""

# A two-machine flow shop of five jobs. Machine 1 is loaded with 22, and the last job on it has at least 2 minutes
# left on machine 2: no schedule ends before 24. Johnson's rule (1954) gives 24: jobs 3, 1, 4, 5, 2.
FLOW = """\
5 2 1
2 1 1 3 1 2 6
2 1 1 5 1 2 2
2 1 1 1 1 2 2
2 1 1 6 1 2 6
2 1 1 7 1 2 5
"""

# Six operations of 4 minutes on two equal machines: a load of 12 each, met by 1 and 2, then 1 and 3, then 2 and 3.
PARALLEL = """\
3 2 2
2 2 1 4 2 4 2 1 4 2 4
2 2 1 4 2 4 2 1 4 2 4
2 2 1 4 2 4 2 1 4 2 4
"""

# Partly flexible. Operations of 5, 4 and 6 minutes can only be on machine 1, which is loaded with 15. It never rests
# with job 2 from 0, job 1 from 4 and job 3 from 9; job 3 is on machine 3 until 7 and job 4 after it until 12, and
# machine 2 has job 1 until 3, job 2 from 4 to 10 and job 1 again until 12.
PARTLY = """\
4 3 1.5
3 2 2 3 3 3 1 1 5 1 2 2
2 1 1 4 2 2 6 3 6
2 2 2 7 3 7 1 1 6
1 2 2 5 3 5
"""


def optimal_makespan(shop):
    """The shortest schedule, by trying every order and machine: some semi-active schedule is optimal."""
    best = sum(operation.minutes for job in shop.jobs for operation in job)
    left = [[sum(one.minutes for one in job[at:]) for at in range(len(job) + 1)] for job in shop.jobs]

    def extend(at, ready, free, end):
        nonlocal best
        if max(time + left[job][at[job]] for job, time in enumerate(ready)) >= best:
            return
        if all(at[job] == len(shop.jobs[job]) for job in range(len(at))):
            best = end
            return
        for job, operations in enumerate(shop.jobs):
            if at[job] < len(operations):
                for machine in operations[at[job]].machines:
                    done = max(ready[job], free[machine]) + operations[at[job]].minutes
                    extend(
                        (*at[:job], at[job] + 1, *at[job + 1 :]),
                        (*ready[:job], done, *ready[job + 1 :]),
                        (*free[:machine], done, *free[machine + 1 :]),
                        max(end, done),
                    )

    extend((0,) * len(shop.jobs), (0,) * len(shop.jobs), (0,) * (shop.machines + 1), 0)
    return best


def random_shop(seed):
    rng = Random(seed)
    machines = rng.randint(2, 4)
    return JobShop(
        machines,
        tuple(
            tuple(
                Operation(
                    rng.randint(1, 9),
                    tuple(sorted(rng.sample(range(1, machines + 1), rng.choice((1, 1, 2))))),
                )
                for _ in range(rng.randint(2, 3))
            )
            for _ in range(rng.randint(3, 4))
        ),
    )


def holds_exactly(shop, optimum):
    """All jobs in at the optimum, and proof that not all are one minute below."""
    for makespan, all_in in ((optimum, True), (optimum - 1, False)):
        request = request_of(shop, makespan, seconds=20, workers=2)
        made = plan(request)
        assert check(request, made) == []
        assert made.status == "optimal", makespan
        assert (not made.unbooked) is all_in, makespan


@pytest.mark.parametrize(
    ("text", "optimum"),
    [(ROUND, 9), (FLOW, 24), (PARALLEL, 12), (PARTLY, 15)],
    ids=["round", "flow", "parallel", "partly"],
)
def test_hand_made_instances(text, optimum):
    shop = read_fjs(text)
    assert optimal_makespan(shop) == optimum  # the argument and the brute force agree
    holds_exactly(shop, optimum)


@pytest.mark.parametrize("seed", range(8))
def test_random_instances(seed):
    shop = random_shop(seed)
    holds_exactly(shop, optimal_makespan(shop))


def test_what_is_read():
    shop = read_fjs(PARTLY)
    assert shop.machines == 3
    assert shop.jobs[1] == (Operation(4, (1,)), Operation(6, (2, 3)))
    request = request_of(shop, 15)
    assert [visit.role for visit in request.requests[0].visits] == ["primary", "secondary", "secondary"]
    assert request.requests[3].visits[0].practitioners == ("machine-2", "machine-3")
    assert request.availability[0].end.strftime("%H:%M") == "00:15"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "first line"),
        ("2 1\n1 1 1 5", "2 jobs are announced"),
        ("1 1\n1 1 1", "ends too soon"),
        ("1 1\n1 1 1 5 7", "more numbers"),
        ("1 1\n0", "no operations"),
        ("1 1\n1 1 2 5", "not some of 1 to 1"),
        ("1 1\n1 1 1 -5", "not a whole number"),
        ("1 1\n1 1 1 0", "1 to 1440 minutes"),
        ("1 2\n1 2 1 5 2 6", r"takes \[5, 6\] on different machines"),
    ],
)
def test_what_can_not_be_read_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        read_fjs(text)


@pytest.mark.parametrize("makespan", [0, 1440])
def test_a_makespan_must_lie_within_a_date(makespan):
    with pytest.raises(ValueError, match="1 to 1439"):
        request_of(read_fjs(ROUND), makespan)


def test_the_command(tmp_path, capsys):
    path = tmp_path / "round.fjs"
    path.write_text(ROUND, encoding="utf-8")
    main([str(path), "--makespan", "9", "--seconds", "5"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("makespan 9: 3 of 3 jobs, optimal")
    assert lines[1].startswith("makespan 8: ")
    assert "3 of 3" not in lines[1]
