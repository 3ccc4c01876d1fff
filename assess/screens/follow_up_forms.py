"""The pages of the follow-up: a step in a measure's life, consent and information, a check, and a handover."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from textual.widget import Widget
from textual.widgets import Button

from assess.casework.follow_up import ConsentEntry, DatedCheck, Handover, MeasureProgress, MeasureStatus
from assess.casework.following import MeasureStanding, last_consent
from assess.casework.gates import consent_stop
from assess.casework.plan import Consent
from assess.language import _
from assess.profile.model import Measure
from assess.register.cards import FollowUp
from assess.screens.follow_up_file import CaseFile
from assess.screens.follow_up_form import EntryForm, Keep, day_line, day_of, one_line, refuse_missing
from assess.screens.follow_up_words import ABOUT_WHOM, ANSWERS, STATUS_WORDS, register_words
from assess.screens.meeting.measure_form import CONSENT_STATES
from assess.screens.meeting.observation_legal import LegalScreen
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class ProgressForm(EntryForm[FollowUp]):
    """A measure was set in motion, finished or stopped; where consent stood then."""

    def __init__(self, file: CaseFile, standing: MeasureStanding, heading: Callable[[], str], keep: Keep) -> None:
        super().__init__(heading, keep)
        self._file = file
        self._standing = standing
        known = self._known
        asks = known is None or known.consent != "not_personal"
        self._status = Choice([Option(one, _(STATUS_WORDS[one])) for one in get_args(MeasureStatus)], horizontal=True)
        self._day = day_line(_("Når skjedde det?"), file.today)
        states = [Option(one, _(words)) for one, words in CONSENT_STATES.items()]
        self._consent = Choice(states, standing.consent, horizontal=True)
        display(self._consent, when=asks)
        self._gate = Words(classes="gate")
        self._note = PromptText(_("Hvordan gikk det?"), help=_("Eller hvorfor dere stopper, eller begynner likevel."))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """What happened, when, consent, and how it went."""
        yield _("Hva har skjedd med tiltaket?"), self._status
        yield "", self._day
        yield _("Hvor står samtykket nå?") if self._consent.display else "", self._consent
        yield "", self._gate
        yield "", self._note

    def show(self) -> None:
        """Say what consent means for this measure, and what the register of consents says."""
        chosen = self._consent_now
        stop = consent_stop(self._known, chosen, "") if self._status.value != "stopped" else None
        entry = last_consent(self._file.consents, "person")
        said = [f"! {stop}"] if stop is not None else []
        if entry is not None and self._consent.display:
            said.append(register_words(entry))
        self._gate.update(plain("\n".join(said)))
        self._gate.set_class(stop is not None, "caution")
        display(self._gate, when=bool(said))

    def entry(self) -> MeasureProgress:
        """The step."""
        refuse_missing([(_("hva som har skjedd"), self._status)])
        status = next(one for one in get_args(MeasureStatus) if one == self._status.value)
        return MeasureProgress(
            id=self._file.new_id(),
            case_id=self._file.case.id,
            organisation=self._file.case.organisation,
            assessment_id=self._standing.assessment.id,
            measure_id=self._standing.measure.id,
            status=status,
            happened_on=day_of(self._day),
            consent=self._consent_now,
            note=self._note.text.strip(),
            noted_at=self._file.now(),
        )

    @property
    def _known(self) -> Measure | None:
        return self._file.profile.measure(self._standing.measure.number)

    @property
    def _consent_now(self) -> Consent:
        return next((one for one in get_args(Consent) if one == self._consent.value), "not_considered")


class ConsentForm(EntryForm[FollowUp]):
    """Somebody was asked to consent, or told what is done and kept."""

    def __init__(self, file: CaseFile, keep: Keep) -> None:
        super().__init__(lambda: _("Samtykke og informasjon"), keep)
        self._file = file
        self._who = Choice([Option(one, _(words)) for one, words in ABOUT_WHOM.items()], horizontal=True)
        self._kind = Choice(
            [Option("consent", _("Spurt om samtykke")), Option("information", _("Informert"))], horizontal=True
        )
        self._status = Choice([], horizontal=True)
        self._about = one_line(_("For eksempel: at skole og NAV arbeider sammen"))
        self._day = day_line(_("Når?"), file.today)
        self._by = one_line(_("Rollen som spurte eller informerte"))
        self._note = PromptText(_("Mer om det"), help=_("Passer det ikke nå: hvorfor, og når tar dere det opp igjen?"))
        self._asked = ""

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Who, what for, what came of it, when, by whom."""
        yield _("Hvem gjelder det?"), self._who
        yield _("Hva?"), self._kind
        yield _("Hva ble svaret?"), self._status
        yield _("Hva ble de spurt om eller informert om?"), self._about
        yield "", self._day
        yield _("Av hvem?"), self._by
        yield "", self._note

    def show(self) -> None:
        """Offer the answers that fit what they were asked."""
        kind = self._kind.value if isinstance(self._kind.value, str) else ""
        if kind != self._asked:
            self._asked = kind
            self._status.show_options([Option(one, _(words)) for one, words in ANSWERS.get(kind, {}).items()])

    def entry(self) -> ConsentEntry:
        """The entry."""
        refuse_missing([(_("hvem"), self._who), (_("hva"), self._kind), (_("svaret"), self._status)])
        return ConsentEntry.model_validate(
            {
                "id": self._file.new_id(),
                "case_id": self._file.case.id,
                "organisation": self._file.case.organisation,
                "who": self._who.value,
                "kind": self._kind.value,
                "status": self._status.value,
                "about": self._about.line.strip(),
                "happened_on": day_of(self._day),
                "by": self._by.line.strip(),
                "note": self._note.text.strip(),
                "noted_at": self._file.now(),
            }
        )


