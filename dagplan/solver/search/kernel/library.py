"""The compiled kernel, loaded once."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

VERSION = 1


@cache
def library() -> ctypes.CDLL | None:
    name = os.environ.get("DAGPLAN_KERNEL") or str(Path(__file__).with_name("_kernel.so"))
    if name == "off":
        return None
    return ctypes.CDLL(name)
