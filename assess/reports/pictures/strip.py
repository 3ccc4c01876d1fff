"""What changed since last time, item by item. Not knowing any longer is a mark of its own, and never an improvement."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from assess.casework.assessment import Assessment
from assess.instrument.model import Domain, Instrument, Item, Part
from assess.judgement.comparison import ItemChange, Kind, compare
from assess.language import _, mark
from assess.reports import wording
from assess.reports.dossier import Dossier, Earlier
from assess.reports.pictures.board import PARTS
from assess.reports.pictures.key import signs
from assess.reports.pictures.marks import Standing, standings
from assess.reports.pictures.room import Block
from assess.reports.pictures.said import OPEN, domain_name, item_name
from assess.reports.pictures.sides import Page, Side, block, pages
from assess.reports.pictures.strip_layout import Moved, Movement, laid_strip, row_height
from assess.reports.view import Picture

_MOVEMENTS: dict[Kind, Movement] = {
    "worsened": "worsened",
    "eased": "eased",
    "unchanged": "unchanged",
    "known_to_unknown": "lost",
    "unknown_to_known": "found",
    "still_unknown": "open",
    "not_comparable": "apart",
}
_WORDS: dict[Movement, str] = {
    "lost": mark("ikke lenger kjent"),
    "worsened": mark("økt"),
    "weakened": mark("svekket"),
    "found": mark("nå kjent"),
    "eased": mark("redusert"),
    "strengthened": mark("styrket"),
    "unchanged": mark("uendret"),
    "open": mark("fortsatt ikke kjent"),
    "apart": mark("kan ikke sammenlignes med forrige gang"),
    "lawful": mark("hviler bare på lovlig ytring, tro eller samling"),
    "outside": mark("gjelder ikke her"),
}
"""What each movement is called, in the order in which the words name them."""


def strip(dossier: Dossier) -> tuple[Picture, ...]:
    """What changed since the case's last assessment; empty where there is no earlier one."""
    return changed_since(dossier, dossier.earlier[-1]) if dossier.earlier else ()


def changed_since(dossier: Dossier, before: Earlier) -> tuple[Picture, ...]:
    """What changed from `before`, in one picture or in several where the instrument is long."""
    moves = _moves(dossier, before)
    left, right, across = (_side(dossier.instrument.domains, part, moves) for part in PARTS)
    made = pages(left, right, across)
    return tuple(_picture(dossier, before, page, first=number == 0) for number, page in enumerate(made))


def _moves(dossier: Dossier, before: Earlier) -> dict[str, Moved]:
    found = compare(before.assessment, before.instrument, dossier.assessment, dossier.instrument)
    then = standings(dataclasses.replace(dossier, assessment=before.assessment, instrument=before.instrument))
    now = standings(dossier)
    return {change.item: _moved(change, now[change.item], then, before.instrument) for change in found.changes}


def _moved(change: ItemChange, now: Standing, then: dict[str, Standing], old: Instrument) -> Moved:
    if change.kind == "not_comparable":
        return _worded(None, now, "apart")
    former = then[_former(now.item, old)]
    movement = _MOVEMENTS[change.kind]
    strength = now.item.kind == "protective"
    if "outside" in {former.look, now.look}:
        movement = "outside"
    elif "lawful" in {former.look, now.look}:
        movement = "lawful"
    elif strength and movement == "worsened":
        movement = "weakened"
    elif strength and movement == "eased":
        movement = "strengthened"
    return _worded(former, now, movement)


def _worded(former: Standing | None, now: Standing, movement: Movement) -> Moved:
    return Moved(former, now, movement, "" if movement == "unchanged" else _(_WORDS[movement]))


def _former(item: Item, old: Instrument) -> str:
    """The item's id in the old instrument."""
    return next((same.item for same in item.same_as if same.version == old.version), item.id)


def _side(domains: Iterable[Domain], part: Part, moves: dict[str, Moved]) -> Side[Moved]:
    return Side(wording.part(part), tuple(_block(domain, moves) for domain in domains if domain.part == part))


def _block(domain: Domain, moves: dict[str, Moved]) -> Block[Moved]:
    return block(domain_name(domain), "", [(moves[item.id], row_height(moves[item.id])) for item in domain.items])


def _picture(dossier: Dossier, before: Earlier, page: Page[Moved], *, first: bool) -> Picture:
    title = _("Endring fra {before} til {now}").format(
        before=_called(before.assessment), now=_called(dossier.assessment)
    )
    met = {one.movement for one in page.rows}
    return Picture(
        kind="strip",
        title=title if first else _("{title}, fortsatt").format(title=title),
        says=_says(page.rows),
        drawing=laid_strip(page, signs(dossier.instrument, _standings(page.rows)), _explained(met)),
        below=(
            _(
                "Merket til venstre er forrige gang, merket til høyre er nå. Å ikke vite lenger er aldri en bedring, "
                "og en endring sier ikke hvorfor."
            ),
        ),
    )


def _standings(moves: Iterable[Moved]) -> tuple[Standing, ...]:
    return tuple(one for move in moves for one in (move.former, move.now) if one is not None)


def _explained(met: set[Movement]) -> tuple[tuple[Movement, str], ...]:
    """The links to explain: weakened and worsened look the same, and so do the others that are two of a kind."""
    words: tuple[tuple[Movement, set[Movement], str], ...] = (
        ("lost", {"lost"}, _("Ikke lenger kjent")),
        ("found", {"found"}, _("Nå kjent")),
        ("worsened", {"worsened", "weakened"}, _("Økt, eller styrke svekket")),
        ("eased", {"eased", "strengthened"}, _("Redusert, eller styrke økt")),
        ("unchanged", {"unchanged"}, _("Uendret")),
        ("open", {"open"}, _("Fortsatt ikke kjent")),
        ("apart", {"apart"}, _("Ikke sammenlignbar")),
    )
    return tuple((link, said) for link, kinds, said in words if kinds & met)


def _called(assessment: Assessment) -> str:
    return _("vurdering {number} ({day})").format(
        number=assessment.number, day=wording.short_day(assessment.meeting.held_on)
    )


def _says(moves: tuple[Moved, ...]) -> str:
    said = [_("Hvert forhold med forrige svar og svaret nå.")]
    for movement, words in _WORDS.items():
        met = [one for one in moves if one.movement == movement]
        if met and movement == "unchanged":
            ids = wording.listed(f"{one.now.item.id} ({_answer(one.now)})" for one in met)
            said.append(_("{movement}: {items}.").format(movement=wording.capital(_(words)), items=ids))
        elif met:
            listed = "; ".join(_said(one) for one in met)
            said.append(_("{movement}: {items}.").format(movement=wording.capital(_(words)), items=listed))
    return " ".join(said)


def _said(move: Moved) -> str:
    if move.former is None:
        return _("{item} er nå {now}").format(item=item_name(move.now), now=_answer(move.now))
    return _("{item} fra {before} til {now}").format(
        item=item_name(move.now), before=_answer(move.former), now=_answer(move.now)
    )


def _answer(standing: Standing) -> str:
    return standing.label.lower() if standing.look in OPEN else standing.code
