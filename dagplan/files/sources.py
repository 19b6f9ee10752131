"""Where the bytes of a request or plan come from: a path, or what somebody has sent. Readers tell no difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from dagplan.models.errors import InputError, Problem
from dagplan.words.messages.file_faults import FileFaults

from .places import reading, shown_path
from .zipped import MAX_ZIP_BYTES, files_in_zip

Form = Literal["json", "fhir", "xlsx", "csv"]
"""How something is to be read, where no ending says it; ``csv`` is a folder, or a zip of one."""
Data = bytes | BinaryIO | Mapping[str, bytes]
"""A file, a stream of one, or the files of a folder by name."""


_PIECE = 2**20


class Source(Protocol):
    """Something to read, with a name for problems."""

    @property
    def name(self) -> str:
        """Its path, or the name it was sent under."""

    @property
    def form(self) -> Form | None:
        """How it is to be read; None: as its name says."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""

    def read(self, most: int | None = None) -> bytes:
        """Its bytes, or if it has more than ``most`` one more than that; an ``InputError`` if it can't be read."""

    def files(self) -> Mapping[str, Callable[[], bytes]]:
        """What a folder holds, by name, in order; an ``InputError`` if it can't be read."""


@dataclass(frozen=True)
class Stored:
    """A file or folder on the disk."""

    path: str | Path
    form: Form | None = None

    @property
    def name(self) -> str:
        """The path as it was written."""
        return str(self.path)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return Path(self.path).is_dir()

    def read(self, most: int | None = None) -> bytes:
        """The bytes of the file."""
        with reading(self.path), Path(self.path).open("rb") as stream:
            return _read(stream, most)

    def files(self) -> Mapping[str, Callable[[], bytes]]:
        """What is in the folder."""
        with reading(self.path):
            entries = sorted(Path(self.path).iterdir())
        return {entry.name: Stored(entry).read for entry in entries}


class Sent:
    """Bytes, a stream of them, or the files of a folder by name, under the name they were sent by.

    A stream is read once, from where it stands; nothing is put on the disk.

    Parameters
    ----------
    data
        What was sent.
    name
        What it is called in problems; its ending says how it is read, a zip being a folder of CSV files.
    form
        How it is read whatever its name.
    """

    def __init__(self, data: Data, name: str, form: Form | None = None) -> None:
        self.name, self.form = name, form
        self._data = data

    @property
    def is_folder(self) -> bool:
        """Whether it is files by name."""
        return isinstance(self._data, Mapping)

    def read(self, most: int | None = None) -> bytes:
        """The bytes that were sent."""
        if isinstance(self._data, Mapping):
            raise InputError([Problem.of(shown_path(self.name), FileFaults.IS_A_FOLDER())])
        if not isinstance(self._data, bytes):
            with reading(self.name):
                self._data = _read(self._data, most)
        return self._data if most is None else self._data[: most + 1]

    def files(self) -> Mapping[str, Callable[[], bytes]]:
        """The files that were sent, by name or in a zip."""
        sent = self._data
        files = sent if isinstance(sent, Mapping) else files_in_zip(self.read(MAX_ZIP_BYTES), self.name)
        return {name: partial(bytes, files[name]) for name in sorted(files)}


def _read(stream: BinaryIO, most: int | None) -> bytes:
    """All of a stream, or of one that is too long a byte too many: a buffer for the most there may be is not made."""
    if most is None:
        return stream.read()
    pieces, left = [], most + 1
    while left and (piece := stream.read(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


Readable = str | Path | Source
"""What readers take; a text is a path."""


def source_of(given: Readable | Data, name: str | None = None, form: Form | None = None) -> Source:
    """What is to be read, under the name that problems give it (of bytes ``upload``, if none is given)."""
    if isinstance(given, str | Path):
        return Stored(given, form)
    if isinstance(given, Stored | Sent):
        return given
    if isinstance(given, bytearray | memoryview):
        given = bytes(given)
    return Sent(given, name or "upload", form)  # type: ignore[arg-type]  # a Protocol can't be told from a stream
