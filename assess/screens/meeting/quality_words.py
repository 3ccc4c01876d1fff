"""The checklist and the signatures in words, as the step «Kvalitet» says them."""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.quality import Signature
from assess.instrument.model import Quality, Step
from assess.judgement.quality import Finding, findings, unanswered
from assess.language import _, mark
from assess.screens.local_time import moment_text
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

SIGNING = "S"
"""The list's line for signing."""

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
    return dict(zip(automatic, findings(desk.folder), strict=True))


def list_line(desk: Desk, number: int, line: Quality, finding: Finding | None) -> ItemLine:
    """One line of the checklist with a sign and a word for how it stands."""
    if finding is None:
        given = next((one for one in desk.assessment.checks if one.check == line.id), None)
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
    return ItemLine(str(number), line.text, sign, note)


def finding_words(desk: Desk, finding: Finding, step: str) -> str:
    """What the program found, with everything that it concerns, and how to mend it."""
    if finding.met:
        return _("✓ I orden. Kontrollert av programmet.")
    sign = _("✗ Må på plass før dere kan signere.") if finding.blocking else _("! Bør ses på. Hindrer ikke signering.")
    things = "; ".join(_thing(desk, finding, item) for item in finding.items)
    what = "\n" + _("Mangler: {things}.").format(things=things.rstrip(".?")) if things else ""
    return sign + what + "\n" + _("Enter går til «{step}».").format(step=step)


def answer_options() -> list[Option]:
    """The group's own answers to a line."""
    return [Option("yes", _("Ja"), "j"), Option("no", _("Nei"), "n"), Option("not_relevant", _("Ikke aktuelt"), "i")]


def lacks(desk: Desk) -> list[Lack]:
    """Everything that stops the signing, in the order of the meeting's steps."""
    assessment, instrument = desk.assessment, desk.instrument
    numbers = {line.id: number for number, line in enumerate(instrument.quality, 1)}
    found_lacks = [
        Lack(_("Punkt {number}: {text}").format(number=numbers[line], text=_text(desk, line)), *where(finding))
        for line, finding in found(desk).items()
        if finding.blocking and not finding.met
    ]
    if assessment.decision is None and instrument.level_outcome is not None:
        found_lacks.append(Lack(_("Gruppas nivå er ikke satt."), "level", "decision"))
    if assessment.help_need is None and instrument.help_outcome is not None:
        found_lacks.append(Lack(_("Hjelpebehovet er ikke vurdert."), "level", "help"))
    own = unanswered(desk.folder)
    if own:
        which = ", ".join(str(numbers[line]) for line in own)
        first = str(numbers[own[0]])
        found_lacks.append(Lack(_("Dere har ikke svart på punkt {numbers}.").format(numbers=which), "quality", first))
    order = {step: number for number, step in enumerate(instrument.steps)}
    return sorted(found_lacks, key=lambda lack: order.get(lack.step, len(order)))


def where(finding: Finding) -> tuple[Step, str]:
    """The step and the place in it where a finding can be mended."""
    places = {"deviations_reasoned": "departure", "review_date": "review"}
    return finding.step, places.get(finding.check, finding.items[0] if finding.items else "")


def signature_words(desk: Desk) -> list[str]:
    """Each signature that stands with its time, then those that a change made void."""
    standing = desk.assessment.standing_signatures
    said = [
        _("✓ {who}, {party}, signerte {moment}.").format(
            who=_signer(desk, one), party=desk.profile.party_label(one.party), moment=moment_text(one.signed_at)
        )
        for one in standing
    ]
    if desk.locked:
        return said
    again = {one.attendee for one in standing}
    void: dict[str, Signature] = {one.attendee: one for one in desk.assessment.signatures if one.void}
    return said + [
        _("! Signaturen til {who} gjelder ikke lenger, fordi vurderingen ble endret.").format(who=_signer(desk, one))
        for one in void.values()
        if one.attendee not in again
    ]


def signer_options(desk: Desk) -> list[Option]:
    """Those who can sign now: participants of a party that has not signed."""
    signed = {one.party for one in desk.assessment.standing_signatures}
    return [
        Option(one.id, f"{desk.called(one)}, {desk.profile.party_label(one.party)}")
        for one in desk.assessment.meeting.attendees
        if one.party not in signed
    ]


def checklist_words(desk: Desk) -> str:
    """Every line of the checklist with how it stood when the assessment was locked."""
    findings_by_line = found(desk)
    lines = []
    for number, line in enumerate(desk.instrument.quality, 1):
        shown = list_line(desk, number, line, findings_by_line.get(line.id))
        note = f" – {shown.note}" if shown.note else ""
        lines.append(f"{shown.mark} {number}  {line.text}{note}")
    return "\n".join(lines)


_ITEMS_NAMED = {"all_dealt_with", "reasons_present", "unknowns_planned", "devils_advocate", "legal_basis"}
"""The checks whose items are short enough to be named in the list."""


def _signer(desk: Desk, signature: Signature) -> str:
    """What a signer is called: what was signed as, which may be the group's own words, or the role."""
    return desk.called(signature.attendee) if desk.hidden else signature.signed_as


def _text(desk: Desk, line: str) -> str:
    return next(one.text for one in desk.instrument.quality if one.id == line)


def _thing(desk: Desk, finding: Finding, item: str) -> str:
    instrument = desk.instrument
    if finding.check == "legal_basis":
        return _("opplysning {number}").format(number=item)
    titles = {
        **{one.id: one.question for one in instrument.rights_checks},
        **{one.id: one.title for one in instrument.prompts},
    }
    if item in instrument.items_by_id:
        return f"{item} {instrument.item(item).title}"
    return titles.get(item, item)
