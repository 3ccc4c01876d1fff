"""What the environment may not do: Textual's own variables."""

from __future__ import annotations

import importlib
import os

from textual import constants

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
