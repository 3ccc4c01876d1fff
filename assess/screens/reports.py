"""The reports of an assessment: the kinds to choose from, and the copies that were written of the case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.casework.assessment import Assessment, label_of
from assess.errors import AssessError
from assess.language import _
from assess.profile.load import Profiles
from assess.register.report_copies import LyingCopy, copies_of, lying, remove
from assess.reports.issue import Order
from assess.reports.variant_words import NAMES, PURPOSES, variant_words
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import moment_text
from assess.screens.make_report import break_off, make_reports
from assess.screens.meeting.desk import Desk
from assess.screens.privacy import note
from assess.screens.report_forms import FORMS, Orders, Printable, ReportForm
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.set_ahead import SetAhead
from assess.screens.widgets.words import Words


class ReportsScreen(Frame):
    """Which report for whom, and where the copies went."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "remove", show=False),
        Binding("f5", "break_off", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    def __init__(self, desk: Desk, profiles: Profiles, earlier: tuple[Assessment, ...]) -> None:
        label = label_of(desk.assessment, desk.case.reference)
        super().__init__(_("Rapporter · {label}").format(label=label), exercise=desk.register.demonstration)
        self._about = Printable(desk, profiles, earlier)
        self._lying: dict[str, LyingCopy] = {}
        self._kinds: DataTable[object] = DataTable(cursor_type="row", id="kinds", show_header=False)
        self._copies: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="copies")
        self._empty = Words(classes="text reading")

    def body(self) -> Iterable[Widget]:
        """The kinds, and the copies under them."""
        yield Vertical(
            Words(_("Hvem er rapporten til?"), classes="heading"),
            self._kinds,
            Words(_("Eksemplarer som er skrevet av saken"), classes="heading"),
            self._empty,
            self._copies,
            classes="body",
        )
        yield SetAhead(self._about.desk.register, self._about.profiles, self._foreseen)

    def own_keys(self) -> list[KeyEntry]:
        """Choosing a kind, removing a file, and going back."""
        keys = [KeyEntry("↵", _("Velg"), ""), KeyEntry("tab", _("Eksemplarene"), "")]
        if self._lying:
            keys.append(KeyEntry("s", _("Slett filen"), "screen.remove"))
        return [*keys, KeyEntry("⌫", _("Tilbake"), "screen.leave")]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        self._about.desk.speak()
        return ReportsScreen(self._about.desk, self._about.profiles, self._about.earlier)

    def on_mount(self) -> None:
        """Show the kinds, and stand in the first."""
        self._kinds.add_column("kind")
        self._kinds.add_column("purpose")
        for variant in FORMS:
            name = _(NAMES[variant])
            self._kinds.add_row(plain_cell(name), plain_cell(_(PURPOSES[variant])), key=variant)
        self._kinds.focus()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show the copies there are now."""
        self.call_after_refresh(self._fill)

    def notes_changed(self) -> None:
        """Show or hide for whom the copies are."""
        super().notes_changed()
        self._fill()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Ask what the kind needs."""
        event.stop()
        variant = next((one for one in FORMS if one == event.row_key.value), None)
        if event.data_table is not self._kinds or variant is None:
            return
        try:
            self._about.desk.register.require("export", self._about.desk.case.id)
            form = FORMS[variant](self._about, variant, self._make)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.push_screen(form)

    def action_remove(self) -> None:
        """Remove the file of the copy under the cursor, after asking."""
        found = self._chosen()
        if found is None:
            self.notify(_("Velg et eksemplar som ligger i mappen: trykk tab, og flytt med pilene."))
            return
        question = _("Skal filen {name} slettes?").format(name=found.path.name)
        detail = _("Den kan skrives på nytt. At den ble skrevet, står fortsatt i lista.")
        self.app.push_screen(
            Confirm(question, _("Slett"), detail=detail), lambda sure: self._remove(found) if sure else None
        )

    def action_break_off(self) -> None:
        """Stop the report that is being made."""
        break_off(self)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _foreseen(self) -> Order | None:
        """The first report that the form on top would have made, if it stays as it is."""
        form = self.app.screen
        return form.foreseen() if isinstance(form, ReportForm) else None

    def _make(self, orders: Orders) -> None:
        make_reports(self, self._about, orders, self._fill)

    def _remove(self, found: LyingCopy) -> None:
        try:
            remove(self._about.desk.register, found)
        except AssessError as error:
            self.refuse(error)
        self._fill()

    def _chosen(self) -> LyingCopy | None:
        if not self._copies.has_focus or not self._copies.row_count:
            return None
        key = self._copies.coordinate_to_cell_key(self._copies.cursor_coordinate).row_key.value
        return self._lying.get(key or "")

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        register, case = self._about.desk.register, self._about.desk.case
        try:
            copies = copies_of(register, case.id)
            self._lying = {one.copy.id: one for one in lying(register, case.id)}
            labels = {one.id: label_of(one, case.reference) for one in register.assessments_of(case.id)}
        except AssessError as error:
            self._empty.update(plain(str(error)))
            return
        self._empty.update(plain(_("Ingen ennå. PDF-ene er ikke kryptert: slett dem når de er levert.")))
        display(self._empty, when=not copies)
        display(self._copies, when=bool(copies))
        self._copies.clear(columns=True)
        for name in (_("Skrevet"), _("Vurdering"), _("Slag"), _("Eks."), _("Fil"), _("Til")):
            self._copies.add_column(name)
        for one in reversed(copies):
            cells = (
                moment_text(one.made_at),
                labels[one.assessment_id],
                variant_words(one.variant),
                f"{one.number}/{one.of}",
                _("i mappen") if one.id in self._lying else _("ikke her"),
                note(self.app, one.recipient) or "–",
            )
            self._copies.add_row(*map(plain_cell, cells), key=one.id)
        self.show_keys()
