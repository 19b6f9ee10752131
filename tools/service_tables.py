"""The tables of ``docs/service.md`` that follow from the code: ``python -m tools.service_tables`` writes them.

Each stands between ``<!-- NAME -->`` and ``<!-- end -->``; a test fails when one is old.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from dagplan.service.http.app import make_app
from dagplan.service.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "service.md"
_MACHINES = {"data": "your data folder", "workers": "half the cores"}
"""Defaults that depend on the machine."""


def routes() -> Iterator[str]:
    """Every route with what it is for, as the OpenAPI document has them."""
    yield "| | | |"
    yield "|---|---|---|"
    for path, operations in make_app(Settings()).openapi()["paths"].items():
        for method, operation in operations.items():
            yield f"| `{method.upper()}` | `{path}` | {operation['summary']} |"


def settings() -> Iterator[str]:
    """Every setting with its default and what it means."""
    yield "| in the environment | default | |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = _MACHINES.get(name) or ("" if field.default in (None, "") else f"`{_shown(field.default)}`")
        yield f"| `DAGPLAN_{name.upper()}` | {default} | {field.description} |"


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


TABLES: dict[str, Callable[[], Iterator[str]]] = {"routes": routes, "settings": settings}


def with_tables(page: str) -> str:
    """A page with every table as the code has it today.

    Raises
    ------
    LookupError
        If it has no place for one.
    """
    for name, rows in TABLES.items():
        table = "\n".join(rows())
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.S)
        if not place.search(page):
            raise LookupError(name)
        page = place.sub(lambda found, table=table: f"{found[1]}\n{table}\n{found[2]}", page)
    return page


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
