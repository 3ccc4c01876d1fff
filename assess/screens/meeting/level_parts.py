"""Every part of the step «Nivå» in its order, and how they stand in the list."""

from __future__ import annotations

from string import ascii_lowercase

from assess.instrument.scale import Outcome
from assess.judgement.duties import asked_duties
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_dissent import DissentPart
from assess.screens.meeting.level_duties import DutyPart
from assess.screens.meeting.level_group import DecisionPart, RulesPart
from assess.screens.meeting.level_help import HelpPart
from assess.screens.meeting.level_part import Part, WordsPart
from assess.screens.meeting.level_parties import PartyPart
from assess.screens.meeting.level_rights import RightsPart
from assess.screens.meeting.level_words import level_options
from assess.screens.widgets.item_list import ItemLine

NEW_DISSENT = "6"
"""The place where a new dissent is written."""


def parts_of(desk: Desk) -> list[Part]:
    """Every part of the step in order, each with its place."""
    instrument = desk.instrument
    parts: list[Part] = [
        RightsPart(desk, f"1{_letter(number)}", check) for number, check in enumerate(instrument.rights_checks)
    ]
    if instrument.level_outcome is not None:
        outcome = instrument.outcome(instrument.level_outcome)
        parties = desk.assessment.meeting.parties()
        parts += [PartyPart(desk, f"2{_letter(number)}", party, outcome) for number, party in enumerate(parties)]
        parts += [] if parties else [_nobody(desk)]
        parts += [DecisionPart(desk, "3", outcome), RulesPart(desk, "4", outcome)]
    else:
        parts += _other_outcomes(desk)
    if instrument.help_outcome is not None:
        parts.append(HelpPart(desk, "5", instrument.outcome(instrument.help_outcome)))
    if instrument.level_outcome is not None:
        dissents = desk.assessment.dissents
        parts += [DissentPart(desk, f"6{_letter(number)}", one, outcome) for number, one in enumerate(dissents)]
        parts += [] if desk.locked else [DissentPart(desk, NEW_DISSENT, None, outcome)]
    duties = asked_duties(desk.assessment, instrument, desk.case, desk.profile)
    parts += [DutyPart(desk, f"7{_letter(number)}", asked) for number, asked in enumerate(duties)]
    return parts


def _nobody(desk: Desk) -> Part:
    says = _("Ingen er ført opp som til stede. Gå til «Møtet» med F2 eller F4, og før opp deltakerne der.")
    return WordsPart(desk, "2", _("Ingen er ført opp"), says, waits=True)


def _other_outcomes(desk: Desk) -> list[Part]:
    """What an instrument without a concern level asks about: each outcome's choices, to be talked about."""
    outcomes = [one for one in desk.instrument.outcomes if one.id != desk.instrument.help_outcome]
    return [
        WordsPart(
            desk,
            f"3{_letter(number)}",
            one.title,
            _outcome_words(one),
        )
        for number, one in enumerate(outcomes)
    ]


def lines_of(parts: dict[str, Part]) -> list[ItemLine]:
    """The list's lines, with a heading before each group of parts."""
    headings = {
        "1": _("1  Rettighetskontroll"),
        "2": _("2  Hver part for seg"),
        "3": _("3–6  Gruppa sammen"),
        "7": _("7  Vurderes skriftlig"),
    }
    lines: list[ItemLine] = []
    for place, part in parts.items():
        heading = headings.pop(place[0], "")
        if heading:
            lines.append(ItemLine("", heading))
        lines.append(part.line)
    return lines


def _letter(number: int) -> str:
    return ascii_lowercase[number] if number < len(ascii_lowercase) else str(number)


def answer_keys(desk: Desk) -> str:
    """Every character that is an answer on some card."""
    outcomes = [
        desk.instrument.outcome(one) for one in (desk.instrument.level_outcome, desk.instrument.help_outcome) if one
    ]
    return "jnlmh" + "".join(option.key for outcome in outcomes for option in level_options(outcome))


def _outcome_words(outcome: Outcome) -> str:
    asked = _("Dette verktøyet har ikke noe bekymringsnivå.") + f" {outcome.question}"
    return "\n\n".join([asked, *(f"{choice.label}\n{choice.definition}" for choice in outcome.choices())])
