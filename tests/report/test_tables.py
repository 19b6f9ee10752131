import pandas as pd

from dagplan import files
from dagplan.files.completion import plan_from
from dagplan.models import Plan, PlanRequest
from dagplan.report.tables import BOOKING_COLUMNS, DAY_PLAN_COLUMNS, UNBOOKED_COLUMNS, frames
from tests.places import EXAMPLES

REQUEST = files.read_request(EXAMPLES / "asthma.request.json")


def plan_of(*visits: tuple[str, str, str, str]) -> Plan:
    shared = {"request": "r1", "patient": "p1", "unit": "vc-1"}
    return plan_from(
        {
            "bookings": [
                {**shared, "visit": visit, "practitioner": who}
                | {"start": f"2026-12-08T{start}", "end": f"2026-12-08T{end}"}
                for visit, who, start, end in visits
            ]
        },
        REQUEST,
    )


PLAN = plan_of(("r1-spirometry", "asthma-nurse", "09:30", "10:00"), ("r1-physician", "physician-1", "10:00", "10:30"))


def test_bookings() -> None:
    table = frames(PLAN).bookings
    assert table["visit"].tolist() == ["r1-spirometry", "r1-physician"]
    assert table["role"].tolist() == ["secondary", "primary"]
    assert table["minutes"].tolist() == [30, 30]
    assert table["start"].iloc[0] == pd.Timestamp("2026-12-08 09:30")


def test_day_plans() -> None:
    table = frames(PLAN).day_plans
    assert table[["practitioner", "visits", "minutes"]].to_numpy().tolist() == [
        ["asthma-nurse", 1, 30],
        ["physician-1", 1, 30],
    ]
    assert (table["date"] == pd.Timestamp("2026-12-08")).all()
    assert table["last_end"].max() == pd.Timestamp("2026-12-08 10:30")


def test_an_unbooked_request_without_reasons_has_a_row() -> None:
    table = frames(plan_of()).unbooked
    assert table["request"].tolist() == ["r1"]
    assert table["code"].isna().all()


def test_columns_and_types_are_the_same_when_nothing_is_in_them() -> None:
    nothing = PlanRequest.model_validate({**REQUEST.model_dump(by_alias=True), "requests": ()})
    for plan in (PLAN, plan_of(), plan_from({"bookings": []}, nothing)):
        tables = frames(plan)
        for table, columns in (
            (tables.bookings, BOOKING_COLUMNS),
            (tables.day_plans, DAY_PLAN_COLUMNS),
            (tables.unbooked, UNBOOKED_COLUMNS),
        ):
            assert {name: str(kind) for name, kind in table.dtypes.items()} == columns
