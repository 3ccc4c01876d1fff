"""What the pictures show, in words: the same for a reader who doesn't see them."""

from __future__ import annotations

from assess.instrument.model import Domain
from assess.judgement.coverage import Coverage
from assess.language import _
from assess.reports import wording
from assess.reports.pictures.marks import MarkLook, Standing

OPEN: tuple[MarkLook, ...] = ("unknown", "unsought", "blank", "outside")
"""The looks of items that have no step."""


def domain_name(domain: Domain) -> str:
    """What a domain is called: with its letter where it has one."""
    return f"{domain.id} {domain.title}" if len(domain.id) == 1 else domain.title


def item_name(standing: Standing) -> str:
    """What an item is called."""
    return f"{standing.item.id} {standing.item.title}"


def counted(found: Coverage) -> str:
    """How much is known, unknown, not sought and not dealt with."""
    said = [_("kjent {known} av {total}").format(known=found.known, total=found.total)]
    if found.unknown:
        said.append(_("ukjent {count}").format(count=found.unknown))
    if found.not_sought:
        said.append(_("ikke innhentet {count}").format(count=found.not_sought))
    if found.blank:
        said.append(_("ikke behandlet {count}").format(count=found.blank))
    return " · ".join(said)


def said_of_domain(domain: Domain, count: str, standings: tuple[Standing, ...]) -> str:
    """A domain as the board shows it: how much is known, then each answer with its items.

    Items without a step are named in full, the others by their ids.
    """
    groups: dict[tuple[MarkLook, str], list[Standing]] = {}
    for one in standings:
        groups.setdefault((one.look, _answer(one)), []).append(one)
    said = [f"{domain_name(domain)}: {count}."]
    for (look, answer), members in sorted(groups.items(), key=lambda group: group[0][0] in OPEN):
        names = wording.listed(item_name(one) if look in OPEN else one.item.id for one in members)
        said.append(f"{answer}: {names}.")
    critical = [one for one in standings if one.item.critical is not None]
    if critical:
        said.append(_("Kritiske forhold: {items}.").format(items=wording.listed(one.item.id for one in critical)))
    return " ".join(said)


def _answer(standing: Standing) -> str:
    label = f"{standing.code} {standing.label}" if standing.look not in {"blank", "outside"} else standing.label
    if standing.look == "lawful":
        return _("{answer}, men bare lovlig ytring, tro eller samling taler for, og det er ingen bekymring").format(
            answer=label
        )
    if standing.item.kind == "protective" and standing.look not in OPEN:
        return _("Styrke, {answer}").format(answer=label)
    return label
