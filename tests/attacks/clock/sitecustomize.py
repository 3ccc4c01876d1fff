"""Loaded by the program under attack when this folder is in PYTHONPATH: `SLEPT` names a file with seconds slept."""

from __future__ import annotations

import os
import time
from pathlib import Path

_NOW = time.time


def slept() -> float:
    try:
        return float(Path(os.environ["SLEPT"]).read_text())
    except (FileNotFoundError, ValueError):
        return 0.0


time.time = lambda: _NOW() + slept()
