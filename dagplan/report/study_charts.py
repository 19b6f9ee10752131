"""The drawings of a study's page: differences with their ranges, and heat maps. Vega-Lite draws them as SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.case_figures import described
from dagplan.scenarios.comparison import CLEAR
from dagplan.scenarios.study import BASE_SCENARIO

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_CLEAR_COLOUR, _NOISE_COLOUR = "#0b5c7a", "#9aa7b4"
_LOW_IS_WORSE, _HIGH_IS_WORSE = ["#a65312", "#f4f6f8", "#0b5c7a"], ["#0b5c7a", "#f4f6f8", "#a65312"]
_USE_COLOURS = ["#f4f6f8", "#0b5570"]
_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_CONFIG = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {"labelLimit": 260, "titleFontWeight": "normal", "gridColor": "#e3e8ed", "domainColor": "#9aa7b4"},
}


def is_share(figure: str) -> bool:
    """Whether a figure is a share from 0 to 1, shown in per cent."""
    return figure in {"gap", "preferred_met"} or figure.startswith(("served.", "used."))


def difference_plot(result: StudyResult, figure: str) -> str:
    """The difference of each scenario to the base in one figure: a dot for the mean, a bar over the seeds."""
    rows = result.comparison
    rows = rows[(rows["figure"] == figure) & rows["difference"].notna()]
    factor = 100 if is_share(figure) else 1
    data = [
        {
            "scenario": row["scenario"],
            "mean": row["difference"] * factor,
            "least": row["difference_least"] * factor,
            "most": row["difference_most"] * factor,
            "colour": _CLEAR_COLOUR if row["reading"] == CLEAR else _NOISE_COLOUR,
        }
        for row in rows.to_dict("records")
    ]
    if not data:
        return ""
    unit = " (percentage points)" if is_share(figure) else ""
    names = [row["scenario"] for row in data]
    y = {"field": "scenario", "type": "nominal", "sort": names, "title": None}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    along = {"type": "quantitative", "title": f"Difference to the base{unit}", "axis": {"tickCount": 6}}
    layers = [
        {"mark": {"type": "rule", "color": "#17222d"}, "encoding": {"x": {"datum": 0}}},
        {
            "mark": {"type": "bar", "height": 5, "opacity": 0.45, "minBandSize": 3},
            "encoding": {
                "x": {"field": "least", **along},
                "x2": {"field": "most"},
                "y": y,
                "color": colour,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {"x": {"field": "mean", **along}, "y": y, "color": colour},
        },
    ]
    spec = {"width": 420, "height": {"step": 24}, "data": {"values": data}, "layer": layers}
    said = ", ".join(f"{row['scenario']} {row['mean']:+.3g}" for row in data[:40])
    return _drawn(spec, f"{described(figure)}: difference to the base. {said}")


def grid_map(result: StudyResult, grid: str, figure: str) -> str:
    """A heat map of one figure over the values of a grid of one or two parameters; empty for others."""
    cells = result.scenarios[result.scenarios["grid"] == grid]
    names = [name for name in cells.columns if name.startswith("value.") and cells[name].notna().all()]
    means = result.table()
    if len(names) not in {1, 2} or figure not in means:
        return ""
    factor = 100 if is_share(figure) else 1
    data = [
        {
            "x": str(_plain(cell[names[-1]])),
            "y": str(_plain(cell[names[0]])) if len(names) == 2 else "",
            "mean": float(means[figure][cell["scenario"]]) * factor,
        }
        for cell in cells.to_dict("records")
        if cell["scenario"] in means.index and not math.isnan(means[figure][cell["scenario"]])
    ]
    if not data:
        return ""
    base = float(means[figure].get(BASE_SCENARIO, float("nan"))) * factor
    colours = _HIGH_IS_WORSE if figure.startswith(("unbooked", "cost", "days", "minutes")) else _LOW_IS_WORSE
    scale: dict[str, Any] = {"range": colours}
    if not math.isnan(base):
        scale |= {"domainMid": base}
    titles = [name.removeprefix("value.").replace("_", " ") for name in names]
    return _heat(data, titles[-1], titles[0] if len(names) == 2 else None, scale, described(figure))


def use_map(result: StudyResult) -> str:
    """A heat map of scenarios × competences: how much of the time of those who have it is taken."""
    rows = result.comparison[result.comparison["figure"].str.startswith("used.")]
    data = [
        {"x": row["figure"].partition(".")[2], "y": row["scenario"], "mean": row["mean"] * 100}
        for row in rows.to_dict("records")
    ]
    scale = {"range": _USE_COLOURS, "domain": [0, 100]}
    return _heat(data, None, None, scale, "Time taken of people with each competence, per cent") if data else ""


def _heat(data: Sequence[Mapping[str, Any]], x_title: str | None, y_title: str | None, scale: Any, title: str) -> str:
    angle = {"labelAngle": 0 if x_title else -30}
    axes = {
        "x": {"field": "x", "type": "ordinal", "sort": None, "title": x_title, "axis": angle},
        "y": {"field": "y", "type": "ordinal", "sort": None, "title": y_title},
    }
    shade = {"field": "mean", "type": "quantitative", "scale": scale, "legend": None}
    text = {"field": "mean", "type": "quantitative", "format": ".3~g"}
    ink: dict[str, Any] = {"value": "#17222d"}
    if scale["range"] == _USE_COLOURS:  # dark cells get light figures
        ink = {"condition": {"test": "datum.mean > 60", "value": "#fff"}, **ink}
    values = [one["mean"] for one in data]
    spec: dict[str, Any] = {
        "width": {"step": 62},
        "height": {"step": 30},
        "data": {"values": list(data)},
        "encoding": axes,
        "layer": [
            {"mark": {"type": "rect", "stroke": "#fff"}, "encoding": {"color": shade}},
            {"mark": {"type": "text", "fontSize": 12}, "encoding": {"text": text, "color": ink}},
        ],
    }
    return _drawn(spec, f"{title}, from {min(values):.3g} to {max(values):.3g}")


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _drawn(spec: dict[str, Any], title: str) -> str:
    """A Vega-Lite drawing as an SVG element that says in words what it shows."""
    import vl_convert

    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    svg: str = vl_convert.vegalite_to_svg(
        {"$schema": schema, "config": _CONFIG, "padding": {"left": 36, "right": 14, "top": 6, "bottom": 4}, **spec}
    )
    svg = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(title)}"', 1)
