"""The table of routes in docs/service.md is that of the service: none is missing, none is made up."""

from __future__ import annotations

import re

from dagplan.service.http.app import make_app
from dagplan.service.settings import Settings
from tests.places import ROOT

_CODE = re.compile(r"`([^`]+)`")


def told():
    """Method and path of each route in the table."""
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    for line in text.partition("## Routes")[2].partition("\n## ")[0].splitlines():
        if not line.startswith("| `"):
            continue
        method, first = "", ""
        for code in _CODE.findall(line.split("|")[1]):
            if " " in code:
                method, first = code.split(" ")
                yield method, first
            else:
                yield method, first + code[1:] if code.startswith("…") else code


def test_every_route_is_told_and_none_is_made_up(tmp_path):
    described = make_app(Settings(data=tmp_path)).openapi()["paths"]
    routes = {
        (method.upper(), path.replace("{job_id}", "{id}"))
        for path, methods in described.items()
        for method in methods
    }
    assert set(told()) - {("GET", "/openapi.json")} == routes
