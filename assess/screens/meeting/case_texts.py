"""Everything that the group has written in an assessment, with where it stands: what search looks through.

Nobody's own ratings are in it before they are revealed. Nothing is kept: the texts are gathered when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assess.casework.deeds.deciding import shown_party_levels
from assess.instrument.model import Step
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.steps import step_name


@dataclass(frozen=True, slots=True)
class Written:
    """One text, and where it stands."""

    label: str
    text: str
    step: Step
    place: str
    """What the step's pane calls the place."""


def written(desk: Desk) -> Iterator[Written]:
    """Every text of the assessment that may be seen now, in the order of the steps; empty ones are left out."""
    return (one for one in _all(desk) if one.text.strip())


def _all(desk: Desk) -> Iterator[Written]:
    yield from _observations(desk)
    yield from _ratings(desk)
    yield from _explanation(desk)
    yield from _level(desk)
    yield from _plan(desk)
    yield from _quality(desk)


def _observations(desk: Desk) -> Iterator[Written]:
    for one in desk.assessment.observations:
        label = _("Opplysning {number}").format(number=one.number)
        texts = (one.seen, one.meaning, one.brought_by, one.observed, one.necessity, one.mentions, one.document)
        yield Written(label, "\n".join(filter(None, (*texts, one.withdrawn))), "observations", one.id)


def _ratings(desk: Desk) -> Iterator[Written]:
    assessment = desk.assessment
    for rating in assessment.ratings:
        if rating.round == "agreed":
            label = _("Begrunnelse {item}").format(item=rating.item)
        elif assessment.revealed_at is None:
            continue
        else:
            label = _("{who} om {item}").format(who=desk.called(rating.rater), item=rating.item)
        yield Written(label, rating.reason, "discussion", rating.item)
    for remark in assessment.remarks:
        yield Written(_("Merknad {item}").format(item=remark.item), remark.text, "discussion", remark.item)


def _explanation(desk: Desk) -> Iterator[Written]:
    prompts = {prompt.id: prompt.title for prompt in desk.instrument.prompts}
    for answer in desk.assessment.prompts:
        yield Written(prompts.get(answer.prompt, answer.prompt), answer.text, "formulation", answer.prompt)
    for number, scenario in enumerate(desk.assessment.scenarios, 1):
        label = _("Scenario {number}").format(number=number)
        for field, text in scenario.fields.items():
            yield Written(label, text, "formulation", f"{scenario.id} {field}")
    for indicator in desk.assessment.indicators:
        yield Written(_("Dette ser vi etter"), f"{indicator.text}\n{indicator.who}", "formulation", indicator.id)


def _level(desk: Desk) -> Iterator[Written]:
    assessment, step = desk.assessment, step_name("level")
    checks = {check.id: check.question for check in desk.instrument.rights_checks}
    for answer in assessment.rights:
        yield Written(checks.get(answer.check, step), answer.text, "level", answer.check)
    for party in shown_party_levels(assessment):
        label = _("Nivå fra {party}").format(party=desk.profile.party_label(party.party))
        yield Written(label, party.reason, "level", "")
    if assessment.decision is not None:
        text = f"{assessment.decision.reason}\n{assessment.decision.departure}"
        yield Written(_("Begrunnelse for nivået"), text, "level", "")
    if assessment.help_need is not None:
        yield Written(_("Hjelpebehov"), assessment.help_need.reason, "level", "")
    for dissent in assessment.dissents:
        yield Written(_("Dissens"), f"{dissent.text}\n{dissent.who}", "level", "")
    duties = {duty.id: duty.title for duty in desk.profile.duties}
    for duty in assessment.duties:
        yield Written(duties.get(duty.duty, duty.duty), f"{duty.text}\n{duty.by}", "level", "")


def _plan(desk: Desk) -> Iterator[Written]:
    for number, one in enumerate(desk.assessment.measures, 1):
        label = _("Tiltak {number}").format(number=number)
        yield Written(label, f"{one.text}\n{one.owner}\n{one.guardians}\n{one.harm}", "measures", str(number))
    for plan in desk.assessment.unknown_plans:
        label = _("Plan for {item}").format(item=plan.item)
        yield Written(label, f"{plan.who}\n{plan.how}", "measures", plan.item)
    yield Written(_("Hvorfor ingen tiltak"), desk.assessment.no_measures, "measures", "review")
    yield Written(_("Avvik fra møteregelen"), desk.assessment.meeting.deviation_reason, "meeting", "")
    for call in desk.assessment.calls:
        yield Written(_("Varslet"), f"{call.whom}\n{call.by}\n{call.note}", "meeting", "")


def _quality(desk: Desk) -> Iterator[Written]:
    lines = {line.id: line.text for line in desk.instrument.quality}
    for answer in desk.assessment.checks:
        yield Written(lines.get(answer.check, answer.check), answer.note, "quality", "")
    for addendum in desk.assessment.addenda:
        yield Written(_("Tillegg"), f"{addendum.text}\n{addendum.by}", "quality", "")
