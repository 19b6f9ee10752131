"""Boards as they are shown."""

from __future__ import annotations

import json
from typing import Any

from pydantic import AwareDatetime, BaseModel, Field

from dagplan.service.operations.board_answers import BoardChanges, BoardFigures, BoardStanding
from dagplan.service.store.board import Board, Step

from .problems import ProblemDetails
from .views import moment


class OrderedPlan(BaseModel):
    """The plan that was ordered last of a board."""

    id: str = Field(description="Of the plan: `/v1/plans/` and this.")
    version: int = Field(
        description="The board's version that it was ordered of; it can be accepted as long as it is this."
    )


class AnyBoard(BaseModel):
    """A board, without what stands on it."""

    id: str = Field(description="Can't be guessed.")
    name: str = Field(description="As its planner calls it; may be empty.")
    parent: str | None = Field(description="Id of the board that it is a variant of, which may be gone.")
    version: int = Field(description="One more after every change: in quotes it is taken by `If-Match`.")
    created: AwareDatetime = Field(description="When it was begun.")
    changed: AwareDatetime = Field(description="When it was last changed.")
    steps: int = Field(description="Steps there are, those too that were taken back.")
    position: int = Field(description="So many of them count.")
    job: OrderedPlan | None = Field(description="The plan that was ordered last; null: none was.")


class ShownBoard(AnyBoard):
    """A board, and how it stands."""

    standing: BoardStanding = Field(description="How it stands.")


class BoardSummary(AnyBoard):
    """A board in a list."""

    figures: BoardFigures = Field(description="How it stands, in a few numbers.")


class BoardList(BaseModel):
    """A page of boards, the newest first."""

    items: list[BoardSummary] = Field(description="So many as were asked for, or those that are left.")
    next: str | None = Field(description="The `cursor` of the next page; null: this is the last.")


class BoardUpdate(BoardChanges):
    """A board after a change, and what has become of it."""

    board: ShownBoard = Field(description="The board as it is now.")


class BoardStep(BaseModel):
    """A step on a board."""

    number: int = Field(description="From 1, in the order in which they were made.")
    at: AwareDatetime = Field(description="When it was made.")
    messages: list[str] = Field(description="What it changed, a sentence a change.")
    origin: str | None = Field(description="Id of the plan whose bookings it takes over; null: made by hand.")
    undone: bool = Field(description="Whether it was taken back.")


class BoardSteps(BaseModel):
    """The steps of a board."""

    items: list[BoardStep] = Field(description="From the first to the last, those too that were taken back.")


class BoardChanged(ProblemDetails):
    """Why a change was not made: somebody else has changed the board (`board_changed`), or it can't be made now."""

    version: int | None = Field(None, description="With `board_changed`: the version it has now.")
    changed: list[str] | None = Field(
        None,
        description="With `board_changed`: what was changed since the version that was seen, a sentence a change.",
    )


def etag(board: Board) -> str:
    """What a board's request and steps are known by: its version."""
    return f'"{board.version}"'


def etag_shown(board: Board) -> str:
    """What is known of a board where it is shown: the plan that was ordered last too, by which it does not change."""
    return etag(board) if board.job is None else f'"{board.version}.{board.job}"'


def shown_board(board: Board, standing: bytes) -> bytes:
    """A board with how it stands (``BoardStanding``, which is not read to be written again), as JSON."""
    head = AnyBoard(**_any(board)).model_dump_json().encode()
    return head[:-1] + b',"standing":' + standing + b"}"


def shown_update(board: Board, standing: bytes, changes: bytes) -> bytes:
    """A board with what has become of it (``BoardChanges``), as JSON."""
    return b'{"board":' + shown_board(board, standing) + b"," + changes.strip()[1:]


def summary(board: Board) -> BoardSummary:
    """A board in a list."""
    return BoardSummary(**_any(board), figures=BoardFigures.model_validate_json(board.figures))


def shown_steps(board: Board, steps: list[Step], told: list[list[str]]) -> bytes:
    """The steps of a board, with the sentences of each, as JSON."""
    items = [
        BoardStep(
            number=one.number,
            at=moment(one.at),
            messages=messages,
            origin=one.origin,
            undone=one.number > board.position,
        ).model_dump(mode="json")
        for one, messages in zip(steps, told, strict=True)
    ]
    return json.dumps({"items": items}, ensure_ascii=False).encode()


def _any(board: Board) -> dict[str, Any]:
    job = None if board.job is None else OrderedPlan(id=board.job, version=board.job_version or 0)
    return {
        "id": board.id,
        "name": board.name,
        "parent": board.parent,
        "version": board.version,
        "created": moment(board.created),
        "changed": moment(board.changed),
        "steps": board.steps,
        "position": board.position,
        "job": job,
    }
