"""Loaded by the program under attack when this folder is in PYTHONPATH: tells at its end whether it can be dumped."""

from __future__ import annotations

import atexit
import ctypes
import os
from pathlib import Path

_GET_DUMPABLE = 3


def tell() -> None:
    Path(os.environ["TOLD"]).write_text(f"dumpable {ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0)}")


atexit.register(tell)
