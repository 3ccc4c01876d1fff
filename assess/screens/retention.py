"""How long the cases are kept: what must be renewed or leave, what is due first on top, and the ways to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.errors import AssessError, NotAllowed
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.profile.model import CLOSED, DisposalRule, Profile
from assess.register import retention
from assess.register.cards import Keeping
from assess.register.keeping import sentence
from assess.register.register import Register
from assess.register.roles import Power
from assess.screens.asking import AskingScreen, Field
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import day_text
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.words import Words

Do = Callable[..., None]
"""Takes the lines that were asked for."""


class RetentionScreen(Frame):
    """The cases' references and deadlines; nothing of what a case holds is shown, so no right to read is needed."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "block", show=False),
        Binding("u", "unblock", show=False),
        Binding("v", "use_blocked", show=False),
        Binding("a", "archive", show=False),
        Binding("s", "erase", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    def __init__(self, register: Register, profiles: Profiles) -> None:
        super().__init__(_("Oppbevaring"), exercise=register.demonstration)
        self._register = register
        self._profiles = profiles
        self._kept: dict[str, Keeping] = {}
        self._heading = Words(classes="heading")
        self._about = Words(id="about", classes="text reading")
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="keepings")

    def body(self) -> Iterable[Widget]:
        """The cases by deadline, and the one under the cursor in words."""
        yield Vertical(self._heading, self._about, self._table, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """What the user's roles allow."""
        keys: list[tuple[Power, KeyEntry]] = [
            ("keep", KeyEntry("↵", _("Forny"), "")),
            ("block", KeyEntry("b", _("Sperr"), "screen.block")),
            ("erase", KeyEntry("u", _("Opphev sperring"), "screen.unblock")),
            ("erase", KeyEntry("v", _("Bruk likevel"), "screen.use_blocked")),
            ("erase", KeyEntry("s", _("Slett"), "screen.erase")),
        ]
        may = [entry for power, entry in keys if self._register.may(power)]
        if self._register.may("erase") and self._register.may("export"):
            may.insert(-1, KeyEntry("a", _("Arkiver"), "screen.archive"))
        return [*may, KeyEntry("⌫", _("Tilbake"), "screen.leave")]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return RetentionScreen(self._register, self._profiles)

    def on_mount(self) -> None:
        """Look at the deadlines."""
        self._fill()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say in words what must happen to the case."""
        if event.row_key.value is not None:
            self._tell(event.row_key.value)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Renew the case."""
        if event.row_key.value is None:
            return
        reference = event.row_key.value
        fields = [Field(_("Hvorfor trengs saken fortsatt?"), watched=True)]
        if self._kept[reference].rule == CLOSED:
            fields.append(Field(_("Hvem er enig? (en annen bruker)")))
        heading = _("Forny lagringen av {reference}").format(reference=reference)
        self._ask(heading, (), fields, _("Forny"), partial(self._renew, reference))

    def on_resize(self, _event: events.Resize) -> None:
        """Use the room there is."""
        self._fill()

    def action_block(self) -> None:
        """Block the case under the cursor."""
        reference = self._chosen()
        if reference:
            lines = [
                _("En sperret sak beholdes, men brukes ikke. Bare en nøkkelholder kan åpne den eller oppheve det.")
            ]
            fields = [Field(_("Hvorfor skal saken sperres?"), watched=True)]
            heading = _("Sperr {reference}").format(reference=reference)
            self._ask(heading, lines, fields, _("Sperr"), partial(self._block, reference))

    def action_unblock(self) -> None:
        """Let the case under the cursor be used again."""
        reference = self._chosen()
        if reference:
            fields = [Field(_("Hvorfor skal saken kunne brukes igjen?"), watched=True)]
            heading = _("Opphev sperringen av {reference}").format(reference=reference)
            self._ask(heading, (), fields, _("Opphev"), partial(self._unblock, reference))

    def action_use_blocked(self) -> None:
        """Let the blocked case under the cursor be used in this window."""
        reference = self._chosen()
        if reference:
            lines = [_("Saken er fortsatt sperret. Den kan brukes her til registeret lukkes, og det står i journalen.")]
            fields = [Field(_("Hvorfor må saken brukes nå?"), watched=True)]
            heading = _("Bruk {reference} selv om den er sperret").format(reference=reference)
            self._ask(heading, lines, fields, _("Bruk"), partial(self._use_blocked, reference))

    def action_archive(self) -> None:
        """Hand the case under the cursor over to the archive, as one file."""
        reference = self._chosen()
        if reference:
            lines = [
                _("Alt om saken skrives til én fil og leses tilbake. Filen er ikke kryptert."),
                _("Hvem saken gjelder, er ikke med. Før det inn i arkivet på vanlig måte."),
            ]
            fields = [Field(_("Mappen der filen skrives")), Field(_("Skriv sakens referanse"))]
            heading = _("Arkivuttak av {reference}").format(reference=reference)
            self._ask(heading, lines, fields, _("Skriv filen"), partial(self._archive, reference))

    def action_erase(self) -> None:
        """Say what goes when the case under the cursor is erased, and ask for its reference."""
        from assess.register.erasure import leaving, refuse_unready
        from assess.register.erasure_words import leaving_lines

        reference = self._chosen()
        if not reference:
            return
        try:
            rule = self._ground(reference)
            refuse_unready(self._register, reference, rule)
            lines = leaving_lines(leaving(self._register, reference))
        except AssessError as error:
            self.refuse(error)
            return
        if rule is not None:
            lines.insert(0, _("Kasseres etter: {rule} ({decided})").format(rule=rule.title, decided=rule.decided))
        fields = [Field(_("Skriv sakens referanse for å slette den"))]
        heading = _("Slett {reference}").format(reference=reference)
        self._ask(heading, lines, fields, _("Slett for godt"), partial(self._erase, reference, rule))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _ask(self, heading: str, lines: Iterable[str], fields: list[Field], yes: str, then: Do) -> None:
        def answered(answer: tuple[str, ...] | None) -> None:
            if answer is None:
                return
            try:
                then(*answer)
            except AssessError as error:
                self.refuse(error)
            self._fill()

        self.app.push_screen(AskingScreen(heading, tuple(lines), fields, yes), answered)

    def _renew(self, reference: str, reason: str, second: str = "") -> None:
        retention.renew(self._register, self._profile(), reference, reason, second=second)

    def _block(self, reference: str, reason: str) -> None:
        retention.block(self._register, self._profile(), reference, reason)

    def _unblock(self, reference: str, reason: str) -> None:
        retention.unblock(self._register, self._profile(), reference, reason)

    def _use_blocked(self, reference: str, reason: str) -> None:
        retention.open_blocked(self._register, reference, reason)

    def _archive(self, reference: str, folder: str, typed: str) -> None:
        from assess.register.archive import archive_case
        from assess.reports.archive_copy import archive_prints

        _refuse_another(reference, typed)
        if not folder:
            raise NotAllowed(_("Skriv hvilken mappe filen skal ligge i."))
        prints = archive_prints(self._register, self._profiles)
        made = archive_case(self._register, self._profile(), reference, Path(folder).expanduser(), prints)
        self.notify(_("Skrev {path}, og leste den tilbake.").format(path=made.path), timeout=12)

    def _erase(self, reference: str, rule: DisposalRule | None, typed: str) -> None:
        from assess.register.erasure import erase
        from assess.register.erasure_words import receipt_lines

        _refuse_another(reference, typed)
        erased = erase(self._register, reference, rule)
        self.app.push_screen(AskingScreen(_("Kvittering"), receipt_lines(erased)))

    def _ground(self, reference: str) -> DisposalRule | None:
        """The rule to lean on: none when the case is archived, else the first that is decided here."""
        if self._kept[reference].archived_at is not None:
            return None
        rules = self._profile().disposal_rules
        return next((rule for rule in rules if rule.decided is not None), None)

    def _profile(self) -> Profile:
        return self._profiles.profile(self._register.profile, spoken())

    def _chosen(self) -> str:
        row = self._table.cursor_row
        names = list(self._kept)
        return names[row] if 0 <= row < len(names) else ""

    def _today(self) -> date:
        return norwegian(self._register.now()).date()

    def _fill(self) -> None:
        try:
            self._kept = dict(retention.keepings(self._register, self._profile()))
        except AssessError as error:
            self._kept = {}
            self._heading.update(plain(str(error)))
            return
        late = len(retention.overdue(tuple(self._kept.items()), self._today()))
        self._heading.update(plain(_counted(len(self._kept), late)))
        kept_row = self._table.cursor_row
        self._table.clear(columns=True)
        for name in (_("Sak"), _("Siste dag"), _("Tilstand")):
            self._table.add_column(name)
        for reference, card in self._kept.items():
            cells = [reference, day_text(card.due_on), _state(card, self._today())]
            self._table.add_row(*map(plain_cell, cells), key=reference)
        self._about.update("")
        if self._kept:
            self._table.move_cursor(row=min(max(kept_row, 0), len(self._kept) - 1))
            self._table.focus()
            self._tell(self._chosen())

    def _tell(self, reference: str) -> None:
        card = self._kept.get(reference)
        if card is None:
            return
        rule = self._profile().retention_rule(card.rule)
        words = [f"{reference} {sentence(card, self._today())}.", rule.title if rule is not None else card.rule]
        if card.renewals:
            words.append(_("Fornyet {count} ganger.").format(count=len(card.renewals)))
        self._about.update(plain("\n".join(words)))


def _counted(cases: int, late: int) -> str:
    if not cases:
        return _("Registeret har ingen saker.")
    return _("{count} saker, {late} over fristen").format(count=cases, late=late)


def _state(card: Keeping, today: date) -> str:
    if card.blocked_at is not None:
        return _("sperret, arkivert") if card.archived_at is not None else _("sperret")
    days = (card.due_on - today).days
    if days < 0:
        return _("{days} dager over fristen").format(days=-days)
    return _("om {days} dager").format(days=days)


def _refuse_another(reference: str, typed: str) -> None:
    if typed.upper() != reference:
        raise NotAllowed(_("Referansen var en annen. Ingenting er gjort."))
