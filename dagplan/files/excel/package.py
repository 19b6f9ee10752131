"""The archive that a workbook is: its parts by name, what they point to, and no more of it unpacked than was counted.

Names of parts don't depend on case (OPC, ECMA-376 part 2), and some programs write them with backslashes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, normpath
from urllib.parse import unquote
from xml.etree import ElementTree as Xml

from dagplan.files.zipped import counted
from dagplan.words import Said
from dagplan.words.messages.table_faults import WorkbookFaults

MAX_UNPACKED_BYTES = 256 * 2**20
"""Of all that is read; 100,000 requests with their visits take about 100 MB."""
MAX_PART_BYTES = 16 * 2**20
"""Of a part that is neither a sheet nor the list of texts."""
MAX_PARTS = 5_000

_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


class UnfitError(Exception):
    """Why a workbook can't be read."""

    def __init__(self, said: Said, code: str) -> None:
        super().__init__(str(said))
        self.said, self.code = said, code


@dataclass(frozen=True)
class Link:
    """A relationship: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    part: str


class Package:
    """A workbook's archive.

    Raises
    ------
    UnfitError
        If it has too many parts.
    zipfile.BadZipFile
        If it is no whole archive.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.entries: Mapping[str, zipfile.ZipInfo] = {
            one.filename.replace("\\", "/").lstrip("/"): one for one in self._archive.infolist() if not one.is_dir()
        }
        if len(self.entries) > MAX_PARTS:
            raise UnfitError(WorkbookFaults.TOO_MANY_PARTS(n=len(self.entries)), "too_large")
        self._names = {name.lower(): name for name in self.entries}
        self._left = MAX_UNPACKED_BYTES
        self._read: dict[str, bytes] = {}

    def name_of(self, part: str) -> str | None:
        """A part's name as the archive writes it."""
        return self._names.get(part.lower())

    def read(self, name: str, most: int | None = None) -> bytes:
        """The bytes of a part, if it and all that was read before it are not too long."""
        if name in self._read:
            return self._read[name]
        most = self._left if most is None else min(most, self._left)
        text = counted(self._archive, self.entries[name], most)
        if text is None:
            raise _too_large()
        self._left -= len(text)
        self._read[name] = text
        return text

    def read_any(self, name: str) -> bytes:
        """The bytes of a part, whatever it is; entities of its own are refused in it."""
        text = self.read(name)
        if _FORBIDDEN.search(text) and is_xml(name):
            raise UnfitError(WorkbookFaults.ODD_XML(), "not_a_workbook")
        return text

    def read_xml(self, name: str, most: int | None = MAX_PART_BYTES) -> bytes:
        """The bytes of a part that is plain XML, without entities of its own."""
        text = self.read(name, most)
        if b"\0" in text[:200] or _FORBIDDEN.search(text):
            raise UnfitError(WorkbookFaults.ODD_XML(), "not_a_workbook")
        return text

    def links(self, part: str) -> list[Link]:
        """The parts that a part leads to (``""``: the whole package); what is not in the archive is left out."""
        folder = dirname(part)
        name = self.name_of(links_part(part))
        found = []
        for link in Xml.fromstring(self.read_xml(name)) if name else ():
            target = unquote(link.get("Target", "")).replace("\\", "/")
            goal = self.name_of(
                target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}").lstrip("/")
            )
            if goal and link.get("TargetMode") != "External":
                found.append(Link(link.get("Id", ""), link.get("Type", "").rsplit("/", 1)[-1], goal))
        return found

    def sheets(self, book: str) -> list[tuple[str, Link]]:
        """The sheets in the order of their tabs: name and part. What is not in the archive is left out."""
        links = {link.id: link for link in self.links(book)}
        found = []
        for entry in Xml.fromstring(self.read_xml(self.name_of(book) or book)).iterfind("{*}sheets/{*}sheet"):
            link = links.get(next((value for key, value in entry.items() if key.endswith("}id")), ""))
            if link is not None:
                found.append((entry.get("name", ""), link))
        return found

    def type_of(self, part: str) -> bytes:
        """What the list of types says of a part, with its tag; nothing if it says nothing."""
        name = self.name_of("[Content_Types].xml")
        types = self.read_xml(name) if name else b""
        tags = re.findall(rb"<[^>]*>", types)
        return next((tag for tag in tags if f'"/{part}"'.lower().encode() in tag.lower()), b"")

    def book(self) -> str | None:
        """The part with the list of sheets; None if this is no workbook of tables in XML."""
        by_link = next((link.part for link in self.links("") if link.kind == "officeDocument"), None)
        name = by_link or self.name_of("xl/workbook.xml")
        if name is None or not is_xml(name):
            return None
        return name if Xml.fromstring(self.read_xml(name)).tag.endswith("}workbook") else None


def is_xml(name: str) -> bool:
    """Whether a part is XML by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def links_part(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """An archive of these parts, in their order."""
    goal = io.BytesIO()
    with zipfile.ZipFile(goal, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, method)
    return goal.getvalue()


def _too_large() -> UnfitError:
    return UnfitError(WorkbookFaults.UNPACKS_TO_MUCH(most=MAX_UNPACKED_BYTES // 2**20), "too_large")
