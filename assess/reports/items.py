"""Every item with what the group agreed on, why, what speaks for and against, and how far apart they stood."""

from __future__ import annotations

from collections import Counter

from assess.casework.case import facts_of_case
from assess.casework.meeting import Attendee, attendee_label
from assess.casework.rating import Remark
from assess.instrument.model import Domain, Item, Part
from assess.judgement.agreement import Spread, spreads
from assess.judgement.coverage import coverage_of
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.pictures.marks import look_of
from assess.reports.pictures.said import counted
from assess.reports.view import Cell, Code, Section, Table

_PARTS: tuple[Part, ...] = ("risk", "resilience", "across")


def item_sections(dossier: Dossier) -> tuple[Section, ...]:
    """One section for each half of the board, and one for what runs across, with a table for each domain."""
    apart = {spread.item: spread for spread in spreads(dossier.assessment, dossier.instrument)}
    sections: list[Section] = []
    for part in _PARTS:
        domains = [domain for domain in dossier.instrument.domains if domain.part == part]
        if domains:
            sections.append(
                Section(
                    heading=wording.part(part),
                    intro=_intro(dossier) if not sections else (),
                    tables=tuple(_domain(dossier, domain, apart) for domain in domains),
                )
            )
    return tuple(sections)


def _intro(dossier: Dossier) -> tuple[str, ...]:
    assessment = dossier.assessment
    said = [
        _(
            "Ukjent betyr at noe bør avklares, og regnes aldri som lavt. Ikke innhentet betyr at det ikke var "
            "nødvendig eller forholdsmessig å lete. En styrke er ikke en risiko, og mangel på styrke er det heller "
            "ikke. Tallene etter «for» og «imot» viser til opplysningene lenger bak."
        )
    ]
    if dossier.instrument.alone_first:
        if assessment.revealed_at is None:
            alone = _("De egne vurderingene er skjult til alle har vurdert.")
        else:
            alone = _("Deltakerne vurderte hver for seg før drøftingen. Vurderingene ble vist {moment}.").format(
                moment=wording.moment(assessment.revealed_at)
            )
            if assessment.reveal_note.strip():
                note = wording.sentence(assessment.reveal_note)
                alone += " " + _("De ble vist før alle var ferdige: {reason}").format(reason=note)
        said.append(alone)
    return tuple(said)


def _domain(dossier: Dossier, domain: Domain, apart: dict[str, Spread]) -> Table:
    alone = dossier.instrument.alone_first
    columns = (_("Forhold"), _("Enighet"), _("Begrunnelse og opplysninger"))
    return Table(
        kind="items",
        heading=f"{domain.id} {domain.title}" if len(domain.id) == 1 else domain.title,
        note=counted(coverage_of(domain, dossier.assessment, dossier.instrument, facts_of_case(dossier.case))),
        columns=(*columns, _("Hver for seg")) if alone else columns,
        rows=tuple(_row(dossier, item, apart[item.id] if alone else None) for item in domain.items),
    )


def _row(dossier: Dossier, item: Item, spread: Spread | None) -> tuple[Cell, ...]:
    kinds = (
        _("styrke") if item.kind == "protective" else "",
        _("kritisk") if item.critical is not None else "",
    )
    name = Cell(lead=f"{item.id} {item.title}", notes=tuple(kind for kind in kinds if kind))
    cells = (name, _agreed(dossier, item), _grounds(dossier, item))
    return cells if spread is None else (*cells, _alone(dossier, spread))


def _agreed(dossier: Dossier, item: Item) -> Cell:
    rating = dossier.assessment.agreed.get(item.id)
    if rating is None:
        return Cell(_("Ikke behandlet"), code=Code("–", "blank"))
    scale = dossier.instrument.scale_of(item.id)
    notes = []
    if rating.confidence is not None:
        notes.append(_("sikkerhet: {confidence}").format(confidence=wording.confidence(rating.confidence)))
    if rating.change is not None:
        notes.append(_("endring: {change}").format(change=wording.change(rating.change)))
    look = look_of(item, scale, rating.code)
    return Cell(lead=scale.label(rating.code), notes=tuple(notes), code=Code(rating.code, look))


