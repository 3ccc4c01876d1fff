"""When Python looks for garbage: not while what stays is being made.

Importing and building the first screens makes a few hundred thousand objects, nearly all of which stay. Looking through
them again and again for cycles took a quarter of the way from the command to home. What nobody refers to any more is
freed at once all the same; only objects that refer to each other wait.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 5_000
"""New objects after which is looked again: Python's own 700 would be several times a key, 20,000 hold a frame up."""


def put_off() -> None:
    """Look for no garbage until `resume` or `settle`, and for none at the end, when all the memory goes anyway."""
    gc.disable()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def resume() -> None:
    """Look for garbage again, as Python does by itself."""
    gc.enable()


def settle() -> None:
    """Look for garbage again, but more seldom, and never among what there is now: it stays until the program ends."""
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
    gc.enable()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for no garbage while the block runs: a fifth of a report's time would go to finding none."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
