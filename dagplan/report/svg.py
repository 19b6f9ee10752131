"""SVG by hand: elements as text, numbers short, axes with round figures."""

from __future__ import annotations

import math
from html import escape


def element(tag: str, *content: str, **attributes: str | float | None) -> str:
    """An element with what is in it, which is SVG already (see ``text``).

    Underscores in names are dashes, one at the end is for names that Python has taken; None leaves out.

    >>> element("rect", x=1.0, width=2.125, data_tip='a "b"', class_="bar", fill=None)
    '<rect x="1" width="2.1" data-tip="a &quot;b&quot;" class="bar"/>'
    """
    parts = [tag]
    for name, value in attributes.items():
        if value is not None:
            shown = _short(value) if isinstance(value, int | float) else escape(value).replace("\n", "&#10;")
            parts.append(f'{name.rstrip("_").replace("_", "-")}="{shown}"')
    inner = "".join(content)
    return f"<{' '.join(parts)}>{inner}</{tag}>" if inner else f"<{' '.join(parts)}/>"


def text(words: str, **attributes: str | float | None) -> str:
    """A text."""
    return element("text", escape(words, quote=False), **attributes)


def picture(title: str, box: tuple[float, float, float, float], *content: str, **size: float) -> str:
    """A whole drawing that says in words what it shows; ``box`` is left, top, width and height."""
    view = " ".join(map(_short, box))
    own = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": view, "role": "img", "aria_label": title}
    return element("svg", *content, **own, **size)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round figures from ``low`` to ``high``: so many, about.

    >>> ticks(-3.0, 41.0, 6)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    >>> ticks(0.0, 0.5, 5)
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    """
    rough = (high - low) / about
    if not (rough > 0 and math.isfinite(rough)):
        return [low]
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(one for one in (1, 2, 5, 10) if rough / power <= one * math.sqrt(2))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) + 0.0 for number in range(first, last + 1)]


def _short(number: float) -> str:
    """At most one decimal: a tenth of a pixel is not seen."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
