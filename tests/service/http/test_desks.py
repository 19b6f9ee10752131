"""Processes that have boards laid out: lost, slow or full, and the board is what the store says all the same."""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from dagplan.service.http.desks import DeskLostError, Desks
from dagplan.service.http.problems import RefusalError
from dagplan.service.http.routes import board_steps
from dagplan.service.store.board import Write
from tests.service.http.boarded import begun, book, booked, made, move, seen, step
from tests.service.http.planned import asking


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data"), boards_each=2) as client:
        yield client


def desks_of(client):
    return client.app.state.resources.desks


def processes(client):
    return [helper._process for desk in desks_of(client)._desks for helper in desk.helpers._helpers]


def lose(client):
    """End the processes that have boards laid out, as a crash does."""
    for one in processes(client):
        one.kill()
        one.wait()


def test_a_process_that_is_lost_loses_no_step(client):
    board = begun(client)
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    made(client, board, 2, move("r2-v", "10:00"))
    before = client.get(board).json()
    lose(client)
    assert client.get(board).json() == before
    lose(client)
    update = made(client, board, 3, move("r2-v", "11:00"))
    assert update["moved"]["r2-v"]["before"]["start"].endswith("10:00")
    lose(client)
    back = client.post(f"{board}/undo", headers=seen(4)).json()
    assert back["moved"]["r2-v"]["after"]["start"].endswith("10:00")
    lose(client)
    again = client.post(f"{board}/redo", headers=seen(5)).json()
    assert again["moved"]["r2-v"]["after"]["start"].endswith("11:00")
    for version in (6, 7, 8):
        lose(client)
        client.post(f"{board}/undo", headers=seen(version))
    assert booked(client, board) == {"a": ("nurse", "08:00"), "b": ("doctor", "08:30")}


def test_more_boards_than_are_kept_are_all_there(client):
    boards = [begun(client) for _ in range(4)]
    for number, board in enumerate(boards):
        made(client, board, 1, book("r2-v", "doctor", f"{9 + number % 3:02}:00"))
    for number, board in enumerate(boards):
        assert booked(client, board)["r2-v"] == ("doctor", f"{9 + number % 3:02}:00")


def test_what_could_not_be_written_is_not_there(client, monkeypatch):
    board, resources = begun(client), client.app.state.resources

    def away(*_):
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(type(resources.boards), "write", away)
        assert step(client, board, 1, book("r2-v", "doctor", "09:00")).status_code == 503
    assert client.get(board).json()["standing"]["unbooked"] == ["r2"]
    assert "r2-v" not in booked(client, board)
    assert made(client, board, 1, book("r2-v", "doctor", "10:00"))["board"]["version"] == 2


def test_another_service_on_the_same_store_is_seen(client):
    """As two machines on one database: what the other has written counts, whatever is laid out here."""
    board, table = begun(client), client.app.state.resources.boards
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    found = table.get("local", board.rpartition("/")[2])
    elsewhere = begun(client)
    made(client, elsewhere, 1, book("r2-v", "doctor", "11:00"))
    other = table.get("local", elsewhere.rpartition("/")[2])
    dropped = b'[{"kind": "drop_request", "request": "r2"}]'
    theirs = replace(table.step(other, 1), changes=dropped)
    table.write(found, Write("theirs", found.figures, theirs.said, step=theirs))
    late = step(client, board, 2, move("r2-v", "10:00"))
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "board_changed", 3)
    assert client.get(board).json()["standing"]["of"] == 1
    assert "r2-v" not in booked(client, board)


def test_a_board_of_many_changes_is_laid_out_from_where_it_stood(client, monkeypatch):
    monkeypatch.setattr(board_steps, "_KEPT_AFTER", 2)
    board, table = begun(client), client.app.state.resources.boards
    for version, clock in enumerate(("09:00", "09:30", "10:00", "10:30", "11:00"), 1):
        made(client, board, version, book("r2-v", "doctor", clock))
    found = table.get("local", board.rpartition("/")[2])
    assert len(table.loading(found).changes) == 2  # of five: the request was kept after the third
    assert len(table.loading(found, back=3).changes) == 5
    before = client.get(board).json()
    lose(client)
    assert client.get(board).json() == before
    assert booked(client, board)["r2-v"] == ("doctor", "11:00")
    lose(client)
    for version, clock in ((6, "10:30"), (7, "10:00"), (8, "09:30"), (9, "09:00")):
        client.post(f"{board}/undo", headers=seen(version))
        assert booked(client, board)["r2-v"] == ("doctor", clock)
    made(client, board, 10, move("r2-v", "11:30"))
    lose(client)
    assert booked(client, board)["r2-v"] == ("doctor", "11:30")


def test_of_many_windows_that_write_at_once_one_does_and_the_others_are_told(client):
    board = begun(client)
    clocks = ["07:00", "07:05", "07:10", "07:15", "07:20", "07:25"]
    with ThreadPoolExecutor(len(clocks)) as pool:
        answers = list(pool.map(lambda clock: step(client, board, 1, move("a", clock)), clocks))
    assert sorted(one.status_code for one in answers) == [200, *[409] * (len(clocks) - 1)]
    (won,) = [clock for clock, one in zip(clocks, answers, strict=True) if one.status_code == 200]
    assert booked(client, board)["a"] == ("nurse", won)
    assert client.get(board).json()["version"] == 2


def test_what_takes_too_long_is_ended_and_the_next_is_answered():
    async def run():
        desks = Desks(1, 4, 30.0, 2)
        first = await desks.ask("one", os.getpid)
        desks._seconds = 0.5
        with pytest.raises(RefusalError) as late:
            await desks.ask("one", time.sleep, 30)
        desks._seconds = 30.0
        with pytest.raises(DeskLostError):
            await desks.ask("one", os._exit, 1)
        last = await desks.ask("one", os.getpid)
        desks.close()
        return first, late.value.status, last

    first, status, last = asyncio.run(run())
    assert (status, first != last) == (503, True)
    assert not psutil.pid_exists(first)


def test_boards_are_shared_out_and_too_many_who_ask_are_refused():
    async def run():
        desks = Desks(2, 1, 30.0, 1)
        two = await desks.ask("one", os.getpid), await desks.ask("two", os.getpid)
        same = await desks.ask("one", os.getpid)
        asking = (desks.ask(name, time.sleep, 0.2) for name in ("one", "two", "one", "two"))
        found = await asyncio.gather(*asking, return_exceptions=True)
        desks.close()
        return two, same, found

    two, same, found = asyncio.run(run())
    assert two[0] != two[1]
    assert same == two[0]
    assert [getattr(one, "status", None) for one in found] == [None, None, None, 503]
