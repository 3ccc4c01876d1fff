"""The one line on top: which case and meeting this is, and whether what is seen is saved."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from assess.language import _
from assess.screens.terminal import clean_line

_LEAST_PLACE = 12
"""Columns kept for the place before the state gives way."""


class Header(Widget):
    """Place to the left, what is so now to the right; in a demonstration always ØVING, in words.

    The screen sets the attributes; the line is drawn anew in place. When it is narrow the place is shortened first,
    then the state goes; ØVING, that notes are hidden and the time of saving stay, and the last gives way to a warning.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Header {
        dock: top;
        height: 1;
        padding: 0 1;
        color: $ink;
        background: $margin;
        & > .header--place { text-style: bold; }
        & > .header--state { color: $petrol; text-style: bold; }
        & > .header--saved { color: $saved; }
        & > .header--private { color: $petrol; text-style: bold; }
        & > .header--projector { color: $petrol; text-style: bold; }
        & > .header--warning { color: $caution; text-style: bold; }
        & > .header--exercise { color: $on-exercise; background: $exercise; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--place",
        "header--state",
        "header--saved",
        "header--exercise",
        "header--private",
        "header--projector",
        "header--warning",
    }

    place: reactive[str] = reactive("")
    """Where one is: `F-2026-0042 · Kontaktmøte 2`."""

    state: reactive[str] = reactive("")
    """The record's state, in a word: `UTKAST`."""

    saved: reactive[str] = reactive("")
    """When the last change was kept: `Lagret 10:42:07`."""

    exercise: reactive[bool] = reactive(default=False)
    """Whether this is a demonstration with invented persons."""

    private: reactive[bool] = reactive(default=False)
    """Whether notes are hidden."""

    projector: reactive[bool] = reactive(default=False)
    """Whether the screen is shown to a room."""

    warning: reactive[str] = reactive("")
    """What is about to happen: `Låses om 30 s. Trykk en tast.`"""

    def __init__(
        self,
        place: str = "",
        *,
        exercise: bool = False,
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(Header.place, place)
        self.set_reactive(Header.exercise, exercise)

    def render(self) -> Content:
        """Lay the parts out in the width there is."""
        width = self.content_size.width
        right = self._right()
        while len(right) > 1 and width - _width_of(right) < _LEAST_PLACE:
            shorter = _shorter(right)
            if shorter == right:
                break
            right = shorter
        room = max(width - _width_of(right), 0)
        place = _shortened(clean_line(self.place), room)
        pieces = [(set_cell_size(place, room), self.get_visual_style("header--place"))]
        for name, text in right:
            pieces += [("  ", self.visual_style), (text, self.get_visual_style(f"header--{name}"))]
        return Content.assemble(*pieces)

    def _right(self) -> list[tuple[str, str]]:
        """What stands to the right, each with the name of its look."""
        exercise = _("ØVING – oppdiktede personer")
        parts = [
            ("exercise", f" {exercise} " if self.exercise else ""),
            ("projector", _("Projektor") if self.projector else ""),
            ("private", _("Skjermet – F9 viser") if self.private else ""),
            ("state", clean_line(self.state)),
            ("saved", clean_line(self.saved)),
            ("warning", clean_line(self.warning)),
        ]
        return [part for part in parts if part[1]]


def _shorter(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parts with one step less to say: the exercise in one word, then no state, then no time while it warns."""
    names = [name for name, _text in parts]
    word = _("ØVING")
    exercise = ("exercise", f" {word} ")
    if {"private", "warning"} & set(names) and parts[0][0] == "exercise" and parts[0] != exercise:
        return [exercise, *parts[1:]]
    gives_way = ["state", *(["saved"] if "warning" in names else [])]
    goes = next((name for name in gives_way if name in names), "")
    return [part for part in parts if part[0] != goes]


def _width_of(parts: list[tuple[str, str]]) -> int:
    return sum(2 + cell_len(text) for _name, text in parts)


def _shortened(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)).rstrip() + "…"[:room]
