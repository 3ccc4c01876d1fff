"""Explaining the case, checking rights, and deciding a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assess.casework.assessment import Assessment
from assess.casework.decision import (
    Decision,
    Dissent,
    DutyAnswer,
    HelpNeed,
    Indicator,
    PartyLevel,
    PromptAnswer,
    RightsAnswer,
    Scenario,
)
from assess.casework.deeds.deed import changed, known, known_level, put, refuse_locked
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class Formulate:
    """Answer one of the instrument's prompts in the group's own words."""

    name: ClassVar[str] = "formulate"
    answer: PromptAnswer

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known(self.answer.prompt, {prompt.id for prompt in instrument.prompts})
        return changed(assessment, prompts=put(assessment.prompts, self.answer, lambda one: one.prompt))


@dataclass(frozen=True, slots=True)
class Imagine:
    """Enter or change a scenario."""

    name: ClassVar[str] = "imagine"
    scenario: Scenario

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        for field in self.scenario.fields:
            known(field, {known.id for known in instrument.scenario_fields})
        return changed(assessment, scenarios=put(assessment.scenarios, self.scenario, lambda one: one.id))


@dataclass(frozen=True, slots=True)
class Watch:
    """Enter or change what would raise or lower the level, and when somebody looks for it."""

    name: ClassVar[str] = "watch"
    indicator: Indicator

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if not self.indicator.text.strip():
            raise NotAllowed(_("Skriv hva dere skal se etter."))
        return changed(assessment, indicators=put(assessment.indicators, self.indicator, lambda one: one.id))


@dataclass(frozen=True, slots=True)
class AnswerDuty:
    """Write what was considered under one of the profile's duties; empty words take the answer away."""

    name: ClassVar[str] = "answer-duty"
    answer: DutyAnswer

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if not self.answer.text.strip():
            left = tuple(one for one in assessment.duties if one.duty != self.answer.duty)
            return assessment if left == assessment.duties else changed(assessment, duties=left)
        return changed(assessment, duties=put(assessment.duties, self.answer, lambda one: one.duty))


@dataclass(frozen=True, slots=True)
class AnswerRights:
    """Answer one question of the rights check."""

    name: ClassVar[str] = "answer-rights"
    answer: RightsAnswer

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known(self.answer.check, {check.id for check in instrument.rights_checks})
        return changed(assessment, rights=put(assessment.rights, self.answer, lambda one: one.check))


@dataclass(frozen=True, slots=True)
class ProposeLevel:
    """Give one party's own level, before the group decides; afterwards only once the decision is taken back."""

    name: ClassVar[str] = "propose-level"
    level: PartyLevel

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known_level(instrument, self.level.level)
        if self.level.party not in assessment.meeting.parties():
            raise NotAllowed(_("Bare parter som er til stede, kan gi et nivå."))
        refuse_locked(assessment)
        if assessment.decision is not None:
            raise NotAllowed(
                _("Gruppa har satt nivået. Et nivå fra en part kan ikke gis eller endres etterpå."),
                _("Partene svarer hver for seg, før de ser gruppas nivå. Ta først gruppas nivå tilbake."),
            )
        given = {one.party: one.level for one in shown_party_levels(assessment)}
        if given.get(self.level.party, self.level.level) != self.level.level:
            raise NotAllowed(
                _("Partenes nivåer er vist, og endres ikke hver for seg."),
                _("Var det et feiltrykk, tar dere alle nivåene tilbake med del, og alle gir sitt på nytt."),
            )
        return changed(assessment, party_levels=put(assessment.party_levels, self.level, lambda one: one.party))


@dataclass(frozen=True, slots=True)
class TakeLevelsBack:
    """Take every party's level back after a mistake, so that all give theirs anew; the journal tells of it."""

    name: ClassVar[str] = "take-levels-back"

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        refuse_locked(assessment)
        if assessment.decision is not None:
            raise NotAllowed(_("Gruppa har satt nivået."), _("Ta først gruppas nivå tilbake."))
        return changed(assessment, party_levels=()) if assessment.party_levels else assessment


@dataclass(frozen=True, slots=True)
class Decide:
    """Set the group's level. The rights check comes first, then each party's own level.

    What was written beside the checklist's automatic lines was written for the level that stood, and goes with it.
    """

    name: ClassVar[str] = "decide"
    decision: Decision

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known_level(instrument, self.decision.level)
        unanswered = unanswered_rights(assessment, instrument)
        if unanswered:
            raise NotAllowed(
                _("Rettighetskontrollen kommer før nivået."),
                _("{count} spørsmål står igjen.").format(count=len(unanswered)),
            )
        if silent_parties(assessment):
            late = _("Ta først gruppas nivå tilbake, så de nye også kan gi sitt.") if assessment.decision else ""
            raise NotAllowed(_("Hver part gir sitt eget nivå før gruppa setter sitt."), late)
        if not self.decision.reason.strip():
            raise NotAllowed(_("Nivået må ha en begrunnelse."))
        if assessment.decision is not None and assessment.decision.level == self.decision.level:
            return changed(assessment, decision=self.decision)
        automatic = {line.id for line in instrument.quality if line.auto is not None}
        checks = tuple(one for one in assessment.checks if one.check not in automatic)
        return changed(assessment, decision=self.decision, checks=checks)


@dataclass(frozen=True, slots=True)
class TakeDecisionBack:
    """Take the group's level back, with its reason and confidence, so that parties can give theirs anew."""

    name: ClassVar[str] = "take-decision-back"

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        return assessment if assessment.decision is None else changed(assessment, decision=None)


@dataclass(frozen=True, slots=True)
class SetHelpNeed:
    """Set the help need, the axis beside the level."""

    name: ClassVar[str] = "set-help-need"
    help_need: HelpNeed

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if instrument.help_outcome is None:
            raise NotAllowed(_("Dette verktøyet spør ikke om hjelpebehov."))
        choices = instrument.outcome(instrument.help_outcome).choices()
        known(self.help_need.need, {choice.code for choice in choices})
        return changed(assessment, help_need=self.help_need)


@dataclass(frozen=True, slots=True)
class Disagree:
    """Enter or change a minority view."""

    name: ClassVar[str] = "disagree"
    dissent: Dissent

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if self.dissent.level is not None:
            known_level(instrument, self.dissent.level)
        if not self.dissent.who.strip() or not self.dissent.text.strip():
            raise NotAllowed(_("En dissens må si hvem som mener hva."))
        return changed(assessment, dissents=put(assessment.dissents, self.dissent, lambda one: one.id))


def unanswered_rights(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """The questions of the rights check that have no answer yet."""
    return tuple(
        check.id
        for check in instrument.rights_checks
        if not (answer := assessment.rights_answer(check.id)).answer and not answer.text.strip()
    )


def silent_parties(assessment: Assessment) -> tuple[str, ...]:
    """The parties present that have not given a level of their own."""
    spoken = {level.party for level in assessment.party_levels}
    return tuple(party for party in assessment.meeting.parties() if party not in spoken)


def shown_party_levels(assessment: Assessment) -> tuple[PartyLevel, ...]:
    """The parties' levels as anybody may see them: none before every party present has given its own.

    Once the group has decided all were given, so they stay in view when somebody joins late. Screens, reports and
    exports of a draft take the levels from here.
    """
    parties = assessment.meeting.parties()
    shown = assessment.decision is not None or (bool(parties) and not silent_parties(assessment))
    return assessment.party_levels if shown else ()
