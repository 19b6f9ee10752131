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
LONGEST_NAME = 20
"""Longer names are cut in a drawing; its details and its table have them whole."""
_UNUSED = ("role", "aria-roledescription", "aria-hidden", "pointer-events", "font-family", "opacity")
_UNUSED_IN_TEXTS = ("text-anchor", "font-size")
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

        return _finished(vl_convert.vega_to_svg(self._spec()), self, title)

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
                {"name": "labels", "values": [_datum(shape) for shape in self.shapes if shape.label]},
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
                "baseline": {"value": "middle"},
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
        _mark("rect", "bars", _bar(fill={"field": "fill"})),
        _mark(
            "text",
            "labels",
            {
                "x": {"scale": "along", "field": "start", "offset": 4},
                "y": {"scale": "rows", "field": "row", "band": 0.5},
                "baseline": {"value": "middle"},
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


def _mark(kind: str, data: str, channels: dict[str, Any]) -> dict[str, Any]:
    """A mark that can be found in the drawing by its class, ``text-names``."""
    name = f"{kind}-{data}"
    return {"type": kind, "name": name, "aria": False, "from": {"data": data}, "encode": {"enter": channels}}


def _finished(drawn: str, drawing: Drawing, title: str) -> str:
    """One picture with a name for those who can't see it; its shapes carry what they stand for.

    Texts are put in here: Vega would measure each of them, which takes twenty times as long as all the rest.
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(_LONG_NUMBER.sub(lambda number: f"{float(number[0]):.1f}", drawn))
    groups = {one.get("class", "").split()[-1]: one for one in root.iter() if one.get("class")}
    for element in list(root.iter()):
        for name in _UNUSED:
            element.attrib.pop(name, None)
    for element, shape in zip(groups["rect-bars"], drawing.shapes, strict=True):
        element.set("data-tip", shape.tip)
        if shape.group:
            element.set("data-group", shape.group)
    texts = {
        "text-names": [_cut(name) for _, name in drawing.rows],
        "text-ticks": [label for _, label, _ in drawing.ticks],
        "text-labels": [shape.label for shape in drawing.shapes if shape.label],
    }
    for group, labels in texts.items():
        for element, label in zip(groups[group], labels, strict=True):
            element.text = label
            if group != "text-ticks":  # ticks have two sizes, the others that of their group, in the stylesheet
                for name in _UNUSED_IN_TEXTS:
                    element.attrib.pop(name, None)
    _as_one_path(groups["rect-free"])
    _without_frames(root)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", title)
    return ElementTree.tostring(root, encoding="unicode")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _as_one_path(group: ElementTree.Element) -> None:
    paths = list(group)
    for path in paths[1:]:
        group.remove(path)
    if paths:
        paths[0].set("d", "".join(path.get("d", "") for path in paths))


def _without_frames(parent: ElementTree.Element) -> None:
    """Take out the backgrounds and foregrounds, which are empty here."""
    for child in list(parent):
        if child.get("class") in {"background", "foreground"}:
            parent.remove(child)
        else:
            _without_frames(child)
