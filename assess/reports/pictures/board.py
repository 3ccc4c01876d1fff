"""The board: every item's mark under its domain, the risk side beside the resilience side. Nothing is added up.

What isn't known is as large as what is. The order is the instrument's own, and no domain has a mark of its own.
"""

from __future__ import annotations

from assess.casework.case import facts_of_case
from assess.instrument.model import Instrument, Part
from assess.judgement.coverage import coverage_of
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.pictures.board_layout import laid_board, row_height
from assess.reports.pictures.key import signs
from assess.reports.pictures.marks import Standing, standings
from assess.reports.pictures.said import counted, domain_name, said_of_domain
from assess.reports.pictures.sides import Page, Side, block, pages
from assess.reports.view import Picture

PARTS: tuple[Part, ...] = ("risk", "resilience", "across")
"""The sides of the board, and what runs across."""


def parts_of(instrument: Instrument) -> tuple[Part, ...]:
    """The parts that the instrument has domains in."""
    met = {domain.part for domain in instrument.domains}
    return tuple(part for part in PARTS if part in met)


def board(dossier: Dossier) -> tuple[Picture, ...]:
    """The board in one picture, or in several where the instrument is long."""
    found = standings(dossier)
    counts = _counts(dossier)
    left, right, across = (_side(dossier, part, found, counts) for part in PARTS)
    made = pages(left, right, across)
    return tuple(_picture(dossier, page, found, counts, first=number == 0) for number, page in enumerate(made))


def _side(dossier: Dossier, part: Part, found: dict[str, Standing], counts: dict[str, str]) -> Side[Standing]:
    return Side(
        wording.part(part),
        tuple(
            block(
                domain_name(domain),
                counts[domain.id],
                [(found[item.id], row_height(found[item.id])) for item in domain.items],
            )
            for domain in dossier.instrument.domains
            if domain.part == part
        ),
    )


def _picture(
    dossier: Dossier, page: Page[Standing], found: dict[str, Standing], counts: dict[str, str], *, first: bool
) -> Picture:
    title = _("Tavla: risiko ved siden av motstandskraft")
    return Picture(
        kind="board",
        title=title if first else _("{title}, fortsatt").format(title=title),
        says=_says(dossier, page.rows, counts),
        drawing=laid_board(page, signs(dossier.instrument, found.values())),
        below=(
            _(
                "Skravert er ukjent, og ukjent regnes aldri som lavt. Avrundet er en styrke; en styrke er ikke en "
                "risiko, og mangel på styrke er det heller ikke. Rekkefølgen er vurderingsverktøyets egen, og "
                "ingenting legges sammen."
            ),
        ),
    )


def _says(dossier: Dossier, shown: tuple[Standing, ...], counts: dict[str, str]) -> str:
    said = [_("Tavla viser hva gruppa ble enig om, område for område.")]
    for domain in dossier.instrument.domains:
        members = tuple(one for one in shown if one.item in domain.items)
        if members:
            said.append(said_of_domain(domain, counts[domain.id], members))
    said.append(_("Begrunnelsene står i tabellene under hvert område."))
    return " ".join(said)


def _counts(dossier: Dossier) -> dict[str, str]:
    context = facts_of_case(dossier.case)
    return {
        domain.id: counted(coverage_of(domain, dossier.assessment, dossier.instrument, context))
        for domain in dossier.instrument.domains
    }
