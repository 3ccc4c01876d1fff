"""Loaded by the program under attack when this folder is in PYTHONPATH: makes one of its functions burst.

`CRASH_AT` is `module:name`, `CRASH_NAME` a file with what is planted in its locals and in what the error says, and
the function bursts from the moment `CRASH_NOW` exists. With `CRASH_UNSAFE` the error is told of as Textual would.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

MODULE, _colon, PLACE = os.environ.get("CRASH_AT", ":").partition(":")


def bursting(before: Callable[..., Any]) -> Callable[..., Any]:
    def burst(*words: Any, **named: Any) -> Any:  # noqa: ANN401  as the function that it stands for
        if not Path(os.environ["CRASH_NOW"]).exists():
            return before(*words, **named)
        planted = {"navn": Path(os.environ["CRASH_NAME"]).read_text()}
        raise ValueError("feil for " + planted["navn"])

    return burst


class Bursting(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets the module load as it would, and then replaces the function."""

    def __init__(self) -> None:
        self._spec: importlib.machinery.ModuleSpec | None = None

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != MODULE or self._spec is not None:
            return None
        self._spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        return importlib.machinery.ModuleSpec(fullname, self, origin=self._spec.origin if self._spec else None)

    def exec_module(self, module: ModuleType) -> None:
        assert self._spec is not None
        assert self._spec.loader is not None
        module.__file__ = self._spec.origin
        self._spec.loader.exec_module(module)
        owner: Any = module
        *owners, name = PLACE.split(".")
        for one in owners:
            owner = getattr(owner, one)
        setattr(owner, name, bursting(getattr(owner, name)))


def tell_of_errors_as_the_library_does() -> None:
    from textual.app import App  # noqa: PLC0415  the program's modules must not be loaded before they can be replaced

    from assess.screens.terminal import SafeApp  # noqa: PLC0415

    for name in ("_fatal_error", "panic", "_print_error_renderables"):
        delattr(SafeApp, name)
    assert SafeApp._fatal_error is App._fatal_error


if os.environ.get("CRASH_UNSAFE"):
    tell_of_errors_as_the_library_does()
if MODULE:
    sys.meta_path.insert(0, Bursting())
