"""The boxes in which a sheet's notes are shown: drawings in VML, often no whole XML, and so cut as text."""

from __future__ import annotations

import re
from collections.abc import Collection

from .cell_notes import Place

_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NONE = f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
_SHAPE = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
"""What all boxes are of; a part that holds only buttons and the like has it not."""
_LOOK = (
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"'
)
_INSIDE = (
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
)
_BOX = re.compile(r"<(?P<tag>(?:\w+:)?shape)(?=[\s>])[^>]*(?<!/)>.*?</(?P=tag)>", re.DOTALL)
_SPOT = re.compile(r"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*<")
_BOX_ID = re.compile(r'_x0000_s(\d+)"')


def with_boxes(vml: bytes | None, new: Collection[Place], gone: Collection[Place]) -> bytes:
    """The boxes of a sheet's notes with some more, and without some.

    Parameters
    ----------
    vml
        The part with the boxes there are; None if there is none.
    new, gone
        The cells that get one, and those that lose theirs.
    """
    text = vml.decode("utf-8", "surrogateescape") if vml else _NONE

    def kept(match: re.Match[str]) -> str:
        spot = {word: int(number) + 1 for word, number in _SPOT.findall(match[0])}
        return "" if (spot.get("Row"), spot.get("Column")) in gone else match[0]

    text = _BOX.sub(kept, text)
    number = max([1024, *map(int, _BOX_ID.findall(text))])
    shape = "" if 'id="_x0000_t202"' in text else _SHAPE
    boxes = [_box(number + count, *place) for count, place in enumerate(sorted(new), 1)]
    at = text.rindex("</")
    return (text[:at] + shape + "".join(boxes) + text[at:]).encode("utf-8", "surrogateescape")


def _box(number: int, row: int, column: int) -> str:
    anchor = f"{column}, 15, {max(0, row - 2)}, 10, {column + 4}, 15, {row + 4}, 4"
    return (
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" {_LOOK}>{_INSIDE}'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
