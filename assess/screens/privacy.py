"""What may be seen: F9 hides what the group has written, F6 is for a projector, where nobody's identity is opened.

Hidden are the notes: everything that somebody wrote in their own words about a case. References, age bands, the
titles of items, codes and levels stay, so that a meeting can be led with the notes hidden. Three means:

* fields and texts that hold nothing but notes are hidden by `styles/privacy.tcss`, which knows them by their kind
  (`PromptText`, the fields of a step) or by the class `note`;
* words that mix both go through `note`, or in a meeting through its desk, and are drawn anew by `notes_changed`;
* `when-private` and `when-shown` are the classes of what is seen only in one of the two.

`tests/screens/test_privacy.py` walks through every screen with a planted word in every text of a case.
"""

from __future__ import annotations

from typing import Protocol, TypeVar, runtime_checkable

from textual.app import App

from assess.language import _
from assess.screens.terminal import SafeApp

R = TypeVar("R")

_HIDING = "-private"
"""The app's class while notes are hidden."""


@runtime_checkable
class Discreet(Protocol):
    """A screen that shows notes, or says whether they are hidden."""

    def notes_changed(self) -> None:
        """Draw anew: notes are hidden now and were not, or the other way round, or a projector is used."""


@runtime_checkable
class Reveals(Protocol):
    """A screen on which somebody's identity can be opened."""

    def drop_revealed(self) -> None:
        """Forget at once what was opened."""


class DiscreetApp(SafeApp[R]):
    """An app that hides notes, and knows whether strangers may see the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._private = False
        self._projector = False

    @property
    def private(self) -> bool:
        """Whether notes are hidden."""
        return self._private

    @property
    def projector(self) -> bool:
        """Whether the screen is shown to a room: while it is, no identity may be opened."""
        return self._projector

    def hide_notes(self) -> None:
        """Hide notes; what is being written is kept first, and an identity that was opened is forgotten."""
        self._drop_revealed()
        self._show_privacy(private=True)

    def show_notes(self) -> None:
        """Show notes."""
        self._show_privacy(private=False)

    def action_privacy(self) -> None:
        """Hide notes, or show them again."""
        if self._private:
            self.show_notes()
        else:
            self.hide_notes()

    def action_projector(self) -> None:
        """Begin or end to use a projector; beginning forgets what was opened."""
        self._projector = not self._projector
        if self._projector:
            self._drop_revealed()
        self._tell()

    def _show_privacy(self, *, private: bool) -> None:
        if private == self._private:
            return
        self._private = private
        self.set_class(private, _HIDING)
        for screen in self.screen_stack:
            screen.update_node_styles(animate=False)  # Textual leaves out what a whole screen covers
        if private:
            self.clear_notifications()
        self._tell()

    def _tell(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Discreet):
                screen.notes_changed()

    def _drop_revealed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Reveals):
                screen.drop_revealed()


def notes_hidden(app: App[object]) -> bool:
    """Whether notes are hidden on the screens of `app`."""
    return isinstance(app, DiscreetApp) and app.private


def uses_projector(app: App[object]) -> bool:
    """Whether the screens of `app` are shown to a room."""
    return isinstance(app, DiscreetApp) and app.projector


def note(app: App[object], text: str) -> str:
    """`text`, or while notes are hidden the word that stands for one; an empty text stays empty."""
    return hidden_note(text) if notes_hidden(app) else text


def hidden_note(text: str) -> str:
    """The word that stands for `text` while notes are hidden; an empty text stays empty."""
    return _("(skjermet)") if text.strip() else text
