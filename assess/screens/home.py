"""Home: every case in a line, what must be dealt with first on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable, Static

from assess.errors import AssessError
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.agenda import is_overdue
from assess.register.following import OpenMeasures, Outstanding, outstanding
from assess.register.register import Register
from assess.register.roles import ROLE_NAMES, Power
from assess.register.store import CaseLine
from assess.screens.acute_calls import acute_notices
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place, bindings_for
from assess.screens.local_time import day_text
from assess.screens.notices import case_notices, current_notices, standing_notices
from assess.screens.privacy import note
from assess.screens.terminal import plain, plain_cell

INSTRUMENT = "vrb"
"""The instrument that a contact meeting uses."""

_NOTHING = Outstanding((), (), {}, frozenset())
"""What the cases wait for, to somebody who reads none."""

_WIDE = 110
"""Columns from which the table has room for whole words."""


class HomeScreen(Frame):
    """The cases by next review, overdue ones first and said in words."""

    place: ClassVar[Place] = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("home"),
        Binding("n", "new_case", show=False),
        Binding("o", "retention", show=False),
        Binding("t", "triage", show=False),
        Binding("m", "agenda", show=False),
    ]

    def __init__(self, register: Register, library: Library, profiles: Profiles, *, resume: str = "") -> None:
        super().__init__(_("Sakene"), exercise=register.demonstration)
        self._register = register
        self._library = library
        self._profiles = profiles
        self._resume = resume
        self._standing: list[str] = []
        self._needs: list[Callable[[], str]] = []
        """What must be dealt with; each says it as it may be said now."""
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="cases")
        self._heading = Static(classes="heading")
        self._attention = Static(id="attention", classes="text")
        self._empty = Static(id="empty", classes="text reading")

    def body(self) -> Iterable[Widget]:
        """What must be dealt with, and the cases."""
        yield Vertical(self._heading, self._attention, self._empty, self._table, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """Opening and making cases, and how long they are kept."""
        keys = []
        if self._register.may("read"):
            keys.append(KeyEntry("↵", _("Åpne"), ""))
        if self._register.may("run_case"):
            keys.append(KeyEntry("n", _("Ny sak"), "screen.new_case"))
            keys.append(KeyEntry("t", _("Henvendelse"), "screen.triage"))
            keys.append(KeyEntry("m", _("Kontaktmøte"), "screen.agenda"))
        if self._register.may("keep"):
            keys.append(KeyEntry("o", _("Oppbevaring"), "screen.retention"))
        return keys

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return HomeScreen(self._register, self._library, self._profiles)

    def on_mount(self) -> None:
        """Show the cases, or go straight to the meeting that was open."""
        self._standing = standing_notices(self._register)
        if self._resume and self._register.may("read"):
            self._go_on_with(self._resume)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show what there is now, also when coming back from another screen."""
        self.call_after_refresh(self._fill)

    def notes_changed(self) -> None:
        """Show or hide the roles that people wrote."""
        super().notes_changed()
        self._show_needs()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the case."""
        if event.row_key.value is not None:
            self._open_case(event.row_key.value)

    def action_new_case(self) -> None:
        """Make a new case."""
        from assess.screens.new_case import NewCaseScreen

        if not self._permitted("run_case"):
            return
        self.app.push_screen(NewCaseScreen(self._register, self._profiles), self._made)

    def action_retention(self) -> None:
        """Show how long each case may be kept."""
        from assess.screens.retention import RetentionScreen

        if self._permitted("keep"):
            self.app.push_screen(RetentionScreen(self._register, self._profiles))

    def action_triage(self) -> None:
        """Show the first calls, and take a new one."""
        from assess.screens.triage_list import TriageListScreen

        if self._permitted("run_case"):
            self.app.push_screen(TriageListScreen(self._register, self._library, self._profiles))

    def action_agenda(self) -> None:
        """Show the contact meetings, and plan a new one."""
        from assess.screens.agenda_list import AgendaListScreen

        if self._permitted("run_case"):
            self.app.push_screen(AgendaListScreen(self._register, self._library, self._profiles))

    def _permitted(self, power: Power) -> bool:
        try:
            self._register.require(power)
        except AssessError as error:
            self.refuse(error)
            return False
        return True

    def lines(self) -> tuple[CaseLine, ...]:
        """Every case in a line, as search needs them; none for a role that reads no cases."""
        return self._register.case_lines() if self._register.may("read") else ()

    def open_case(self, case_id: str) -> None:
        """Open a case, as search does."""
        self._open_case(case_id)

    def _made(self, case_id: str | None) -> None:
        if case_id is not None:
            self._open_case(case_id)

    def _open_case(self, case_id: str, assessment_id: str = "") -> None:
        from assess.screens.case import CaseScreen

        try:
            self._register.view(case_id, "case")
            case = self._register.case(case_id)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.push_screen(CaseScreen(self._register, case, self._library, self._profiles, resume=assessment_id))

    def _go_on_with(self, assessment_id: str) -> None:
        try:
            found = self._register.assessment(assessment_id)
        except AssessError as error:  # another window may have blocked or erased the case meanwhile
            self.refuse(error)
            return
        self._open_case(found.case_id, found.id)

    def _fill(self) -> None:
        today = norwegian(self._register.now()).date()
        reads = self._register.may("read")
        waits = outstanding(self._register, today) if reads else _NOTHING
        found = self._register.case_lines() if reads else ()
        lines = sorted(found, key=lambda line: _urgency(line, today, closed=line.case_id in waits.closed))
        instrument = self._library.edition(INSTRUMENT).spoken(spoken())
        self._heading.update(plain(_counted(len(lines)) if reads else _("Registeret er åpent")))
        self._empty.update(plain(_first_words(self._register)))
        self._empty.display = not lines
        self._table.display = bool(lines)
        said = [
            *acute_notices(self._register, self._library),
            *self._standing,
            *current_notices(self._register),
        ]
        self._needs = [
            *(partial(str, one) for one in said),
            *case_notices(lines, waits, today, partial(note, self.app)),
        ]
        self._show_needs()
        kept = self._table.cursor_row
        self._table.clear(columns=True)
        wide = self.size.width >= _WIDE
        names = [_("Sak"), _("Nivå"), _("Hjelpebehov"), _("Neste vurdering"), _("Tiltak"), _("Siste møte")]
        shown = names if wide else names[:-1]
        for name in shown:
            self._table.add_column(name)
        for line in lines:
            cells = _cells(line, waits, instrument, today, wide=wide)
            self._table.add_row(*map(plain_cell, cells[: len(shown)]), key=line.case_id)
        if lines:
            self._table.move_cursor(row=min(kept, len(lines) - 1))
            self._table.focus()

    def _show_needs(self) -> None:
        words = "\n".join([_("Krever handling"), *(f"  – {say()}" for say in self._needs)]) if self._needs else ""
        self._attention.update(plain(words))
        self._attention.display = bool(words)


def _counted(cases: int) -> str:
    if not cases:
        return _("Ingen saker ennå")
    return _("1 sak") if cases == 1 else _("{count} saker").format(count=cases)


def _urgency(line: CaseLine, today: date, *, closed: bool) -> tuple[bool, bool, bool, date, str]:
    """Drafts and overdue reviews first, then by next review; cases without one, and then the closed ones, last."""
    due = line.review_on
    return (closed, line.state != "draft", due is None, due or today, line.reference)


def _cells(line: CaseLine, waits: Outstanding, instrument: Instrument, today: date, *, wide: bool) -> list[str]:
    closed = line.case_id in waits.closed
    under_way = line.state == "draft" and line.standing
    level = (_label(instrument, instrument.level_outcome, line.level) if wide or not under_way else line.level) or ""
    if closed:
        level = _("avsluttet")
    elif line.assessment_id is None:
        level = _("ikke vurdert")
    elif under_way and level:
        level = _("{level} · utkast pågår").format(level=level)
    elif line.state == "draft":
        level = _("{level} · utkast").format(level=level) if level else _("utkast")
    return [
        line.reference,
        level,
        (_label(instrument, instrument.help_outcome, line.need) if wide else line.need) or "–",
        "–" if closed else _review(line, today),
        "–" if closed else _measures(waits.measures.get(line.case_id), wide=wide),
        day_text(line.held_on) or "–",
    ]


def _measures(found: OpenMeasures | None, *, wide: bool) -> str:
    """How many measures are not finished, and the first deadline among them."""
    if found is None:
        return "–"
    deadline = _(", frist {day}").format(day=day_text(found.deadline)) if found.deadline is not None and wide else ""
    return f"{found.count}{deadline}"


def _review(line: CaseLine, today: date) -> str:
    if line.due_on is not None and is_overdue(line, today):
        return _("{days} dager over tiden").format(days=(today - line.due_on).days)
    return day_text(line.review_on) or "–"


def _label(instrument: Instrument, outcome: str | None, code: str | None) -> str:
    if outcome is None or code is None:
        return ""
    known = {choice.code: choice.label for choice in instrument.outcome(outcome).choices()}
    return f"{code} {known.get(code, '')}".strip()


def _first_words(register: Register) -> str:
    if not register.may("read"):
        roles = ", ".join(_(ROLE_NAMES[role]) for role in register.ring.roles)
        return _("Du er logget inn som {name} ({roles}). Den rollen leser ikke saker.").format(
            name=register.ring.name, roles=roles
        )
    if not register.may("run_case"):
        return _("Registeret har ingen saker ennå.")
    return _("Trykk n for å opprette den første saken. En sak har en referanse, aldri et navn.")
