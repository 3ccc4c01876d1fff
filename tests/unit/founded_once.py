"""A register that is founded once in a process and copied for each test: founding costs five times what a copy does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.session import Clock
from assess.register.sqlite_store import SqliteStore

Found = Callable[[Path], Register]
"""Founds a register at a path and returns it open for its first user."""


class FoundedOnce:
    """A closed register whose copies are opened as `found` left the first one, on a machine that saw it founded.

    All copies have one id and one set of keys. A test that needs two registers which differ founds the other itself.
    """

    def __init__(self, folder: Path, found: Found) -> None:
        self._path = folder / "r.assess"
        self._state = folder / "state"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_STATE_HOME", str(folder / "own"))
            with found(self._path) as register:
                shutil.copytree(folder / "own", self._state)  # before it is closed, which is remembered too
                self._kind, self._ring = register.kind, register.ring
                self.moment = register.now()
                """What the founding's clock shows next."""

    def copied(self, path: Path, clock: Clock) -> Register:
        """An open register of its own at `path`, for the same user."""
        shutil.copy(self._path, path)
        shutil.copy(keys_path(self._path), keys_path(path))
        shutil.copytree(self._state, os.environ["XDG_STATE_HOME"], dirs_exist_ok=True)
        return Register(path, SqliteStore(path, self._ring.data_key, self._kind), self._kind, self._ring, clock)
