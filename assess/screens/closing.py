"""«Avslutt saken»: an answer in words to each of the profile's criteria, why it ends, and who ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.casework.case import Case
from assess.errors import AssessError
from assess.language import _
from assess.profile.model import Profile
from assess.screens.privacy import notes_hidden
from assess.screens.terminal import plain
from assess.screens.unsaved import ask_to_drop
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

End = Callable[[dict[str, str], str, str], None]
"""Closes the case with the words to each criterion, the reason and the role; or refuses with an `AssessError`."""

Remains = Callable[[], tuple[str, ...]]
"""What is still open in the case, a line each, as it may be drawn now; nothing when all of it is done."""

MOST_ASKED = 4
"""Open things that the last question names; the page above names them all."""

LONGEST = 300
"""Characters that a role may have, as the records ask for."""


class ClosingScreen(ModalScreen[bool]):
    """Gives back whether the case was closed; what is refused is said, and what was written stays.

    Args:
        case: The case.
        profile: Whose criteria are asked.
        follows: What closing leads to, in a sentence.
        end: Closes the case.
        remains: What is still open; then the group is asked once more before the case is closed.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "end", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    ClosingScreen #closing {
        width: 90;
        & PromptText { margin-bottom: 1; }
        & #said { height: auto; }
    }
    """

    def __init__(self, case: Case, profile: Profile, follows: str, end: End, remains: Remains = tuple) -> None:
        super().__init__()
        self._case = case
        self._follows = follows
        self._end = end
        self._remains = remains
        self._open = Words(id="remains", classes="text caution")
        self._answers = {one.id: PromptText(one.text) for one in profile.closing}
        self._reason = PromptText(_("Hvorfor avsluttes saken?"))
        self._by = TextLine(placeholder=_("Rollen som avslutter"), longest=LONGEST, classes="note")
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the questions and the two ways out."""
        with VerticalScroll(classes="dialog", id="closing", can_focus=False):
            yield Words(plain(_("Avslutt {reference}").format(reference=self._case.reference)), classes="heading")
            yield Words(plain(self._follows), classes="text muted")
            yield Words(_("ctrl+s avslutter saken, escape går tilbake uten å lagre."), classes="muted")
            yield self._open
            yield Words(_("Det som skrives, er skjermet. F9 viser det."), classes="muted when-private")
            yield from self._answers.values()
            yield self._reason
            yield Words(_("Hvem avslutter saken?"), classes="subheading")
            yield self._by
            yield self._said
            with Horizontal(classes="dialog--answers"):
                yield Button(_("ctrl+s  Avslutt saken"), id="end", compact=True)
                yield Button(_("esc  Gå tilbake"), id="leave", compact=True)

    @property
    def anonymous(self) -> bool:
        """Whether what is written here may tell nobody's name."""
        return self._case.phase == "anonymous"

    def on_mount(self) -> None:
        """Stand in the first question, once it is shown."""
        self.notes_changed()

    def notes_changed(self) -> None:
        """Say what is open as it may be said now, and stand in the first question when it comes to sight."""
        lines = self._remains()
        self._open.update(plain("\n".join((_("Dette står åpent i saken:"), *(f"– {line}" for line in lines)))))
        display(self._open, when=bool(lines))
        if self.focused is None or (isinstance(self.focused, Button) and not notes_hidden(self.app)):
            first = next(iter(self._answers.values()), self._reason)
            first.focus_text()
            self.call_after_refresh(first.scroll_visible, animate=False)  # what is open may have pushed it down

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The last line is written: close the case."""
        event.stop()
        self.action_end()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the key does."""
        event.stop()
        if event.button.id == "end":
            self.action_end()
        else:
            self.action_leave()

    def action_end(self) -> None:
        """Close the case, after asking when something is open; or say what stands in the way."""
        if self._remains() and all(text.strip() for text in self._texts):  # else it is refused anyway
            self.app.push_screen(Confirm(self._question, _("Avslutt saken"), _("Gå tilbake")), self._end_if)
        else:
            self._close()

    def action_leave(self) -> None:
        """Leave the case open; ask first when something is written."""
        if self.filled_in:
            self.app.push_screen(ask_to_drop(), self._leave_if)
        else:
            self.dismiss(False)

    @property
    def filled_in(self) -> bool:
        """Whether something is written that would go."""
        return any(text.strip() for text in self._texts)

    @property
    def _texts(self) -> tuple[str, ...]:
        return (*(one.text for one in self._answers.values()), self._reason.text, self._by.line)

    def _question(self) -> str:
        lines = self._remains()
        more = [_("og {count} til").format(count=len(lines) - MOST_ASKED)] if len(lines) > MOST_ASKED else []
        asked = _("Skal saken avsluttes selv om dette står åpent?")
        return "\n".join([asked, *(f"– {line}" for line in (*lines[:MOST_ASKED], *more))])

    def _end_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self._close()

    def _leave_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self.dismiss(False)

    def _close(self) -> None:
        try:
            self._end({name: one.text.strip() for name, one in self._answers.items()}, self._reason.text, self._by.line)
        except AssessError as error:
            self._said.update(plain(f"! {error}"))
            self.call_after_refresh(self._said.scroll_visible, animate=False)
        else:
            self.dismiss(True)
