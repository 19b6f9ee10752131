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
_WORSE, _AS_BASE, _BETTER = "#e5a97c", "#f7f8fa", "#84b8cf"  # light enough for dark figures upon them
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


def grid_maps(result: StudyResult, grid: str, figure: str) -> list[tuple[str, str]]:
    """Heat maps of one figure over the last two parameters of a grid: one for each combination of the others.

    Returns
    -------
    list of (title, SVG)
        Empty where the figure is in no case of the grid.
    """
    cells = result.scenarios[result.scenarios["grid"] == grid]
    names = [name for name in cells.columns if name.startswith("value.") and cells[name].notna().all()]
    means = result.table()
    if figure not in means:
        return []
    factor = 100 if is_share(figure) else 1
    maps: dict[str, list[dict[str, Any]]] = {}
    for cell in cells.to_dict("records"):
        mean = float(means[figure].get(cell["scenario"], math.nan)) * factor
        if not math.isnan(mean):
            others = ", ".join(f"{_in_words(name)} {_plain(cell[name])}" for name in names[:-2])
            where = {"x": str(_plain(cell[names[-1]])), "y": str(_plain(cell[names[-2]])) if names[1:] else ""}
            maps.setdefault(others, []).append({**where, "mean": mean})
    values = [one["mean"] for data in maps.values() for one in data]
    if not values:
        return []
    high_is_worse = figure.startswith(("unbooked", "cost", "days", "minutes"))
    colours = [_BETTER, _AS_BASE, _WORSE] if high_is_worse else [_WORSE, _AS_BASE, _BETTER]
    base = float(means[figure].get(BASE_SCENARIO, math.nan)) * factor
    middle = sum(values) / len(values) if math.isnan(base) else base
    scale = {"domain": [min(*values, middle), middle, max(*values, middle)], "range": colours, "interpolate": "rgb"}
    titles = _in_words(names[-1]), _in_words(names[-2]) if names[1:] else None
    return [
        (f"{described(figure)}{others and ': '}{others}", _heat(data, *titles, scale, described(figure)))
        for others, data in maps.items()
    ]


def _in_words(name: str) -> str:
    return name.removeprefix("value.").replace("_", " ")


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
    values = [one["mean"] for one in data]
    angle = {"labelAngle": 0 if x_title else -30}
    axes = {
        "x": {"field": "x", "type": "ordinal", "sort": None, "title": x_title, "axis": angle},
        "y": {"field": "y", "type": "ordinal", "sort": None, "title": y_title, "axis": {"titlePadding": 12}},
    }
    shade = {"field": "mean", "type": "quantitative", "scale": scale, "legend": None}
    text = {"field": "mean", "type": "quantitative", "format": ",.0f" if max(values) >= 1000 else ".4~g"}
    ink: dict[str, Any] = {"value": "#17222d"}
    if scale["range"] == _USE_COLOURS:  # dark cells get light figures
        ink = {"condition": {"test": "datum.mean > 60", "value": "#fff"}, **ink}
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
