"""Home: every case in a line, what must be dealt with first on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.errors import AssessError
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.agenda import is_overdue
from assess.register.overview import case_names, pressing, standing_lines
from assess.register.register import Register
from assess.register.roles import ROLE_NAMES, Power
from assess.register.store import CaseLine, CaseName, StandingLine
from assess.screens.acute_calls import acute_notices
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place, bindings_for
from assess.screens.local_time import day_text
from assess.screens.notices import case_notices, current_notices, standing_notices
from assess.screens.privacy import note
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.display import display
from assess.screens.widgets.growing_table import GrowingTable, Row
from assess.screens.widgets.words import Words

INSTRUMENT = "vrb"
"""The instrument that a contact meeting uses."""

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
        self._today = norwegian(register.now()).date()
        self._wide = False
        self._table = GrowingTable(self._rows, id="cases")
        self._heading = Words(classes="heading")
        self._attention = Words(id="attention", classes="text")
        self._empty = Words(id="empty", classes="text reading")

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

    def names(self, most: int = -1) -> tuple[CaseName, ...]:
        """What the cases are called, as search needs them: the first `most`, or all; none for who reads none."""
        return case_names(self._register, most) if self._register.may("read") else ()

    def count(self) -> int:
        """How many cases there are; none for who reads none."""
        return self._register.store.case_count() if self._register.may("read") else 0

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
        self._today = norwegian(self._register.now()).date()
        reads, count = self._register.may("read"), self.count()
        self._heading.update(plain(_counted(count) if reads else _("Registeret er åpent")))
        self._empty.update(plain(_first_words(self._register)))
        display(self._empty, when=not count)
        display(self._table, when=bool(count))
        said = [
            *acute_notices(self._register, self._library),
            *self._standing,
            *current_notices(self._register),
        ]
        in_cases = case_notices(pressing(self._register, self._today), partial(note, self.app)) if reads else []
        self._needs = [*(partial(str, one) for one in said), *in_cases]
        self._show_needs()
        if count:
            self._table.begin(self._columns(), self._table.cursor_row)
            self._table.focus()

    def _columns(self) -> list[str]:
        names = [_("Sak"), _("Nivå"), _("Hjelpebehov"), _("Neste vurdering"), _("Tiltak"), _("Siste møte")]
        self._wide = self.size.width >= _WIDE
        return names if self._wide else names[:-1]

    def _rows(self, start: int, most: int) -> Iterator[Row]:
        """So many cases by urgency, from place `start` on."""
        instrument = self._library.edition(INSTRUMENT).spoken(spoken())
        try:
            lines = standing_lines(self._register, start, most)
        except AssessError as error:  # asked for while somebody scrolls: what is seen already stays
            self.refuse(error)
            return
        for one in lines:
            cells = _cells(one, instrument, self._today, wide=self._wide)
            yield one.line.case_id, [plain_cell(text) for text in (cells if self._wide else cells[:-1])]

    def _show_needs(self) -> None:
        words = "\n".join([_("Krever handling"), *(f"  – {say()}" for say in self._needs)]) if self._needs else ""
        self._attention.update(plain(words))
        display(self._attention, when=bool(words))


def _counted(cases: int) -> str:
    if not cases:
        return _("Ingen saker ennå")
    return _("1 sak") if cases == 1 else _("{count} saker").format(count=cases)


def _cells(one: StandingLine, instrument: Instrument, today: date, *, wide: bool) -> list[str]:
    line = one.line
    under_way = line.state == "draft" and line.standing
    level = (_label(instrument, instrument.level_outcome, line.level) if wide or not under_way else line.level) or ""
    if one.closed:
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
        "–" if one.closed else _review(line, today),
        "–" if one.closed else _measures(one, wide=wide),
        day_text(line.held_on) or "–",
    ]


def _measures(one: StandingLine, *, wide: bool) -> str:
    """How many measures are not finished, and the first deadline among them."""
    if not one.open_measures:
        return "–"
    deadline = _(", frist {day}").format(day=day_text(one.deadline)) if one.deadline is not None and wide else ""
    return f"{one.open_measures}{deadline}"


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
