"""What comes from around the program: Textual's own variables, and bytes from a terminal that speaks no UTF-8."""

from __future__ import annotations

import codecs
import importlib
import os
import sys
from functools import partial

from textual import constants
from textual.driver import Driver

_FOR_SNAPSHOTS = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""The snapshot tests' own variable: Textual never reads it, and the tests need it to the end."""


def scrub_environment() -> None:
    """Forget every `TEXTUAL…` variable: they write screenshots and logs, press keys and load other drivers.

    Works whether Textual was imported before or not, and is inherited by the processes started from here.
    """
    found = [name for name in os.environ if name.startswith("TEXTUAL") and name != _FOR_SNAPSHOTS]
    for name in found:
        del os.environ[name]
    if found:
        importlib.reload(constants)


def read_any_bytes(base: type[Driver]) -> None:
    """Let a byte that is no UTF-8 become «�»: it would end Textual's reading thread, and with it the program."""
    names = vars(sys.modules[base.__module__])
    if "getincrementaldecoder" in names:
        names["getincrementaldecoder"] = lambda name: partial(codecs.getincrementaldecoder(name), errors="replace")