class CheckForm(EntryForm[FollowUp]):
    """Something to look at on a day."""

    def __init__(self, file: CaseFile, keep: Keep, text: str = "") -> None:
        super().__init__(lambda: _("Noe å se på en bestemt dag"), keep)
        self._file = file
        self._day = day_line(_("Hvilken dag?"), None)
        self._text = PromptText(_("Hva skal dere se på, og hvem ser etter?"), text)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """The day, and what to look at."""
        yield "", self._day
        yield "", self._text

    def entry(self) -> DatedCheck:
        """The check."""
        return DatedCheck(
            id=self._file.new_id(),
            case_id=self._file.case.id,
            organisation=self._file.case.organisation,
            due_on=day_of(self._day),
            text=self._text.text.strip(),
            cause="own",
        )


class CheckDoneForm(EntryForm[FollowUp]):
    """Somebody looked, and what they saw."""

    def __init__(self, file: CaseFile, check: DatedCheck, heading: Callable[[], str], keep: Keep) -> None:
        super().__init__(heading, keep)
        self._check = check
        self._day = day_line(_("Når så dere på det?"), file.today)
        self._outcome = PromptText(_("Hva så dere?"), help=_("Er noe endret, vurderer dere saken på nytt."))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """The day, and what was seen."""
        yield "", self._day
        yield "", self._outcome

    def entry(self) -> DatedCheck:
        """The check, done."""
        changes = {"done_on": day_of(self._day), "outcome": self._outcome.text.strip()}
        return self._check.model_copy(update=changes)


class HandoverForm(EntryForm[FollowUp]):
    """Something was handed over to another body, on a legal basis that people choose."""

    def __init__(self, file: CaseFile, keep: Keep) -> None:
        super().__init__(lambda: _("Overlevering til andre"), keep)
        self._file = file
        self._basis = ""
        self._to = one_line(_("Organet eller tjenesten, aldri et navn"))
        self._what = PromptText(
            _("Hva slags opplysninger?"), help=_("Bare hva slags, aldri opplysningene selv. Ikke mer enn nødvendig.")
        )
        self._legal = Words(classes="gate")
        self._by = one_line(_("Rollen som overleverte"))
        self._day = day_line(_("Når?"), file.today)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """To whom, what, on what basis, by whom, when."""
        yield _("Til hvem?"), self._to
        yield "", self._what
        yield "", self._legal
        yield "", Button(_("Velg hjemmel"), id="basis", compact=True)
        yield _("Av hvem?"), self._by
        yield "", self._day

    def show(self) -> None:
        """Say which legal basis people chose; none is chosen beforehand."""
        basis = self._file.legal.basis(self._basis)
        words = _("Ingen er valgt ennå.") if basis is None else f"{basis.act} {basis.section} – {basis.title}"
        heading = plain(_("Hjemmel")).stylize("bold")
        self._legal.update(heading + plain(f"\n{words}"))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose the legal basis, or do what the key does."""
        if event.button.id == "basis":
            event.stop()
            self.app.push_screen(LegalScreen(self._file.legal, self._basis), self._chosen)
        else:
            super().on_button_pressed(event)

    def entry(self) -> Handover:
        """The handover."""
        return Handover(
            id=self._file.new_id(),
            case_id=self._file.case.id,
            organisation=self._file.case.organisation,
            to=self._to.line.strip(),
            what=self._what.text.strip(),
            legal_basis=self._basis,
            by=self._by.line.strip(),
            happened_on=day_of(self._day),
            noted_at=self._file.now(),
        )

    def _chosen(self, basis: str | None) -> None:
        if basis is not None:
            self._basis = basis
            self.show()
