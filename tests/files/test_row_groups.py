"""Problems of several rows told as one: no row is lost, none is added."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dagplan.files.places import TableName
from dagplan.files.row_groups import in_order, rows_in
from dagplan.models.errors import Problem
from dagplan.words.messages.table_faults import CellFaults, TableFaults

NAMES = (TableName("week.xlsx", "Besök"), TableName("visits.csv"))
SAID = (CellFaults.WHOLE(), TableFaults.REQUIRED())
Where = st.tuples(
    st.sampled_from(NAMES), st.integers(1, 30), st.sampled_from([None, "Längd", "Id"]), st.sampled_from(SAID)
)


def problem(name: TableName, row: int | None, column: str | None, said: object) -> Problem:
    return Problem.of(name.at(row, column), said)  # type: ignore[arg-type]


@given(st.lists(Where, max_size=40))
def test_together_they_say_what_they_said_one_by_one(wheres: list[tuple[object, ...]]) -> None:
    told = in_order(problem(*where) for where in wheres)  # type: ignore[arg-type]
    assert len(told) == len({(name, column, str(said)) for name, _row, column, said in wheres})
    said = set()
    for one in told:
        assert one.where is not None
        values = one.where.values
        rows = rows_in(str(values["rows"])) if "rows" in values else [int(str(values["row"]))]
        assert rows == sorted(set(rows))
        said |= {(values["file"], row, values.get("column"), one.message) for row in rows}
    assert said == {(name.file, row, column, str(what)) for name, row, column, what in wheres}  # type: ignore[attr-defined]


def test_where_they_stand_in_both_languages() -> None:
    (told,) = in_order(problem(NAMES[0], row, "Längd", SAID[0]) for row in (9, 4, 5, 6, 12))
    assert told.place == "week.xlsx: sheet Besök, rows 4–6, 9, 12, column Längd"
    assert told.place_in("sv") == "week.xlsx: blad Besök, rad 4–6, 9, 12, kolumn Längd"


def test_rows_come_in_their_order_and_tables_too() -> None:
    told = in_order(problem(NAMES[0], row, None, SAID[row % 2]) for row in (10, 9, 2))
    assert [one.place.partition("rows ")[2] or one.place.partition("row ")[2] for one in told] == ["2, 10", "9"]
