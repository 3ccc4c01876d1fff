"""Whether an assessment that comes from outside could have been made by deeds here.

A file may be written by hand or by another program. Every code, item and name in it must be one that the frozen
instrument knows, and every signature must vouch for exactly this content.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.rating import GROUP
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that does not hold together, at a path of names and positions in the assessment."""

    place: tuple[str | int, ...]
    message: str


def inconsistencies(assessment: Assessment, instrument: Instrument) -> list[Inconsistency]:
    """Everything in the assessment that its instrument does not know or that contradicts itself."""
    return [
        *_repeated(assessment),
        *_ratings(assessment, instrument),
        *_references(assessment, instrument),
        *_words(assessment, instrument),
        *_levels(assessment, instrument),
        *_signatures(assessment),
    ]


_KEYS = {
    **dict.fromkeys(("observations", "scenarios", "dissents", "indicators", "measures", "calls"), "id"),
    **dict.fromkeys(("signatures", "addenda"), "id"),
    "prompts": "prompt",
    "rights": "check",
    "party_levels": "party",
    "unknown_plans": "item",
    "checks": "check",
    "duties": "duty",
}
"""By what each kind of record is told apart from others of its kind; ratings and remarks have more than one."""


def _repeated(assessment: Assessment) -> Iterator[Inconsistency]:
    keyed: dict[tuple[str, ...], list[object]] = {
        (name,): [getattr(one, key) for one in getattr(assessment, name)] for name, key in _KEYS.items()
    }
    keyed["remarks",] = [(one.item, one.kind) for one in assessment.remarks]
    keyed["meeting", "attendees"] = [one.id for one in assessment.meeting.attendees]
    for place, keys in keyed.items():
        for number, key in enumerate(keys):
            if key in keys[:number]:
                yield Inconsistency((*place, number), _("dette står der to ganger"))


def _ratings(assessment: Assessment, instrument: Instrument) -> Iterator[Inconsistency]:
    raters = {rater.id for rater in assessment.meeting.raters()}
    seen: set[tuple[str, str, str]] = set()
    for number, rating in enumerate(assessment.ratings):
        place = ("ratings", number)
        item = instrument.items_by_id.get(rating.item)
        if item is None:
            yield _unknown((*place, "item"), rating.item)
        elif rating.code not in instrument.scale_of(item.id).codes():
            message = _("«{code}» er ikke et svar på forhold {item}").format(code=rating.code, item=item.id)
            yield Inconsistency((*place, "code"), message)
        if (rating.rater == GROUP) != (rating.round == "agreed"):
            yield Inconsistency((*place, "rater"), _("runden og den som vurderer, passer ikke sammen"))
        elif rating.rater != GROUP and rating.rater not in raters:
            yield Inconsistency((*place, "rater"), _("ingen deltaker i møtet har denne id-en"))
        key = (rating.round, rating.rater, rating.item)
        if key in seen:
            yield Inconsistency(place, _("forholdet er vurdert to ganger av samme i samme runde"))
        seen.add(key)
    if assessment.agreed and assessment.revealed_at is None and instrument.alone_first:
        yield Inconsistency(("revealed_at",), _("gruppa er enig uten at de egne vurderingene er vist"))


def _references(assessment: Assessment, instrument: Instrument) -> Iterator[Inconsistency]:
    items = instrument.items_by_id
    for number, observation in enumerate(assessment.observations):
        for field in ("speaks_for", "speaks_against"):
            for place, item in enumerate(getattr(observation, field)):
                yield from _known(("observations", number, field, place), item, items)
    for number, remark in enumerate(assessment.remarks):
        yield from _known(("remarks", number, "item"), remark.item, items)
    for number, measure in enumerate(assessment.measures):
        for place, item in enumerate(measure.items):
            yield from _known(("measures", number, "items", place), item, items)
    for number, plan in enumerate(assessment.unknown_plans):
        yield from _known(("unknown_plans", number, "item"), plan.item, items)


def _words(assessment: Assessment, instrument: Instrument) -> Iterator[Inconsistency]:
    prompts = {prompt.id for prompt in instrument.prompts}
    for number, answer in enumerate(assessment.prompts):
        yield from _known(("prompts", number, "prompt"), answer.prompt, prompts)
    rights = {check.id for check in instrument.rights_checks}
    for number, right in enumerate(assessment.rights):
        yield from _known(("rights", number, "check"), right.check, rights)
    lines = {line.id for line in instrument.quality}
    for number, check in enumerate(assessment.checks):
        yield from _known(("checks", number, "check"), check.check, lines)
    fields = {field.id for field in instrument.scenario_fields}
    for number, scenario in enumerate(assessment.scenarios):
        for name in scenario.fields:
            yield from _known(("scenarios", number, "fields", name), name, fields)


def _levels(assessment: Assessment, instrument: Instrument) -> Iterator[Inconsistency]:
    levels: set[str] = set()
    if instrument.level_outcome is not None:
        levels = {choice.code for choice in instrument.outcome(instrument.level_outcome).choices()}
    for number, party in enumerate(assessment.party_levels):
        yield from _known(("party_levels", number, "level"), party.level, levels)
    for number, dissent in enumerate(assessment.dissents):
        if dissent.level is not None:
            yield from _known(("dissents", number, "level"), dissent.level, levels)
    if assessment.decision is not None:
        yield from _known(("decision", "level"), assessment.decision.level, levels)
    if assessment.help_need is not None:
        needs: set[str] = set()
        if instrument.help_outcome is not None:
            needs = {choice.code for choice in instrument.outcome(instrument.help_outcome).choices()}
        yield from _known(("help_need", "need"), assessment.help_need.need, needs)


def _signatures(assessment: Assessment) -> Iterator[Inconsistency]:
    standing = assessment.standing_signatures
    for number, signature in enumerate(assessment.signatures):
        if signature.void:  # the participant may have been taken out of the meeting since
            continue
        attendee = assessment.meeting.attendee(signature.attendee)
        if attendee is None or attendee.party != signature.party:
            yield Inconsistency(("signatures", number, "attendee"), _("ingen deltaker i møtet passer til denne"))
        if signature.digest != assessment.digest:
            yield Inconsistency(("signatures", number, "digest"), _("innholdet er et annet enn det som ble signert"))
    enough = len({one.attendee for one in standing}) >= 2 and len({one.party for one in standing}) >= 2
    if (assessment.state == "locked") != enough:
        message = _("en låst vurdering har to gyldige signaturer fra to parter, et utkast har det ikke")
        yield Inconsistency(("state",), message)
    if (assessment.state == "locked") != (assessment.locked_at is not None):
        yield Inconsistency(("locked_at",), _("tidspunktet for låsing passer ikke til tilstanden"))
    if assessment.addenda and assessment.state != "locked":
        yield Inconsistency(("addenda",), _("bare en låst vurdering har tillegg"))


def _known(place: tuple[str | int, ...], name: str, names: Container[str]) -> Iterator[Inconsistency]:
    if name not in names:
        yield _unknown(place, name)


def _unknown(place: tuple[str | int, ...], name: str) -> Inconsistency:
    return Inconsistency(place, _("verktøyet har ikke noe som heter «{name}»").format(name=name))
