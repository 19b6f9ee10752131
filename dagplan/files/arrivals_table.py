"""Who asked for what, and when: a CSV file of a care unit's own arrivals, a row each."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter, ValidationError

from dagplan.models.errors import InputError, more_problems
from dagplan.models.fields import Id, LocalDateTime, StrictModel, is_id, zone_for_reading
from dagplan.models.id_checks import no_such
from dagplan.models.nearest import Nearest
from dagplan.models.request import Priority
from dagplan.words.messages.policy_faults import ArrivalFaults
from dagplan.words.messages.table_faults import TableFaults

from .columns import REQUESTS, Table
from .csv_text import rows_of
from .ledger import Sheets
from .places import TableName, in_words, reading, shown_path
from .records import records_of

ARRIVALS = Table(
    "arrivals", {"moment": "moment", "like": "id", "priority": "code"}, ("moment", "like"), required=True
)

_MOMENT: TypeAdapter[datetime] = TypeAdapter(LocalDateTime)


class ArrivalRow(StrictModel):
    """Somebody who asked.

    Attributes
    ----------
    moment
        When, local time.
    like
        Id of the request that theirs is like.
    priority
        How soon it should be; None: as that request has it.
    """

    moment: LocalDateTime
    like: Id
    priority: Priority | None = None


class _Rows(StrictModel):
    arrivals: tuple[ArrivalRow, ...] = Field(())


def read_arrivals(path: str | Path, likes: Collection[str], first: date, zone: ZoneInfo) -> tuple[ArrivalRow, ...]:
    """Read a file of arrivals; in the order of their moments.

    Parameters
    ----------
    path
        A CSV file with the columns ``moment``, ``like`` and, if wanted, ``priority``.
    likes
        Ids of the requests that there are.
    first
        Nobody asks before this date.
    zone
        Whose clock the moments are told by.

    Raises
    ------
    InputError
        With every problem; places are ``arrivals.csv: row 3, column like``, the header being row 1.
    """
    name = shown_path(path)
    with reading(path):
        rows = rows_of(Path(path).read_bytes(), name, ARRIVALS)
    sheets = Sheets({ARRIVALS.name: TableName(name), "settings": TableName(name)})
    records = sheets.records[ARRIVALS.name] = records_of(ARRIVALS, rows, sheets)
    lacking = any((ARRIVALS.name, column) in sheets.missing for column in ARRIVALS.needed)
    if not records:
        sheets.problem(ARRIVALS.name, None, None, ArrivalFaults.NOBODY(), "no_arrivals")
    nearest = Nearest(list(likes))
    for record in records:
        like = record.values.get("like")
        if isinstance(like, str) and like not in likes:
            said = no_such(REQUESTS.name, like, nearest.of(like)) if is_id(like) else TableFaults.NO_SUCH_REQUEST()
            sheets.problem(ARRIVALS.name, record.row, "like", said, "unknown_id")
        with suppress(ValidationError), zone_for_reading(zone):
            if _MOMENT.validate_python(record.values.get("moment")).date() < first:
                said = ArrivalFaults.BEFORE_THE_FIRST(first=first)
                sheets.problem(ARRIVALS.name, record.row, "moment", said, "before_the_first")
    try:
        with zone_for_reading(zone):
            read = _Rows.model_validate({ARRIVALS.name: [record.values for record in records]})
    except ValidationError as error:
        found = in_words(error, sheets.place, sheets.problems)
        sheets.problems += [] if lacking else found
    if sheets.problems:
        counted = [more_problems(sheets.untold)] if sheets.untold else []
        raise InputError([*dict.fromkeys(sheets.problems), *counted])
    return tuple(sorted(read.arrivals, key=lambda one: one.moment))
