"""A case: all its assessments, and the ways on from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from textwrap import shorten
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case, facts_of_case
from assess.errors import AssessError
from assess.instrument.library import Library
from assess.judgement.coverage import coverage
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.register.register import Register
from assess.screens.follow_up_file import CaseFile
from assess.screens.follow_up_words import standing_words
from assess.screens.frame import Frame
from assess.screens.home import INSTRUMENT
from assess.screens.keys import KeyEntry, Place, bindings_for
from assess.screens.local_time import day_text
from assess.screens.make_report import make_report
from assess.screens.meeting.desk import Desk
from assess.screens.privacy import DiscreetApp, note
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.words import Words

_WIDE = 100
"""Columns from which the table has room for whole words."""

_REASON = 160
"""Characters of the reason for closing that the case shows; the follow-up has all of it."""


class CaseScreen(Frame):
    """The timeline of one case's assessments, latest first."""

    place: ClassVar[Place] = "case"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("case"),
        Binding("n", "new_assessment", show=False),
        Binding("c", "compare", show=False),
        Binding("i", "identity", show=False),
        Binding("f", "follow_up", show=False),
        Binding("a", "close_case", show=False),
        Binding("p", "reports", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    def __init__(
        self, register: Register, case: Case, library: Library, profiles: Profiles, *, resume: str = ""
    ) -> None:
        super().__init__(case.reference, exercise=register.demonstration)
        self._register = register
        self._case = case
        self._library = library
        self._profiles = profiles
        self._resume = resume
        self._opens = True
        """Whether the case is opened now, and not only drawn in another language."""
        self._file: CaseFile | None = None
        self._assessments: tuple[Assessment, ...] = ()
        self._about = Words(classes="text reading")
        self._empty = Words(classes="text reading")
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="assessments")

    def body(self) -> Iterable[Widget]:
        """What the case is about, and its assessments."""
        yield Vertical(
            Words(plain(self._case.reference), classes="heading"),
            self._about,
            self._empty,
            self._table,
            classes="body",
        )

    def own_keys(self) -> list[KeyEntry]:
        """Opening, beginning and comparing assessments, and what happens between them."""
        closed = self._file is not None and self._file.closure is not None
        return [
            KeyEntry("↵", _("Åpne"), ""),
            KeyEntry("n", _("Nytt kontaktmøte"), "screen.new_assessment"),
            KeyEntry("f", _("Oppfølging"), "screen.follow_up"),
            KeyEntry("c", _("Sammenlign"), "screen.compare"),
            KeyEntry("p", _("Rapporter"), "screen.reports"),
            KeyEntry("i", _("Hvem"), "screen.identity"),
            KeyEntry("a", _("Ta opp igjen") if closed else _("Avslutt saken"), "screen.close_case"),
            KeyEntry("⌫", _("Tilbake"), "screen.leave"),
        ]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        same = CaseScreen(self._register, self._case, self._library, self._profiles)
        same._opens = False
        return same

    @property
    def anonymous(self) -> bool:
        """Whether what is written here may tell nobody's name."""
        return self._case.phase == "anonymous"

    def on_mount(self) -> None:
        """Hide notes, and go straight to the meeting that was open, when there was one."""
        if self._opens and isinstance(self.app, DiscreetApp):
            self.app.hide_notes()
        if self._resume:
            wanted, self._resume = self._resume, ""
            self._open(wanted)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show what there is now, also when coming back from another screen."""
        self.call_after_refresh(self._fill)

    def on_resize(self, _event: events.Resize) -> None:
        """Use the room there is."""
        if self._file is not None:
            self._show_table()

    def notes_changed(self) -> None:
        """Show or hide what the case is about."""
        super().notes_changed()
        self._show_about()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the assessment where it was left."""
        if event.row_key.value is not None:
            self._open(event.row_key.value)

    def action_new_assessment(self) -> None:
        """Begin a new contact meeting, after asking when the case is closed or one is unfinished."""
        if self._file is not None and self._file.closure is not None:
            self._ask_reopening(_("Saken er avsluttet. Hvorfor tas den opp igjen?"), self.action_new_assessment)
        elif any(one.state == "draft" for one in self._assessments):
            question = _("Det finnes en uferdig vurdering. Vil dere likevel begynne på en ny?")
            self.app.push_screen(Confirm(question, _("Begynn på ny")), self._begin_if)
        else:
            self._begin()

    def action_compare(self) -> None:
        """Put two of the case's assessments side by side: the one under the cursor and the one before it."""
        from assess.screens.compare import CompareScreen

        if len(self._assessments) < 2:
            self.notify(_("Det må være to vurderinger for å sammenligne."))
            return
        at = len(self._assessments) - 1 - max(self._table.cursor_row, 0)
        later = max(at, 1)
        try:
            self._register.view(self._case.id, "comparison", self._assessments[later].id)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.push_screen(CompareScreen(self._register, self._case, self._assessments, later - 1, later))

    def action_identity(self) -> None:
        """Go to the page about whom the case is about."""
        from assess.screens.identity import IdentityScreen

        self.app.push_screen(IdentityScreen(self._register, self._case))

    def action_follow_up(self) -> None:
        """Show what happens between the assessments."""
        from assess.screens.follow_up import FollowUpScreen

        self.app.push_screen(FollowUpScreen(self._register, self._case, self._profiles))

    def action_close_case(self) -> None:
        """End the work with the case, or take it up again."""
        from assess.register.closing import after_closing, refuse_unready
        from assess.screens.closing import ClosingScreen
        from assess.screens.closing_words import open_things, standing_level

        if self._file is not None and self._file.closure is not None:
            self._ask_reopening(_("Hvorfor tas saken opp igjen?"))
            return
        try:
            refuse_unready(self._register, self._case)
            last, days = after_closing(self._register, self._case, self._profile())
        except AssessError as error:
            self.refuse(error)
            return
        follows = _("Saken lagres til {day}.").format(day=day_text(last))
        if days:
            listed = ", ".join(day_text(day) for day in days)
            follows += " " + _("Dere blir minnet på å se etter: {days}.").format(days=listed)
        file = CaseFile.of(self._register, self._case, self._profiles)

        def remains() -> tuple[str, ...]:
            level, over_lowest = standing_level(file)
            found = open_things(file, partial(note, self.app))
            return (level, *found) if level and (found or over_lowest) else tuple(found)

        self.app.push_screen(ClosingScreen(self._case, self._profile(), follows, self._close, remains))

    def action_make_report(self) -> None:
        """Make the PDF of the assessment under the cursor."""
        if self._assessments:
            chosen = self._assessments[len(self._assessments) - 1 - max(self._table.cursor_row, 0)]
            make_report(self, Desk(self._register, self._case, chosen, self._profiles))

    def action_reports(self) -> None:
        """Choose whom a report of the assessment under the cursor is for, and see where the copies went."""
        from assess.screens.reports import ReportsScreen

        if not self._assessments:
            self.notify(_("Saken har ingen vurdering å skrive ut ennå."))
            return
        at = len(self._assessments) - 1 - max(self._table.cursor_row, 0)
        try:
            self._register.view(self._case.id, "report", self._assessments[at].id)
            desk = Desk(self._register, self._case, self._assessments[at], self._profiles)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.push_screen(ReportsScreen(desk, self._profiles, self._assessments[:at]))

    def action_leave(self) -> None:
        """Go back home."""
        self.dismiss()

    def _close(self, criteria: dict[str, str], reason: str, by: str) -> None:
        from assess.register.closing import close_case

        _closure, checks = close_case(self._register, self._case, self._profile(), criteria, reason, by)
        days = ", ".join(day_text(one.due_on) for one in checks)
        told = _("Saken er avsluttet. Se etter: {days}.").format(days=days) if days else _("Saken er avsluttet.")
        self.notify(told, timeout=8)

    def _ask_reopening(self, question: str, then: Callable[[], None] | None = None) -> None:
        from assess.register.closing import reopen_case
        from assess.screens.meeting.ask_line import AskLine

        def answered(reason: str | None) -> None:
            if reason is None:
                return
            try:
                reopen_case(self._register, self._case, self._profile(), reason)
            except AssessError as error:
                self.refuse(error)
                return
            self._fill()
            if then is not None:
                then()

        detail = _("Grunnen følger saken. Dagene som ble satt da den ble avsluttet, faller bort.")
        self.app.push_screen(AskLine(question, detail, _("Ta opp igjen")), answered)

    def _profile(self) -> Profile:
        return self._profiles.profile(self._register.profile, spoken())

    def _begin_if(self, sure: bool | None) -> None:  # noqa: FBT001  the dialog's answer
        if sure:
            self._begin()

    def _begin(self) -> None:
        today = self._register.now().astimezone().date()
        try:
            started = self._register.start(self._case, self._library.edition(INSTRUMENT), today)
        except AssessError as error:
            self.refuse(error)
            return
        self._open(started.id)

    def _open(self, assessment_id: str) -> None:
        from assess.screens.meeting.meeting import MeetingScreen

        try:
            self._register.view(self._case.id, "meeting", assessment_id)
            desk = Desk(self._register, self._case, self._register.assessment(assessment_id), self._profiles)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.push_screen(MeetingScreen(desk, exercise=self._register.demonstration))

    def _show_about(self) -> None:
        profile = self._profile()
        band = profile.age_band(self._case.age_band)
        sender = next((one.label for one in profile.senders if one.id == self._case.sender), self._case.sender)
        words = _("Alder: {age} · Bekymringen kom fra: {sender}").format(
            age=band.label if band is not None else self._case.age_band, sender=sender
        )
        lines = [note(self.app, self._case.summary), words]
        if self._file is not None:
            lines += self._between(self._file)
        self._about.update(plain("\n".join(lines)))

    def _between(self, file: CaseFile) -> list[str]:
        """How the case stands between its assessments: closed, or what waits in the follow-up."""
        waits = [standing_words(file)] if file.late or file.due or file.again else []
        closure = file.closure
        if closure is None:
            return waits
        closed = _("Avsluttet {day} av {who}: {reason}").format(
            day=day_text(norwegian(closure.closed_at).date()),
            who=note(self.app, closure.by),
            reason=shorten(note(self.app, closure.reason), _REASON, placeholder=" …"),
        )
        return [closed, *waits]

    def _fill(self) -> None:
        self._file = CaseFile.of(self._register, self._case, self._profiles)
        self._show_about()
        self.show_keys()
        self._assessments = self._file.assessments
        self._empty.update(_("Ingen vurdering ennå. Trykk n for å begynne et kontaktmøte."))
        display(self._empty, when=not self._assessments)
        display(self._table, when=bool(self._assessments))
        self._show_table()
        if self._assessments:
            self._table.focus()

    def _show_table(self) -> None:
        kept = self._table.cursor_row
        self._table.clear(columns=True)
        need = _("Hjelpebehov") if self.size.width >= _WIDE else _("Hjelp")
        for name in (_("Vurdering"), _("Møte"), _("Nivå"), need, _("Kjent"), _("Tilstand")):
            self._table.add_column(name)
        for one in reversed(self._assessments):
            self._table.add_row(*self._cells(one), key=one.id)
        if self._assessments:
            self._table.move_cursor(row=min(kept, len(self._assessments) - 1))

    def _cells(self, one: Assessment) -> list[object]:
        instrument = self._register.edition(one).spoken(spoken())
        wide = self.size.width >= _WIDE
        level = need = "–"
        if one.decision is not None and instrument.level_outcome is not None:
            outcome = instrument.outcome(instrument.level_outcome)
            choice = outcome.choice(one.decision.level)
            level = f"{choice.code} {choice.label}" if wide or outcome.rank(choice.code) is not None else choice.code
        if one.help_need is not None and instrument.help_outcome is not None:
            choice = instrument.outcome(instrument.help_outcome).choice(one.help_need.need)
            need = choice.label if wide else choice.code
        known = coverage(one, instrument, facts_of_case(self._case))
        state = _("låst {day}").format(day=day_text(one.locked_at.date())) if one.locked_at else _("utkast")
        return [
            plain_cell(label_of(one, self._case.reference)),
            plain_cell(day_text(one.meeting.held_on)),
            plain_cell(level),
            plain_cell(need),
            plain_cell(
                _("{known} av {total}").format(known=known.known, total=known.total)
                if wide
                else f"{known.known}/{known.total}"
            ),
            plain_cell(state),
        ]
