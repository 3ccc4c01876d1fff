"""The card of one planned measure: what, who, when, consent, guardians, which items, and what harm it could do."""

from __future__ import annotations

from typing import get_args

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Button

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure
from assess.casework.plan import Consent, PlannedMeasure
from assess.language import _, mark
from assess.profile.model import Measure
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import ScrolledRows
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

MOST_CHARACTERS = 300
"""Characters that a one-line answer may have, as the records ask for."""

CONSENT_STATES: dict[Consent, str] = {
    "given": mark("Gitt"),
    "to_be_asked": mark("Skal spørres"),
    "declined": mark("Har sagt nei"),
    "not_needed": mark("Ikke nødvendig"),
    "not_considered": mark("Ikke vurdert ennå"),
}
"""Where consent to a measure can stand, in words."""


class MeasureForm(ScrolledRows, can_focus=False):
    """Fields for one measure; `open` fills them, `deed` is what keeps them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="form")
        self._desk = desk
        self._measure = ""
        self._opened: tuple[PlannedMeasure, PlannedMeasure] | None = None
        self._title = Words(classes="heading")
        self._about = Words(classes="text muted")
        self._missing = Words(classes="text")
        self._text = PromptText(_("Hva skal gjøres, helt konkret?"))
        self._owner = TextLine(placeholder=_("Rollen som har ansvaret"))
        self._owner.max_length = MOST_CHARACTERS
        self._deadline = DayLine(_("Frist"))
        self._consent = Choice([], horizontal=True)
        self._gate = Words(classes="text")
        self._guardians = PromptText(_("Hvordan er foresatte med?"))
        self._items = Words()
        self._pick = Button("", id="pick-items", compact=True)
        self._harm = PromptText(_("Kan dette gjøre vondt verre?"))

    def compose(self) -> ComposeResult:
        """Compose the fields in the order they are talked about."""
        yield self._title
        yield self._about
        yield self._missing
        yield self._text
        yield Words(plain(_("Ansvarlig")), classes="subheading")
        yield self._owner
        yield self._deadline
        yield Words(plain(_("Samtykke")), classes="subheading")
        yield self._consent
        yield self._gate
        yield self._guardians
        yield self._items
        yield self._pick
        yield self._harm

    @property
    def kept(self) -> PlannedMeasure | None:
        """The measure as it is kept; None once it is gone."""
        return next((one for one in self._desk.assessment.measures if one.id == self._measure), None)

    @property
    def first_field(self) -> Widget:
        """The field to start in."""
        return self._text.query_one("TextArea")

    def open(self, measure: str) -> None:
        """Show the measure with this id."""
        self._measure = measure
        one = self.kept
        if one is None:
            return
        self._text.text = one.text
        self._owner.value = one.owner
        self._deadline.open(one.deadline)
        self._consent.show_options([Option(state, _(words)) for state, words in CONSENT_STATES.items()], one.consent)
        self._guardians.text = one.guardians
        self._harm.text = one.harm
        for field in (self._text, self._owner, self._deadline, self._consent, self._guardians, self._harm):
            field.disabled = self._desk.locked
        self._opened = (one, self._read(one))
        self.tell()
        self.scroll_home(animate=False)

    def tell(self) -> None:
        """Show the words anew; what stands in the fields stays."""
        one = self.kept
        if one is None:
            return
        known = self._desk.profile.measure(one.number)
        asks = asks_guardians(self._desk, known)
        self._title.update(plain(measure_name(one, known)))
        self._about.update(plain(known.text if known is not None else ""))
        display(self._about, when=known is not None)
        warns, words = consent_gate(known, one.consent)
        self._gate.update(plain(f"! {words}" if warns else words))
        self._gate.set_class(warns, "caution")
        display(self._guardians, when=bool(one.guardians) or asks)
        missing = missing_in(one, known, guardians=asks)
        self._missing.update(plain(_("Gjenstår: {things}.").format(things=", ".join(missing))))
        display(self._missing, when=bool(missing) and not self._desk.locked)
        items = ", ".join(f"{item} {self._desk.instrument.item(item).title}" for item in one.items)
        heading = plain(_("Forhold det skal påvirke")).stylize("bold")
        self._items.update(heading + plain("\n" + (items or _("Ingen er valgt."))))
        self._pick.label = plain(_("ctrl+o  Velg forhold"))
        display(self._pick, when=not self._desk.locked)

    def deed(self, items: tuple[str, ...] | None = None) -> Deed | None:
        """The deed that keeps the fields, with other items when they are named; None when nothing has changed."""
        kept = self.kept
        if kept is None:
            return None
        now = self._read(kept)
        if items is not None:
            now = now.model_copy(update={"items": items})
        return PlanMeasure(now) if now != kept and (kept, now) != self._opened else None

    def _read(self, kept: PlannedMeasure) -> PlannedMeasure:
        """The measure as the fields say; a day that can't be read stays as it was kept."""
        consent = next((state for state in get_args(Consent) if state == self._consent.value), kept.consent)
        return PlannedMeasure(
            id=kept.id,
            number=kept.number,
            text=self._text.text,
            owner=self._owner.line.strip(),
            deadline=self._deadline.day(kept.deadline),
            consent=consent,
            guardians=self._guardians.text,
            items=kept.items,
            harm=self._harm.text,
        )


def measure_name(measure: PlannedMeasure, known: Measure | None) -> str:
    """What a measure is called: its number and title, or that it is the group's own."""
    if known is not None:
        return f"{known.number}  {known.title}"
    return measure.number or _("Eget tiltak")


def asks_guardians(desk: Desk, known: Measure | None) -> bool:
    """Whether the measure asks how guardians are involved: for a minor, and an unknown age counts as one."""
    band = desk.profile.age_band(desk.case.age_band)
    return (band is None or band.minor) and (known is None or known.guardians)


def missing_in(measure: PlannedMeasure, known: Measure | None, *, guardians: bool) -> list[str]:
    """What is still to be said about a planned measure, in words; nothing keeps the group from leaving it so."""
    personal = known is None or known.consent != "not_personal"
    return [
        words
        for words, there in (
            (_("hva som skal gjøres"), measure.text.strip()),
            (_("ansvarlig"), measure.owner.strip()),
            (_("frist"), measure.deadline),
            (_("samtykke"), not personal or measure.consent != "not_considered"),
            (_("foresatte"), not guardians or measure.guardians.strip()),
            (_("forhold"), measure.items),
            (_("om det kan gjøre vondt verre"), measure.harm.strip()),
        )
        if not there
    ]


def consent_gate(known: Measure | None, consent: Consent) -> tuple[bool, str]:
    """Whether consent stands in the way, and what the plan says of it."""
    if known is None:
        return False, _("Vurder om personen må spørres først.")
    if known.consent == "not_personal":
        return False, _("Tiltaket gjelder ikke én person. Samtykke er ikke aktuelt.")
    if consent == "given":
        return False, _("Samtykket er gitt. Det kan trekkes tilbake når som helst.")
    if known.consent == "required":
        return True, _(
            "Uten samtykke kan ikke dette tiltaket settes i gang ({source}). Begynner dere likevel, må grunnen skrives."
        ).format(source=known.source)
    if consent == "declined":
        return True, _("Personen har sagt nei. Da settes tiltaket ikke i gang.")
    if known.consent == "voluntary":
        return False, _(
            "Tiltaket er frivillig. Det tilbys, og settes i gang bare når personen selv vil ({source})."
        ).format(source=known.source)
    return False, _("Spør om samtykke der det er mulig.")
