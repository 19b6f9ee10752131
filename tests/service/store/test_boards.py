"""The table of boards: what is written is there, once, and nobody overwrites what they have not seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from dagplan.service.store import schema
from dagplan.service.store.board import Step, Write
from dagplan.service.store.board_keys import BoardOrder
from dagplan.service.store.boards import BoardTable
from dagplan.service.store.jobs import OtherBodyError
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def table(where, clock):
    store = open_store(where)
    yield BoardTable(store, now=clock)
    store.dispose()


def begun(table, tenant="north", board="one", **fields):
    return table.add(tenant, board, fields.get("name", ""), b"{}", f"{board}-0", '{"cost": 0}')


def made(number, **fields):
    return Step(f'["{number}"]'.encode(), 1, said(number), **fields)


def said(number):
    return f'["said {number}"]'.encode()


def stepped(table, board, number, **fields):
    """The board with one step more."""
    news = Write(f"stamp-{number}", f'{{"cost": {number}}}', said(number), step=made(number), **fields)
    return table.write(board, news)


def walked(table, board, position, stamp):
    return table.write(board, Write(stamp, "{}", b'["walked"]', position=position))


def test_a_board_is_what_was_begun_and_its_tenants_alone(table):
    board = begun(table, name="Vecka 50")
    assert (board.id, board.tenant, board.name, board.parent) == ("one", "north", "Vecka 50", None)
    assert (board.version, board.stamp, board.position, board.steps) == (1, "one-0", 0, 0)
    assert (board.created, board.changed, board.job) == (1000.0, 1000.0, None)
    assert table.get("north", "one") == board
    assert table.get("south", "one") is None
    assert begun(table) == board  # a second try of the same
    assert not table.delete("south", "one")


def test_a_step_is_there_with_all_that_belongs_to_it(table, clock):
    board, clock.now = begun(table), 1001.5
    after = stepped(table, board, 1)
    assert (after.version, after.stamp, after.position, after.steps) == (2, "stamp-1", 1, 1)
    assert (after.changed, after.created, after.figures) == (1001.5, 1000.0, '{"cost": 1}')
    assert table.get("north", "one") == after
    (one,) = table.steps(after)
    assert (one.number, one.at, one.said, one.many, one.origin, one.changes) == (
        1,
        1001.5,
        b'["said 1"]',
        1,
        None,
        b"",
    )
    assert table.step(after, 1).changes == b'["1"]'
    assert table.step(after, 2) is None
    loading = table.loading(after)
    assert (loading.request, loading.changes) == (b"{}", [b'["1"]'])


def test_who_has_seen_another_version_writes_nothing(table):
    board = begun(table)
    first = stepped(table, board, 1)
    assert stepped(table, board, 2) is None
    assert walked(table, board, 0, "other") is None
    assert table.get("north", "one") == first
    assert len(table.steps(first)) == 1
    assert table.loading(board) is None
    assert table.since(first, 1) == [b'["said 1"]']
    assert table.branch(board, "two", "", "two-0") is None
    assert table.get("north", "two") is None


def test_a_write_whose_answer_was_lost_is_not_made_twice(table):
    board = begun(table)
    first = stepped(table, board, 1)
    assert stepped(table, board, 1) == first
    assert len(table.steps(first)) == 1
    assert table.since(first, 0) == [b'["said 1"]']


def test_of_many_who_write_at_once_one_does(table):
    board = begun(table)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: stepped(table, board, number), range(1, 9)))
    (one,) = [each for each in found if each is not None]
    assert table.get("north", "one") == one
    assert len(table.steps(one)) == 1


def test_what_was_taken_back_is_kept_until_something_else_is_done(table):
    board = begun(table)
    for number in (1, 2, 3):
        board = stepped(table, board, number)
    back = walked(table, walked(table, board, 2, "back-1"), 1, "back-2")
    assert (back.version, back.position, back.steps) == (6, 1, 3)
    assert table.loading(back).changes == [b'["1"]']
    again = walked(table, back, 2, "again")
    assert (again.position, again.steps) == (2, 3)
    assert table.loading(again).changes == [b'["1"]', b'["2"]']
    other = stepped(table, again, 4)
    assert (other.position, other.steps) == (3, 3)
    assert [one.said for one in table.steps(other)] == [b'["said 1"]', b'["said 2"]', b'["said 4"]']


def test_a_request_that_is_kept_spares_the_changes_before_it(table):
    board = begun(table)
    board = stepped(table, board, 1)
    assert table.changes_since_kept(board) == 1
    board = stepped(table, board, 2, request=b'{"after": 2}')
    assert table.changes_since_kept(board) == 0
    board = stepped(table, board, 3)
    assert (table.loading(board).request, table.loading(board).changes) == (b'{"after": 2}', [b'["3"]'])
    assert table.loading(board, back=1).changes == [b'["3"]']
    further = table.loading(board, back=2)
    assert (further.request, further.changes) == (b"{}", [b'["1"]', b'["2"]', b'["3"]'])
    board = walked(table, board, 1, "back")
    assert (table.loading(board).request, table.changes_since_kept(board)) == (b"{}", 1)
    board = stepped(table, board, 4)
    assert (table.loading(board).request, table.loading(board).changes) == (b"{}", [b'["1"]', b'["4"]'])


def test_a_branch_has_what_counts_and_goes_its_own_way(table):
    board = begun(table, name="en")
    board = stepped(table, board, 1, request=b'{"after": 1}')
    board = walked(table, stepped(table, board, 2), 1, "back")
    branch = table.branch(board, "two", "två", "two-0")
    assert (branch.parent, branch.name, branch.version, branch.position, branch.steps) == ("one", "två", 1, 1, 1)
    assert table.branch(board, "two", "två", "two-0") == branch
    assert (table.loading(branch).request, table.loading(branch).changes) == (b'{"after": 1}', [])
    after = stepped(table, branch, 3)
    assert [one.said for one in table.steps(after)] == [b'["said 1"]', b'["said 3"]']
    assert table.get("north", "one") == board
    table.delete("north", "one")
    assert table.get("north", "two") == after


def test_what_was_said_is_known_for_the_last_versions(table):
    board = begun(table)
    for number in range(1, 206):
        board = walked(table, board, 0, f"w{number}")
    assert len(table.since(board, 0)) == 200
    assert len(table.since(board, board.version - 3)) == 3


def test_a_page_is_the_newest_first_of_one_tenant(table, clock):
    for name in ("one", "two", "three"):
        clock.now += 1
        begun(table, board=name)
    begun(table, tenant="south", board="four")
    assert [one.id for one in table.page("north", most=2)] == ["three", "two"]
    place = table.get("north", "two").place
    assert [one.id for one in table.page("north", after=place)] == ["one"]
    table.delete("north", "two")
    assert [one.id for one in table.page("north", after=place)] == ["one"]
    assert [one.id for one in table.page("south")] == ["four"]


def rows(where):
    """How many rows each table of boards has."""
    store = open_store(where)
    names = [one for one in schema.metadata.sorted_tables if one.name.startswith("board")]
    with store.connect() as connection:
        found = {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in names}
    store.dispose()
    return found


def test_the_same_order_is_the_same_board_and_another_under_its_key_is_none(table):
    order = BoardOrder.of("k-1", b"request", b"{}")
    first = table.add("north", "one", "a", b"{}", "one-0", "{}", order)
    assert table.begun_by("north", order) == first
    assert table.add("north", "two", "b", b"{}", "two-0", "{}", order) == first
    assert table.branch(first, "three", "", "three-0", order) == first
    with pytest.raises(OtherBodyError):
        table.add("north", "two", "a", b"{1}", "two-0", "{}", BoardOrder.of("k-1", b"request", b"{1}"))
    assert [one.id for one in table.page("north")] == ["one"]
    # Another tenant's key is another key; one whose board is gone is free.
    assert table.begun_by("south", order) is None
    assert table.add("south", "four", "", b"{}", "four-0", "{}", order).id == "four"
    table.delete("north", "one")
    assert table.begun_by("north", order) is None
    assert table.add("north", "two", "", b"{}", "two-0", "{}", order).id == "two"
    assert BoardOrder.of(None, b"") is None
    # The parts are told apart.
    assert BoardOrder.of("k", b"a", b"bc") != BoardOrder.of("k", b"ab", b"c")


def test_sent_many_times_at_once_it_is_begun_once(table):
    order = BoardOrder.of("k-1", b"request", b"{}")

    def add(number):
        return table.add("north", f"b{number}", "", b"{}", f"b{number}-0", "{}", order)

    with ThreadPoolExecutor(8) as pool:
        boards = list(pool.map(add, range(16)))
    assert len({one.id for one in boards}) == 1
    assert [one.id for one in table.page("north")] == [boards[0].id]


def test_deleted_is_deleted(table, where):
    order = BoardOrder.of("k-1", b"request")
    board = stepped(table, table.add("north", "one", "", b"{}", "one-0", "{}", order), 1, request=b"{}")
    assert min(rows(where).values()) > 0
    assert table.delete("north", board.id)
    assert set(rows(where).values()) == {0}
    assert table.loading(board) is None
    assert stepped(table, board, 2) is None
    assert table.ordered(board, "job") is None


def test_boards_that_nobody_changes_are_forgotten_in_time(where, clock):
    store = open_store(where)
    boards, jobs = BoardTable(store, now=clock), JobTable(store, now=clock)
    old = begun(boards, board="old")
    clock.now += 60
    changed = stepped(boards, begun(boards, board="used"), 1)
    clock.now += 50
    assert jobs.forget_older(100) == 1
    assert boards.get("north", old.id) is None
    assert boards.get("north", "used") == changed
    jobs.close()


def test_the_plan_that_was_ordered_last_is_known_and_changes_nothing(table):
    board = stepped(table, begun(table), 1)
    noted = table.ordered(board, "job-1")
    assert noted == replace(board, job="job-1", job_version=2)
    assert table.get("north", "one") == noted
