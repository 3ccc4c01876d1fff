"""The first calls: open ones on top, newest first, and those whose time is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.casework.triage import Triage, earlier_of_same, past_due
from assess.errors import AssessError
from assess.instrument.library import Library
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.profile.model import ANONYMOUS
from assess.register.register import Register
from assess.register.triage import erase_triage, instrument_of, new_triage, triages
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import day_text, moment_text
from assess.screens.privacy import note
from assess.screens.terminal import plain, plain_cell
from assess.screens.triage import TriageScreen
from assess.screens.triage_as_kept import TriageAsKeptScreen
from assess.screens.triage_desk import TriageDesk
from assess.screens.triage_words import channel_words, outcome_words, sender_words
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.words import Words

INSTRUMENT = "triage"
"""The instrument that a first call uses."""


class TriageListScreen(Frame):
    """Every first call in a line: when, from what kind of sender, how many before it, and what came of it."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        Binding("s", "erase", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    def __init__(self, register: Register, library: Library, profiles: Profiles) -> None:
        super().__init__(_("Henvendelser"), exercise=register.demonstration)
        self._register = register
        self._library = library
        self._profiles = profiles
        self._calls: tuple[Triage, ...] = ()
        self._heading = Words(classes="heading")
        self._about = Words(id="about", classes="text reading")
        self._empty = Words(id="empty", classes="text reading")
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="calls")

    def body(self) -> Iterable[Widget]:
        """The calls, and the one under the cursor in words."""
        yield Vertical(self._heading, self._empty, self._about, self._table, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """Opening, taking and erasing calls."""
        keys = [KeyEntry("↵", _("Åpne"), ""), KeyEntry("n", _("Ny henvendelse"), "screen.new")]
        if self._late():
            keys.append(KeyEntry("s", _("Slett"), "screen.erase"))
        return [*keys, KeyEntry("⌫", _("Tilbake"), "screen.leave")]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return TriageListScreen(self._register, self._library, self._profiles)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show what there is now, also when coming back from a call."""
        self.call_after_refresh(self._fill)

    def on_resize(self, _event: events.Resize) -> None:
        """Use the room there is."""
        self._fill()

    def notes_changed(self) -> None:
        """Show or hide what a call is about."""
        super().notes_changed()
        self._tell()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say more about the call that the cursor is on."""
        event.stop()
        self._tell()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Go on with the call, or read it."""
        event.stop()
        call = self._chosen()
        if call is not None:
            self._open(call)

    def action_new(self) -> None:
        """Take a new call."""
        try:
            edition = self._library.edition(INSTRUMENT)
            call = new_triage(self._register, edition, self._profiles.profile(self._register.profile, spoken()))
        except AssessError as error:
            self.refuse(error)
            return
        self._open(call)

    def action_erase(self) -> None:
        """Erase the call under the cursor, when its time is over, after asking."""
        call = self._chosen()
        if call is None:
            return
        if not past_due(call, self._today()):
            words = _("Henvendelsen beholdes til {day}, så dere kan kjenne igjen en ny om det samme.")
            self.notify(words.format(day=day_text(call.due_on)))
            return
        rule = self._profiles.profile(self._register.profile, spoken()).retention_rule(ANONYMOUS)
        question = _("Skal henvendelsen fra {when} slettes for godt?").format(when=moment_text(call.taken_at))
        confirm = Confirm(question, _("Slett"), detail=rule.basis if rule is not None else "")
        self.app.push_screen(confirm, lambda sure: self._erase(call) if sure else None)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _open(self, call: Triage) -> None:
        instrument = instrument_of(call, self._library, spoken())
        if instrument is None:
            self.app.push_screen(TriageAsKeptScreen(self._register, self._profiles, call))
            return
        desk = TriageDesk(self._register, self._library, self._profiles, call, instrument)
        screen = TriageScreen(desk)
        self.app.push_screen(screen)
        if not desk.over and desk.said.stops and call.called_at is None:  # nobody is noted as called yet
            screen.call_after_refresh(screen.action_acute)

    def _erase(self, call: Triage) -> None:
        try:
            erase_triage(self._register, call)
        except AssessError as error:
            self.refuse(error)
        self._fill()

    def _chosen(self) -> Triage | None:
        row = self._table.cursor_row
        return self._calls[row] if 0 <= row < len(self._calls) else None

    def _today(self) -> date:
        return norwegian(self._register.now()).date()

    def _late(self) -> list[Triage]:
        return [one for one in self._calls if past_due(one, self._today())]

    def _fill(self) -> None:
        try:
            self._calls = triages(self._register)
        except AssessError as error:
            self._heading.update(plain(str(error)))
            return
        kept = max(self._table.cursor_row, 0)
        self._heading.update(plain(_counted(self._calls, len(self._late()))))
        self._empty.update(plain(_first_words()))
        display(self._empty, when=not self._calls)
        display(self._about, when=bool(self._calls))
        display(self._table, when=bool(self._calls))
        self._table.clear(columns=True)
        for name in (_("Tatt imot"), _("Fra"), _("Tidligere"), _("Utfall")):
            self._table.add_column(name)
        for call in self._calls:
            self._table.add_row(*map(plain_cell, self._cells(call)), key=call.id)
        if self._calls:
            self._table.move_cursor(row=min(kept, len(self._calls) - 1))
            self._table.focus()
        self._tell()
        self.show_keys()

    def _cells(self, call: Triage) -> list[str]:
        profile = self._profiles.profile(self._register.profile, spoken())
        outcome = outcome_words(call, instrument_of(call, self._library, spoken()))
        if past_due(call, self._today()):
            outcome = _("{outcome} · skal slettes").format(outcome=outcome)
        elif call.ended_at is None:
            outcome = _("åpen") if call.outcome is None else _("{outcome} · åpen").format(outcome=outcome)
        before = len(earlier_of_same(call, self._calls))
        sender = sender_words(call.sender, profile) or "–"
        return [moment_text(call.taken_at), _short(sender, 24), str(before or "–"), _short(outcome, 30)]

    def _tell(self) -> None:
        call = self._chosen()
        if call is None or not self.is_mounted:
            return
        words = [note(self.app, call.summary) or _("Ingenting er skrevet om hva det gjelder.")]
        facts = [_("Beholdes til {day}").format(day=day_text(call.due_on))] if call.case_id is None else []
        if call.channel:
            facts.insert(0, channel_words(call.channel))
        if call.case_id is not None:
            facts.append(_("Ble til {case}").format(case=self._reference(call.case_id)))
        earlier = earlier_of_same(call, self._calls)
        if earlier:
            days = ", ".join(day_text(norwegian(one.taken_at).date()) for one in earlier[:4])
            facts.append(_("Tidligere fra samme slags avsender: {days}").format(days=days))
        self._about.update(plain("\n".join([*words, " · ".join(facts)])))

    def _reference(self, case_id: str) -> str:
        found = [line.reference for line in self._register.case_lines() if line.case_id == case_id]
        return found[0] if found else _("en sak")


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _counted(calls: tuple[Triage, ...], late: int) -> str:
    if not calls:
        return _("Ingen henvendelser ennå")
    words = _("1 henvendelse") if len(calls) == 1 else _("{count} henvendelser").format(count=len(calls))
    return _("{calls}. {late} skal slettes: fristen er ute.").format(calls=words, late=late) if late else words


def _first_words() -> str:
    return _(
        "Trykk n når noen tar kontakt. Tolv spørsmål hjelper dere å se om noe haster, og hva som er neste skritt. "
        "Førstevurderingen er anonym: skriv roller, aldri navn."
    )
