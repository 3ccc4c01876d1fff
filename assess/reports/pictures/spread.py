"""How far the participants stood apart before they talked, item by item, and where the group landed.

The ratings given alone are drawn only when they have been shown to the group; until then there is no picture.
"""

from __future__ import annotations

import dataclasses
from string import ascii_uppercase

from assess.instrument.model import Part
from assess.instrument.scale import Scale
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.items import rater_labels
from assess.reports.pictures.marks import standings
from assess.reports.pictures.room import Block
from assess.reports.pictures.said import item_name
from assess.reports.pictures.spread_layout import Answered, laid_spread, pieces, rows, scales_of
from assess.reports.view import Picture


def spread(dossier: Dossier, part: Part) -> tuple[Picture, ...]:
    """One part of the board: who answered what, and what the group agreed on; empty where that may not be seen."""
    assessment, instrument = dossier.assessment, dossier.instrument
    if not instrument.alone_first or assessment.revealed_at is None or not assessment.individual:
        return ()
    letters = letters_of(dossier)
    found = _answered(dossier, letters)
    blocks = [
        block
        for domain in instrument.domains
        if domain.part == part
        for block in rows(domain, (found[item.id] for item in domain.items))
    ]
    pictures = [_picture(dossier, piece, letters) for piece in pieces(blocks)]
    if not pictures:
        return ()
    pictures[0] = dataclasses.replace(pictures[0], title=_("Hver for seg, og det gruppa ble enig om"))
    shown = [found[item.id] for domain in instrument.domains if domain.part == part for item in domain.items]
    pictures[-1] = dataclasses.replace(pictures[-1], below=_key(dossier, letters, shown))
    return tuple(pictures)


def letters_of(dossier: Dossier) -> dict[str, str]:
    """The letter of everybody who rated alone, by the participant's id, in the order that they were entered."""
    gave = {rater for rater, _item in dossier.assessment.individual}
    raters = [one.id for one in dossier.assessment.meeting.raters() if one.id in gave]
    return {rater: _letter(number) for number, rater in enumerate(raters)}


def _letter(number: int) -> str:
    """The letter of this place: A, B … Z, AA and on."""
    ahead, place = divmod(number, len(ascii_uppercase))
    return (_letter(ahead - 1) if ahead else "") + ascii_uppercase[place]


def _answered(dossier: Dossier, letters: dict[str, str]) -> dict[str, Answered]:
    assessment = dossier.assessment
    found = standings(dossier)
    return {
        item.id: Answered(
            found[item.id],
            dossier.instrument.scale_of(item.id),
            tuple(
                (letter, assessment.individual[rater, item.id].code)
                for rater, letter in letters.items()
                if (rater, item.id) in assessment.individual
            ),
        )
        for item in dossier.instrument.items()
    }


def _picture(dossier: Dossier, block: Block[Answered], letters: dict[str, str]) -> Picture:
    shown = [one for one, _height in block.rows]
    steps = [_scale(one, shown) for one in scales_of(dossier.instrument, shown)]
    intro = [f"{line}." for line in (block.name, _people(dossier, letters), *steps)]
    return Picture(
        kind="spread", title="", says=" ".join(intro + [_said(one) for one in shown]), drawing=laid_spread(block)
    )


def _key(dossier: Dossier, letters: dict[str, str], shown: list[Answered]) -> tuple[str, ...]:
    return (
        _people(dossier, letters),
        *(_scale(one, shown) for one in scales_of(dossier.instrument, shown)),
        _("Feltet rundt bokstavene er det gruppa ble enig om. Det er skravert når gruppa ble enig om ukjent."),
    )


def _people(dossier: Dossier, letters: dict[str, str]) -> str:
    roles = rater_labels(dossier)
    return " · ".join(f"{letter} {roles[rater]}" for rater, letter in letters.items())


def _said(one: Answered) -> str:
    agreed = one.standing.code or _("ikke behandlet")
    return _("{item}: {answers}; gruppa: {agreed}.").format(
        item=item_name(one.standing), answers=_answers(one), agreed=agreed
    )


def _answers(one: Answered) -> str:
    codes = {code: [letter for letter, given in one.given if given == code] for code in one.scale.codes()}
    said = [f"{wording.listed(letters)} {code}" for code, letters in codes.items() if letters]
    if not said:
        return _("ingen har svart")
    if len(said) == 1 and len(one.given) > 1:
        return _("alle {code}").format(code=one.given[0][1])
    return ", ".join(said)


def _scale(scale: Scale, shown: list[Answered]) -> str:
    """The steps in words, and whether they belong to strengths."""
    steps = " · ".join(f"{code} {scale.label(code)}" for code in scale.codes())
    strengths = all(one.standing.item.kind == "protective" for one in shown if one.scale == scale)
    return _("Styrker: {steps}").format(steps=steps) if strengths else steps
