"""What «Kvalitet» shows once the assessment is signed and locked: who vouches for it, and later additions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button

from assess.casework.quality import Addendum
from assess.errors import NotAllowed
from assess.language import _
from assess.screens.local_time import moment_text
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.measure_form import MOST_CHARACTERS
from assess.screens.meeting.quality_signing import signature_words
from assess.screens.meeting.quality_times import times_words
from assess.screens.meeting.quality_words import checklist_words
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

_DRAFT = "quality.addendum"


class LockedPage(VerticalScroll, can_focus=True):
    """A calm page: that it is locked, by whom, and room for an addition."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="locked")
        self._desk = desk
        self._signed = Words(classes="text")
        self._addenda = Words(classes="text reading")
        self.text = PromptText(
            _("Nytt tillegg"), help=_("Det som er signert, blir stående. Tillegget kommer ved siden av.")
        )
        self.by = TextLine(placeholder=_("Hvem skriver? Skriv rollen"))
        self.by.max_length = MOST_CHARACTERS
        self._checks = Words(classes="text muted")
        self._times = Words(classes="text muted")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        yield Words(plain(_("Låst og signert")), classes="heading")
        yield self._signed
        yield Words(plain(_("Trykk F5 for å lage PDF-en.")), classes="text")
        yield Words(plain(_("Tillegg")), classes="heading")
        yield self._addenda
        yield self.text
        yield self.by
        yield Button(plain(_("ctrl+s  Legg til tillegget")), id="append", compact=True)
        yield Words(plain(_("Sjekklista")), classes="heading")
        yield self._checks
        yield Words(plain(_("Tid per steg")), classes="heading")
        yield self._times

    def show(self) -> None:
        """Fill the page."""
        assessment = self._desk.assessment
        locked_at = moment_text(assessment.locked_at) if assessment.locked_at is not None else ""
        words = [_("Låst {moment}. Innholdet kan ikke endres.").format(moment=locked_at)]
        self._signed.update(plain("\n".join([*words, *signature_words(self._desk)])))
        said = [
            f"{moment_text(one.added_at)}, {self._desk.note(one.by)}:\n{self._desk.note(one.text)}"
            for one in assessment.addenda
        ]
        self._addenda.update(plain("\n\n".join(said) or _("Ingen tillegg.")))
        self._checks.update(plain(checklist_words(self._desk)))
        self._times.update(plain(times_words(self._desk)))

    def open(self) -> None:
        """Put back the addition that was being written."""
        draft = self._desk.drafts.get(_DRAFT)
        if isinstance(draft, tuple):
            self.text.text, self.by.value = draft

    def set_aside(self) -> None:
        """Keep what is being written for as long as the meeting is open."""
        self._desk.drafts[_DRAFT] = (self.text.text, self.by.line)

    def addendum(self) -> Addendum:
        """The addition as it is written.

        Raises:
            NotAllowed: The text, or who writes it, is missing.
        """
        missing = [] if self.text.text.strip() else [_("teksten")]
        missing += [] if self.by.line.strip() else [_("hvem som skriver")]
        if missing:
            raise NotAllowed(
                _("Tillegget er ikke lagt til."), _("Mangler: {things}.").format(things=", ".join(missing))
            )
        desk = self._desk
        return Addendum(id=desk.new_id(), text=self.text.text, by=self.by.line.strip(), added_at=desk.now())

    def clear(self) -> None:
        """Empty the fields, once the addition is kept."""
        self.text.text, self.by.value = "", ""
        self._desk.drafts.pop(_DRAFT, None)
