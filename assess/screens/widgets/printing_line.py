"""One line at the bottom that says how far the report has come; it goes when the report is finished."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.widgets import Static

from assess.language import _
from assess.reports.printer import Progress, printer
from assess.screens.terminal import plain

LOOK_EVERY: Final = 0.1
"""Seconds between two looks at how far it has come."""

UNSTOPPED: Final = 1.0
"""Seconds in which a second press of the key stops nothing: it is held down, or was pressed twice."""


class PrintingLine(Static):
    """«Lager PDF: setter side 7 · 3 s · F5 avbryter». Nothing on the screen waits for it."""

    DEFAULT_CSS: ClassVar[str] = """
    PrintingLine {
        layer: _toastrack;
        dock: bottom;
        width: auto;
        max-width: 100%;
        height: 1;
        margin: 0 0 2 0;
        padding: 0 2;
        color: $ink;
        background: $margin;
        border: none;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._soon = False

    def on_mount(self) -> None:
        """Begin to look."""
        self.look()
        self.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Say how far it has come now."""
        self.update(plain(printing_words(printer().progress, soon=self._soon)))

    def say_soon(self) -> None:
        """Say, until it can be stopped, that it can be soon: somebody has pressed the key."""
        self._soon = True
        self.look()


def printing_words(progress: Progress | None, *, soon: bool = False) -> str:
    """What is being done, since when, and how to stop it.

    Args:
        progress: How far it has come.
        soon: Somebody tried to stop it before it can be stopped.
    """
    if progress is None:
        return _("Lager PDF …")
    doing = {
        "start": _("starter"),
        "read": _("leser teksten"),
        "layout": _("setter side {page}").format(page=progress.page) if progress.page else _("setter sidene"),
        "write": _("skriver {page} sider").format(page=progress.page),
    }[progress.step.doing]
    if progress.seconds < UNSTOPPED:
        words = _("Lager PDF: {doing} · F5 avbryter om litt") if soon else _("Lager PDF: {doing} …")
        return words.format(doing=doing)
    seconds = int(progress.seconds)
    return _("Lager PDF: {doing} · {seconds} s · F5 avbryter").format(doing=doing, seconds=seconds)
