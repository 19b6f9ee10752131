"""The drawings of the page: Vega draws them here, once, as SVG; nothing is left to draw in the browser.

Colours are CSS variables, so that light, dark and print are the stylesheet's business. What a shape stands
for goes into its ``data-tip``, for the pointer and the arrow keys; a table beside each drawing says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

NAMES_WIDTH, DRAWING_WIDTH = 150, 900
GAP_MINUTES = 25
"""Blank minutes between two dates drawn side by side."""
SVG = "http://www.w3.org/2000/svg"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(e-\d+)?")


@dataclass(frozen=True)
class Shape:
    """A visit (or a cell) in a row: from one position along to another.

    Attributes
    ----------
    tip
        What it is, one fact a line.
    group
        Shapes of one group (a linked request) are joined in their order and light up together.
    """

    row: str
    start: float
    end: float
    fill: str
    tip: str = ""
    ink: str = ""
    label: str = ""
    group: str = ""


@dataclass
class Drawing:
    """Rows of people against time.

    Attributes
    ----------
    rows
        Key and shown name, from the top.
    length
        The last position along.
    ticks
        Position, label and whether it is a heading (a date).
    """

    rows: Sequence[tuple[str, str]]
    length: float
    row_height: int
    ticks: list[tuple[float, str, bool]] = field(default_factory=list)
    free: list[Shape] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def svg(self, title: str) -> str:
        """The drawing as an SVG element to put in a page."""
        import vl_convert

        return _finished(vl_convert.vega_to_svg(self._spec()), self.shapes, title)

    def _spec(self) -> dict[str, Any]:
        return {
            "$schema": "https://vega.github.io/schema/vega/v5.json",
            "width": DRAWING_WIDTH,
            "height": len(self.rows) * self.row_height,
            "padding": {
                "left": NAMES_WIDTH,
                "right": 4,
                "top": 40 if any(big for _, _, big in self.ticks) else 18,
                "bottom": 4,
            },
            "autosize": "none",
            "config": {"background": None},
            "data": [
                {"name": "names", "values": [{"row": key, "label": name} for key, name in self.rows]},
                {"name": "ticks", "values": [{"at": at, "label": text, "big": big} for at, text, big in self.ticks]},
                {"name": "free", "values": [_datum(shape) for shape in self.free]},
                {"name": "bars", "values": [_datum(shape) for shape in self.shapes]},
                {"name": "joins", "values": list(self._joins())},
            ],
            "scales": [
                {"name": "along", "type": "linear", "domain": [0, self.length], "range": "width", "zero": False},
                {
                    "name": "rows",
                    "type": "band",
                    "domain": [key for key, _ in self.rows],
                    "range": "height",
                    "paddingInner": 0.18,
                    "paddingOuter": 0.09,
                },
            ],
            "marks": [*_background(), *_shapes()],
        }

    def _joins(self) -> Iterable[Mapping[str, Any]]:
        chains: dict[str, list[Shape]] = {}
        for shape in self.shapes:
            if shape.group:
                chains.setdefault(shape.group, []).append(shape)
        for chain in chains.values():
            for one, other in pairwise(chain):
                stroke = one.fill.replace("--s", "--h")
                yield {"from": one.end, "to": other.start, "row": one.row, "other": other.row, "stroke": stroke}


def _datum(shape: Shape) -> dict[str, Any]:
    wanted = ("row", "start", "end", "fill", "ink", "label")
    return {name: getattr(shape, name) for name in wanted}


def _background() -> list[dict[str, Any]]:
    """Names, hours and dates, and the time in which each person works."""
    heading = {"test": "datum.big", "value": -20}
    return [
        _mark("rect", "free", _bar(fill={"value": "var(--free)"})),
        _mark(
            "rule",
            "ticks",
            {
                "x": {"scale": "along", "field": "at"},
                "y": [{"test": "datum.big", "value": -32}, {"value": -2}],
                "y2": {"signal": "height"},
                "stroke": [{"test": "datum.big", "value": "var(--rule-strong)"}, {"value": "var(--rule)"}],
            },
        ),
        _mark(
            "text",
            "ticks",
            {
                "x": {"scale": "along", "field": "at", "offset": 3},
                "y": [heading, {"value": -4}],
                "text": {"field": "label"},
                "fontSize": [{"test": "datum.big", "value": 12}, {"value": 10}],
                "fontWeight": [{"test": "datum.big", "value": 600}, {"value": 400}],
                "fill": [{"test": "datum.big", "value": "var(--ink)"}, {"value": "var(--soft)"}],
            },
        ),
        _mark(
            "text",
            "names",
            {
                "x": {"value": -10},
                "y": {"scale": "rows", "field": "row", "band": 0.5},
                "text": {"field": "label"},
                "align": {"value": "right"},
                "baseline": {"value": "middle"},
                "fontSize": {"value": 12},
                "limit": {"value": NAMES_WIDTH - 14},
                "fill": {"value": "var(--ink)"},
            },
        ),
    ]


def _shapes() -> list[dict[str, Any]]:
    """The joins under the visits, the visits, and their short labels."""
    return [
        _mark(
            "rule",
            "joins",
            {
                "x": {"scale": "along", "field": "from"},
                "x2": {"scale": "along", "field": "to"},
                "y": {"scale": "rows", "field": "row", "band": 0.5},
                "y2": {"scale": "rows", "field": "other", "band": 0.5},
                "stroke": {"field": "stroke"},
                "strokeWidth": {"value": 1.5},
            },
        ),
        _mark("rect", "bars", _bar(fill={"field": "fill"}) | {"stroke": {"value": "var(--paper)"}}, name="shapes"),
        _mark(
            "text",
            "bars",
            {
                "x": {"scale": "along", "field": "start", "offset": 4},
                "y": {"scale": "rows", "field": "row", "band": 0.5},
                "text": {"field": "label"},
                "baseline": {"value": "middle"},
                "fontSize": {"value": 10},
                "fill": {"field": "ink"},
            },
        ),
    ]


def _bar(**channels: Any) -> dict[str, Any]:
    return {
        "x": {"scale": "along", "field": "start"},
        "x2": {"scale": "along", "field": "end"},
        "y": {"scale": "rows", "field": "row"},
        "height": {"scale": "rows", "band": 1},
        **channels,
    }


def _mark(kind: str, data: str, channels: dict[str, Any], name: str | None = None) -> dict[str, Any]:
    mark = {"type": kind, "aria": False, "from": {"data": data}, "encode": {"enter": channels}}
    return mark | ({"name": name} if name else {})


def _finished(drawn: str, shapes: Sequence[Shape], title: str) -> str:
    """One picture with a name for those who can't see it; its shapes carry what they stand for."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(_LONG_NUMBER.sub(lambda number: f"{float(number[0]):.1f}", drawn))
    for element in list(root.iter()):
        for name in ("role", "aria-roledescription", "aria-hidden", "pointer-events", "font-family", "opacity"):
            element.attrib.pop(name, None)
    _without_empty(root)
    marks = next((one for one in root.iter() if "shapes" in one.get("class", "").split()), None)
    for element, shape in zip(marks if marks is not None else (), shapes, strict=True):
        element.attrib.pop("stroke-width", None)
        if shape.tip:
            element.set("data-tip", shape.tip)
        if shape.group:
            element.set("data-group", shape.group)
    for name in ("width", "height", "class", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", title)
    return ElementTree.tostring(root, encoding="unicode")


def _without_empty(parent: ElementTree.Element) -> None:
    for child in list(parent):
        if child.get("class") in {"background", "foreground"}:
            parent.remove(child)
        else:
            _without_empty(child)
            if child.tag == f"{{{SVG}}}text" and not child.text:
                parent.remove(child)
