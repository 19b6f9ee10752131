"""Ready bodies to begin with, and the schemas of the contract."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, Field

from dagplan.models.plan import to_json
from dagplan.scenarios.examples import EXAMPLES
from dagplan.simulation.schemas import SCHEMAS
from dagplan.words import Language


class ExampleInList(BaseModel):
    """An example."""

    name: str = Field(description="Its body is at `/v1/examples/` and this name.")
    text: str = Field(description="What it shows, in the language that was asked for.")
    kind: Literal["plan", "study"] = Field(description="What comes of it.")
    post_to: str = Field(description="Where its body is sent.")


def examples(language: Language = "en") -> list[ExampleInList]:
    """All examples, the simplest first."""
    return [
        ExampleInList(
            name=name,
            text=one.text().sentence(language),
            kind="study" if one.study else "plan",
            post_to="/v1/studies" if one.study else "/v1/plans",
        )
        for name, one in EXAMPLES.items()
    ]


def example(name: str) -> bytes:
    """The body of an example, as JSON.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    found = EXAMPLES[name]
    request = found.make()
    if found.study is None:
        return to_json(request).encode()
    study = found.study()
    base = request.model_dump(mode="json", by_alias=True)
    return _written({"study": study.model_dump(mode="json", by_alias=True), "inputs": {study.base: base}})


def schema(name: str) -> bytes:
    """The JSON Schema of a document of the contract.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    return _written(SCHEMAS[name]())


def _written(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
