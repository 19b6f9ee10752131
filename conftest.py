"""Which tests are quick: ``./test fast`` leaves out those that ``tests/slow.txt`` names, and the rest stay quick.

A test (or a whole file) that takes long stands in that list and is marked ``slow``. One that doesn't stand there and
takes more than ``MOST_CPU_SECONDS`` fails. Seconds of processor time, children's included, hardly depend on what else
the machine does; and they are many times what a quick test takes, which covers the imports that come first, too.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MOST_CPU_SECONDS = 4.0
TRACED = 3.0
"""So many times longer a test may take that is traced for coverage."""
TOP = Path(__file__).parent
SLOW = frozenset(
    line.strip()
    for line in (TOP / "tests" / "slow.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_CPU = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two options of our own."""
    group = parser.getgroup("quick and slow tests")
    group.addoption("--fast", action="store_true", help="only tests that are quick")
    group.addoption("--cpu-times", type=int, default=0, metavar="N", help="list the N tests that take most CPU time")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files without a test that is asked for are not even imported: a quick one, or one that the clock judges."""
    ours = collection_path.is_relative_to(TOP) and collection_path.relative_to(TOP).as_posix()
    if config.getoption("--fast") and ours in SLOW:
        return True
    is_module = collection_path.suffix == ".py" and collection_path.name not in {"conftest.py", "__init__.py"}
    if config.getoption("-m") == "clock" and is_module and b"mark.clock" not in collection_path.read_bytes():
        return True
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Modules without an example in a docstring are not imported to look for one: nine of ten."""
    found = yield
    if file_path.suffix == ".py" and b">>>" not in file_path.read_bytes():
        found = [one for one in found if not isinstance(one, DoctestModule)]
    return found


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what the list names; deselect it, and what the clock judges, where only quick tests are asked for."""
    for item in items:
        name = item.nodeid.split("[")[0]
        if name in SLOW or name.split("::")[0] in SLOW:
            item.add_marker("slow")
    if config.getoption("--fast"):
        left_out = [item for item in items if item.get_closest_marker("slow") or item.get_closest_marker("clock")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Have Hypothesis work out its tables of characters, long in a new checkout, in no test's own time."""

    @settings(max_examples=1, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(st.characters(categories=["L", "P", "S"])), st.from_regex(r"[a-zåä]"))
    def draw(_text: str, _matched: str) -> None:
        pass

    draw()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """A test's fixtures count as its own."""
    item.stash[_CPU] = _cpu_seconds()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail where a test that nobody called slow is."""
    result = yield
    spent = _cpu_seconds() - item.stash[_CPU]
    is_known = item.get_closest_marker("slow") or item.get_closest_marker("clock")
    most = MOST_CPU_SECONDS * (TRACED if item.config.getoption("cov_source", None) else 1.0)
    if spent > most and not is_known:
        pytest.fail(
            f"took {spent:.1f} s of CPU time, more than {most:g}: make it quicker, "
            f"or add it to tests/slow.txt, which ./test fast leaves out"
        )
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the CPU time travel with the report, from another process too."""
    report = yield
    if call.when == "call":
        report.cpu_seconds = round(_cpu_seconds() - item.stash[_CPU], 2)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """List the dearest tests where asked for."""
    wanted = config.getoption("--cpu-times")
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    cost = {one.nodeid: one.cpu_seconds for one in reports if hasattr(one, "cpu_seconds")}
    if wanted and cost:
        terminalreporter.section(f"CPU seconds: {sum(cost.values()):.1f}")
        for name in sorted(cost, key=lambda name: -cost[name])[:wanted]:
            terminalreporter.line(f"{cost[name]:7.2f} {name}")
