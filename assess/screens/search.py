"""Search, in memory: cases by reference and line; in a meeting its items and everything written in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from assess.instrument.model import Step
from assess.language import _
from assess.screens.case import CaseScreen
from assess.screens.home import HomeScreen
from assess.screens.meeting.case_texts import written
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.privacy import note
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

if TYPE_CHECKING:
    from assess.screens.frame import Frame

_MOST = 50
_BEFORE = 20
_EXCERPT = 60
"""Characters shown of a text: before what was found, and in all."""
Go = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what is searched in, how to get there, and whether to show where it is."""

    label: str
    words: str
    folded: str
    """The words without capitals: made once, because every key searches in all of them."""
    go: Go
    excerpt: bool = False

    def shown(self, wanted: list[str]) -> str:
        """The label, with the words around what was searched for when they are not in it."""
        return f"{self.label}: {around(self.words, wanted)}" if self.excerpt else self.label


class SearchScreen(ModalScreen[Go | None]):
    """A field, and what is found while typing; gives back how to go to what was chosen."""

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, screen: Frame | None) -> None:
        super().__init__()
        self._from = screen
        self._all: list[Hit] | None = None
        """Everything that can be found; gathered when somebody begins to write."""
        self._found: tuple[Hit, ...] = ()
        self._line = TextLine(placeholder=_("Søk etter sak, forhold eller opplysning …"), id="search")
        self._list = OptionList(id="found", compact=True)
        self._said = Words(classes="muted")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with Vertical(classes="dialog", id="search-page"):
            yield self._line
            yield self._list
            yield self._said

    def on_mount(self) -> None:
        """Gather what can be found."""
        self.notes_changed()
        self._line.focus()

    def notes_changed(self) -> None:
        """Gather anew: while notes are hidden they are neither shown nor searched in."""
        self._all = None
        self._show(self._line.line)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        event.stop()
        self._show(self._line.line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the first one found."""
        event.stop()
        if self._found:
            self.dismiss(self._found[0].go)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the one chosen."""
        event.stop()
        self.dismiss(self._found[event.option_index].go)

    def action_to_list(self) -> None:
        """Move from the field to what was found."""
        self._list.focus()

    def _show(self, wanted: str) -> None:
        words = wanted.casefold().split()
        if words:
            if self._all is None:
                self._all = list(_hits(self._from))
            matching = self._all
            for word in words:
                matching = [hit for hit in matching if word in hit.folded]
            count = len(matching)
        else:
            matching = list(_hits(self._from, _MOST))
            home = _home_of_cases(self._from)
            count = len(matching) if home is None else home.count()
        self._found = tuple(matching[:_MOST])
        self._list.clear_options()
        self._list.add_options([Option(plain(hit.shown(words))) for hit in self._found])
        self._said.update(plain(_("{count} treff").format(count=count) if count else _("Fant ikke noe som passer.")))


def around(text: str, wanted: list[str]) -> str:
    """The part of a text where the first of the words stands, on one line."""
    line = " ".join(text.split())
    at = min((found for word in wanted if (found := line.casefold().find(word)) >= 0), default=0)
    start = max(at - _BEFORE, 0)
    shown = line[start : start + _EXCERPT]
    return f"{'… ' if start else ''}{shown}{' …' if start + _EXCERPT < len(line) else ''}"


def _hits(screen: Frame | None, most: int = -1) -> Iterator[Hit]:
    """What can be found; of the cases only the first `most`, unless it is negative."""
    if isinstance(screen, MeetingScreen):
        yield from _in_meeting(screen)
    home = _home_of_cases(screen)
    if home is not None:
        for case_id, reference, summary in home.names(most):
            label = f"{reference}  {note(home.app, summary)}"
            yield Hit(label, label, label.casefold(), partial(home.open_case, case_id))


def _home_of_cases(screen: Frame | None) -> HomeScreen | None:
    """Home, where cases can be searched for: everywhere but in a case."""
    return None if isinstance(screen, MeetingScreen | CaseScreen) else _home(screen)


def _home(screen: Frame | None) -> HomeScreen | None:
    if isinstance(screen, HomeScreen):
        return screen
    stack = screen.app.screen_stack if screen is not None else []
    return next((one for one in stack if isinstance(one, HomeScreen)), None)


def _in_meeting(screen: MeetingScreen) -> Iterator[Hit]:
    desk = screen.desk
    step: Step = "discussion" if desk.assessment.revealed_at is not None else "individual"
    for item in desk.instrument.items():
        label = f"{item.id}  {item.title}"
        words = f"{label} {item.question}"
        yield Hit(label, words, words.casefold(), partial(screen.go_to, step, item.id))
    if desk.hidden:
        return
    for one in written(desk):
        go = partial(screen.go_to, one.step, one.place)
        yield Hit(one.label, one.text, one.text.casefold(), go, excerpt=True)