def _grounds(dossier: Dossier, item: Item) -> Cell:
    assessment = dossier.assessment
    rating = assessment.agreed.get(item.id)
    speaking = assessment.standing_observations
    said = (
        (_("For: nr. {numbers}"), [str(one.number) for one in speaking if item.id in one.speaks_for]),
        (_("Imot: nr. {numbers}"), [str(one.number) for one in speaking if item.id in one.speaks_against]),
    )
    numbers = " · ".join(words.format(numbers=", ".join(found)) for words, found in said if found)
    remarks = [_remark(one) for one in assessment.remarks if one.item == item.id]
    return Cell(rating.reason if rating is not None else "", notes=tuple(note for note in (numbers, *remarks) if note))


def _remark(remark: Remark) -> str:
    said = {
        "read_differently": _("Vi forsto spørsmålet ulikt."),
        "devils_advocate": _("Innvending mot enigheten."),
        "question": _("Spørsmål til den som kontrasignerer."),
    }[remark.kind]
    return f"{said} {remark.text}".strip()


def _alone(dossier: Dossier, spread: Spread) -> Cell:
    """The codes that were given, each with the roles that gave it. Before the reveal nobody may see them."""
    if dossier.assessment.revealed_at is None:
        return Cell(_("skjult"))
    if spread.kind == "nobody":
        return Cell(_("ingen"))
    given = [rating.code for rating in spread.ratings]
    if spread.kind == "equal":
        return Cell(_("{code}: alle {count}").format(count=len(given), code=given[0]))
    if spread.kind == "alone":
        return Cell(_("{code}: {role}, som den eneste").format(code=given[0], role=_only(dossier, spread)))
    return Cell("\n".join(_camps(dossier, spread)), notes=_spread(spread))


def _camps(dossier: Dossier, spread: Spread) -> list[str]:
    """Each code with the roles that gave it; the largest camp last, as «de andre»."""
    labels, order = rater_labels(dossier), dossier.instrument.scale_of(spread.item).codes()
    camps = Counter(rating.code for rating in spread.ratings).most_common()
    largest = camps[0][0] if camps[0][1] > 1 and camps[0][1] > camps[1][1] else None
    lines = []
    for code in sorted((code for code, _count in camps if code != largest), key=order.index):
        roles = [labels[rating.rater] for rating in spread.ratings if rating.code == code]
        lines.append(f"{code}: {', '.join(roles)}")
    if largest is not None:
        lines.append(_("{code}: de {count} andre").format(code=largest, count=camps[0][1]))
    return lines


def _spread(spread: Spread) -> tuple[str, ...]:
    said = []
    if spread.steps:
        said.append(_("spredning: {steps} trinn").format(steps=spread.steps))
    if spread.kind == "known_and_unknown":
        said.append(_("kjent for noen, ikke for andre"))
    return tuple(said)


def _only(dossier: Dossier, spread: Spread) -> str:
    return rater_labels(dossier)[spread.ratings[0].rater]


def rater_labels(dossier: Dossier) -> dict[str, str]:
    """The role of each participant by id, told apart by a number where two have the same."""
    attendees = dossier.assessment.meeting.attendees
    labels = {one.id: attendee_label(one, dossier.profile) for one in attendees}
    many = {label for label, count in Counter(labels.values()).items() if count > 1}
    return {
        one.id: _numbered(one, labels, attendees) if labels[one.id] in many else labels[one.id] for one in attendees
    }


def _numbered(attendee: Attendee, labels: dict[str, str], attendees: tuple[Attendee, ...]) -> str:
    same = [one.id for one in attendees if labels[one.id] == labels[attendee.id]]
    return f"{labels[attendee.id]} {same.index(attendee.id) + 1}"
