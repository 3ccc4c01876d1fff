"""Who is present: roles to pick from, found while typing. It stays open, so that a whole group is entered at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from assess.casework.meeting import Meeting
from assess.language import _
from assess.profile.model import Profile, Role
from assess.screens.meeting.attendance_words import party_cell, rule_words
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table that can be taken: a role, and whether it is the secretary's."""

    role: Role
    secretary: bool = False


Take = Callable[[Seat], None]
"""Enters somebody; the record on the desk is changed when it returns, or the group is asked something first."""


class RolesScreen(ModalScreen[None]):
    """Roles of the profile, the secretary's first while there is none. Enter takes one, escape closes."""

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2,f3", "close", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, profile: Profile, meeting: Callable[[], Meeting], take: Take) -> None:
        super().__init__()
        self._profile = profile
        self._meeting = meeting
        self._take = take
        self._found: tuple[Seat, ...] = ()
        self._line = TextLine(placeholder=_("Skriv litt av rollen …"), id="role")
        self._list = OptionList(id="roles", compact=True)
        self._list.can_focus = False
        self._said = Words(id="said", classes="muted")

    def compose(self) -> ComposeResult:
        """Compose the field, what is found, and how the meeting stands."""
        with Vertical(classes="dialog", id="roles-page"):
            yield Words(_("Hvem er til stede?"), classes="heading")
            yield self._line
            yield self._list
            yield self._said
            yield Words(_("↵ fører opp   ↑ ↓ velger   esc ferdig"), classes="muted")

    def on_mount(self) -> None:
        """Show every role."""
        self.show()
        self._line.focus()

    def show(self) -> None:
        """Fill the list with what is searched for, and say how the meeting stands now."""
        typed = self._line.line.casefold().strip()
        found = [seat for seat in self._seats() if all(word in self._search(seat) for word in typed.split())]
        self._found = tuple(sorted(found, key=lambda seat: not self._search(seat).startswith(typed)))
        self._list.clear_options()
        self._list.add_options([Option(plain(self._called(seat))) for seat in self._found])
        if self._found:
            self._list.highlighted = 0
        self._said.update(
            plain(
                rule_words(self._meeting(), self._profile)
                if self._found
                else _("Ingen rolle passer. Profilens «Annen deltaker» kan få en egen betegnelse.")
            )
        )

    def on_screen_resume(self) -> None:
        """Come back from a question about the one who was taken."""
        self._line.focus()
        self.show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        event.stop()
        self.show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the role that is marked."""
        event.stop()
        self._take_number(self._list.highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the role that was clicked on."""
        event.stop()
        self._take_number(event.option_index)

    def action_move(self, steps: int) -> None:
        """Move in the list while the cursor stays in the field."""
        if self._found:
            at = self._list.highlighted or 0
            self._list.highlighted = max(0, min(at + steps, len(self._found) - 1))

    def action_close(self) -> None:
        """Go back to the meeting."""
        self.dismiss(None)

    def _take_number(self, number: int | None) -> None:
        if number is None or number >= len(self._found):
            return
        seat = self._found[number]
        self._line.value = ""
        self._take(seat)
        self.show()

    def _seats(self) -> list[Seat]:
        rule = self._profile.meeting_rule
        taken = any(one.secretary and one.party == rule.secretary_from for one in self._meeting().attendees)
        own = [role for role in self._profile.roles if role.may_be_secretary and role.party == rule.secretary_from]
        secretaries = [] if taken else [Seat(role, secretary=True) for role in own]
        return [*secretaries, *(Seat(role) for role in self._profile.roles)]

    def _called(self, seat: Seat) -> str:
        if seat.secretary:
            return _("{role} – som sekretær").format(role=seat.role.label)
        return f"{seat.role.label} – {party_cell(self._profile, seat.role.party)}"

    def _search(self, seat: Seat) -> str:
        return self._called(seat).casefold()
