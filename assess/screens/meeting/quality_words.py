"""The checklist and the signatures in words, as the step «Kvalitet» says them."""

from __future__ import annotations

from dataclasses import dataclass

from assess.instrument.model import Quality, Step
from assess.judgement.quality import Finding, findings, following, following_text, unanswered
from assess.language import _, mark
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.quality_explained import lacking, looked_at
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

SIGNING = "S"
"""The list's line for signing."""

TIMES = "T"
"""The list's line for how long each step was open."""

_MOST_NAMED = 2
"""Items named in the list itself; the card names them all."""

_ANSWERS = {"yes": mark("ja"), "no": mark("nei"), "not_relevant": mark("ikke aktuelt")}
_SIGNS = {"yes": "✓", "no": "✗", "not_relevant": "–"}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that stops the signing: what, and where it can be mended."""

    words: str
    step: Step
    item: str = ""


def found(desk: Desk) -> dict[str, Finding]:
    """What the program finds, by the checklist line's id."""
    automatic = [line.id for line in desk.instrument.quality if line.auto is not None]
    return dict(zip(automatic, findings(desk.folder), strict=False))


def numbered(desk: Desk) -> list[tuple[str, Quality | None, Finding | None]]:
    """Every point of the checklist by its number: the instrument's lines, then what follows from the level and the age.

    A line with what the program finds of it, where it finds anything; what follows has no line.
    """
    findings_by_line = found(desk)
    points: list[tuple[Quality | None, Finding | None]] = [
        (line, findings_by_line.get(line.id)) for line in desk.instrument.quality
    ]
    points += [(None, finding) for finding in following(desk.folder)]
    return [(str(number), line, finding) for number, (line, finding) in enumerate(points, 1)]


def point_text(line: Quality | None, finding: Finding | None) -> str:
    """What a point of the checklist says."""
    return line.text if line is not None else following_text(finding) if finding is not None else ""


def list_line(desk: Desk, number: str, line: Quality | None, finding: Finding | None) -> ItemLine:
    """One point of the checklist with a sign and a word for how it stands."""
    if finding is None:
        given = next((one for one in desk.assessment.checks if line is not None and one.check == line.id), None)
        sign = _SIGNS[given.answer] if given is not None else "·"
        note = _(_ANSWERS[given.answer]) if given is not None else _("ubesvart")
    elif finding.met:
        sign, note = "✓", ""
    else:
        sign = "✗" if finding.blocking else "!"
        note = _("mangler") if finding.blocking else _("se på")
        if finding.check in _ITEMS_NAMED and finding.items:
            named = ", ".join(finding.items[:_MOST_NAMED])
            more = len(finding.items) - _MOST_NAMED
            note = f"{note}: {named}" + (f" +{more}" if more > 0 else "")
    return ItemLine(number, point_text(line, finding), sign, note)


def finding_words(desk: Desk, finding: Finding, step: str) -> str:
    """What the program looked at and found, with everything that it concerns, and the key that goes there."""
    looked = looked_at(desk, finding)
    if finding.met:
        return "\n".join([_("✓ I orden."), looked])
    sign = _("✗ Må på plass før dere kan signere.") if finding.blocking else _("! Bør ses på. Hindrer ikke signering.")
    goes = _("Enter går til «{step}».").format(step=step)
    return "\n".join([f"{sign} {goes}", looked, lacking(desk, finding)])


def answer_options() -> list[Option]:
    """The group's own answers to a line."""
    return [Option("yes", _("Ja"), "j"), Option("no", _("Nei"), "n"), Option("not_relevant", _("Ikke aktuelt"), "i")]


def lacks(desk: Desk) -> list[Lack]:
    """Everything that stops the signing, in the order of the meeting's steps."""
    assessment, instrument = desk.assessment, desk.instrument
    points = numbered(desk)
    numbers = {line.id: number for number, line, _finding in points if line is not None}
    found_lacks = [
        Lack(_("Punkt {number}: {text}").format(number=number, text=point_text(line, finding)), *where(finding))
        for number, line, finding in points
        if finding is not None and finding.blocking and not finding.met
    ]
    if assessment.decision is None and instrument.level_outcome is not None:
        found_lacks.append(Lack(_("Gruppas nivå er ikke satt."), "level", "decision"))
    if assessment.help_need is None and instrument.help_outcome is not None:
        found_lacks.append(Lack(_("Hjelpebehovet er ikke vurdert."), "level", "help"))
    own = unanswered(desk.folder)
    if own:
        which = ", ".join(numbers[line] for line in own)
        first = numbers[own[0]]
        found_lacks.append(Lack(_("Dere har ikke svart på punkt {numbers}.").format(numbers=which), "quality", first))
    order = {step: number for number, step in enumerate(instrument.steps)}
    return sorted(found_lacks, key=lambda lack: order.get(lack.step, len(order)))


def where(finding: Finding) -> tuple[Step, str]:
    """The step and the place in it where a finding can be mended."""
    places = {"deviations_reasoned": "departure", "review_date": "review"}
    if finding.check == "information_plan" and not finding.items:
        return finding.step, "review"
    return finding.step, places.get(finding.check, finding.items[0] if finding.items else "")


def checklist_words(desk: Desk) -> str:
    """Every line of the checklist with how it stood when the assessment was locked."""
    lines = []
    for number, line, finding in numbered(desk):
        shown = list_line(desk, number, line, finding)
        note = f" – {shown.note}" if shown.note else ""
        lines.append(f"{shown.mark} {number}  {shown.text}{note}")
    return "\n".join(lines)


_ITEMS_NAMED = {
    "all_dealt_with",
    "reasons_present",
    "unknowns_planned",
    "devils_advocate",
    "legal_basis",
    "measures_ready",
    "dissents_stand",
}
"""The checks whose items are short enough to be named in the list."""
