"""A folder of tables sent as a zip, judged as it is unpacked: no more of it than was counted, all in memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from dagplan.models.errors import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.file_faults import ZipFaults

from .places import shown_path

MAX_ZIP_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 256 * 2**20
"""Of all files together, as of a workbook."""
MAX_FILES = 5_000

_PIECE = 2**20


def files_in_zip(data: bytes, name: str) -> Mapping[str, bytes]:
    """The CSV files in a zip by name, whether it has them in a folder or not; others are not looked at.

    Parameters
    ----------
    data
        The zip, or more than ``MAX_ZIP_BYTES`` of it.
    name
        What it is called in problems.

    Raises
    ------
    InputError
        If it is no whole zip, has a password, tables in several folders, one file twice, or is too large.
    """
    try:
        return _unpacked(data)
    except _UnfitError as unfit:
        raise InputError([Problem.of(shown_path(name), unfit.said, unfit.code)]) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise InputError([Problem.of(shown_path(name), ZipFaults.NOT_A_ZIP())]) from error


class _UnfitError(Exception):
    def __init__(self, said: Said, code: str) -> None:
        super().__init__(str(said))
        self.said, self.code = said, code


def counted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """The bytes of a file in an archive, whatever the archive says of its size; None if there are more than this."""
    if entry.file_size > most:
        return None
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                return None
            pieces.append(piece)
    return b"".join(pieces)


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    if len(data) > MAX_ZIP_BYTES:
        raise _UnfitError(ZipFaults.TOO_LARGE(most=MAX_ZIP_BYTES // 2**20), "too_large")
    if not data:
        raise _UnfitError(ZipFaults.EMPTY(), "empty_file")
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = [one for one in archive.infolist() if _is_table(_parts(one)[-1])]
    if len(entries) > MAX_FILES:
        raise _UnfitError(ZipFaults.TOO_MANY(count=len(entries)), "too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _UnfitError(ZipFaults.ENCRYPTED(), "encrypted")
    if len({_parts(entry)[:-1] for entry in entries}) > 1:
        raise _UnfitError(ZipFaults.SEVERAL_FOLDERS(), "several_folders")
    files: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        name = _parts(entry)[-1]
        if name in files:
            raise _UnfitError(ZipFaults.REPEATED_FILE(), "repeated_file")
        text = counted(archive, entry, left)
        if text is None:
            raise _UnfitError(ZipFaults.UNPACKS_TO_MORE(most=MAX_UNPACKED_BYTES // 2**20), "too_large")
        left -= len(text)
        files[name] = text
    return files


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of a file in an archive; some programs write backslashes between them."""
    return PurePosixPath(entry.filename.replace("\\", "/").lstrip("/")).parts or ("",)


def _is_table(name: str) -> bool:
    """Whether a file is looked at: what some systems pack beside the files begins with a dot."""
    return name.lower().endswith(".csv") and not name.startswith(".")
