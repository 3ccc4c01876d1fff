"""Each item in both assessments, kind of change by kind, with the reason given now."""

from __future__ import annotations

from assess.instrument.model import Instrument, Item
from assess.judgement.comparison import KIND_WORDS, KINDS, Comparison, ItemChange, Kind
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier, Earlier
from assess.reports.pictures.marks import look_of
from assess.reports.pictures.strip import changed_since
from assess.reports.view import Cell, Code, Section, Table

_THE_SAME: tuple[Kind, ...] = ("unchanged", "still_unknown")
"""The kinds that are told in one column for both times, when the codes are equal."""


def items_section(dossier: Dossier, before: Dossier, found: Comparison) -> Section:
    """The picture of all changes, and a table for each kind that there is."""
    gone = _gone(dossier, before)
    return Section(
        heading=_("Forhold for forhold"),
        intro=_intro(dossier, before),
        pictures=changed_since(dossier, Earlier(before.assessment, before.instrument)),
        tables=(
            *(_table(dossier, before, found, kind) for kind in KINDS if found.of_kind(kind)),
            *((gone,) if gone.rows else ()),
        ),
    )


def answer_cell(instrument: Instrument, item: str, code: str | None) -> Cell:
    """An answer as its mark and its label, in the words of the instrument that it was given with."""
    if code is None:
        return Cell(_("Ikke behandlet"), code=Code("–", "blank"))
    known = instrument.items_by_id.get(item)
    if known is None or code not in instrument.scale_of(item).codes():
        return Cell(code)
    scale = instrument.scale_of(item)
    return Cell(lead=scale.label(code), code=Code(code, look_of(known, scale, code)))


def former_id(item: Item, old: Instrument) -> str:
    """What the item was called in the earlier instrument."""
    declared = next((same for same in item.same_as if same.version == old.version), None)
    return declared.item if declared is not None else item.id


def _intro(dossier: Dossier, before: Dossier) -> tuple[str, ...]:
    old, new = before.instrument, dossier.instrument
    said = [
        _(
            "Hvert forhold står med svaret fra begge møtene og begrunnelsen fra det siste. Ukjent regnes aldri som "
            "lavt, og fra kjent til ukjent er aldri en bedring."
        )
    ]
    if (old.id, old.version) != (new.id, new.version):
        said.append(
            _(
                "Vurderingene er gjort med {old} og {new}. Et forhold som ikke er det samme i begge, er ikke "
                "sammenlignet."
            ).format(old=f"{old.id} {old.version}", new=f"{new.id} {new.version}")
        )
    return (" ".join(said),)


def _table(dossier: Dossier, before: Dossier, found: Comparison, kind: Kind) -> Table:
    changes = found.of_kind(kind)
    heading, note = _(KIND_WORDS[kind]), _("{count} forhold").format(count=len(changes))
    if kind == "not_comparable":
        return Table(
            kind="measures",
            heading=heading,
            note=note,
            columns=(_("Forhold"), _("Nå"), _("Hvorfor det ikke kan sammenlignes")),
            rows=tuple(
                (
                    _name(dossier, one),
                    answer_cell(dossier.instrument, one.item, one.after),
                    Cell(_why_not(dossier.instrument.item(one.item), before.instrument, dossier.instrument)),
                )
                for one in changes
            ),
        )
    if kind in _THE_SAME and all(one.before == one.after for one in changes):
        return Table(
            kind="measures",
            heading=heading,
            note=note,
            columns=(_("Forhold"), _("Begge ganger"), _("Begrunnelse nå")),
            rows=tuple(
                (
                    _name(dossier, one),
                    answer_cell(dossier.instrument, one.item, one.after),
                    Cell(_reason(dossier, one.item)),
                )
                for one in changes
            ),
        )
    return Table(
        kind="changes",
        heading=heading,
        note=note,
        columns=(
            _("Forhold"),
            _("Vurdering {number}").format(number=before.assessment.number),
            _("Vurdering {number}").format(number=dossier.assessment.number),
            _("Begrunnelse nå"),
        ),
        rows=tuple(_row(dossier, before, one) for one in changes),
    )


def _row(dossier: Dossier, before: Dossier, change: ItemChange) -> tuple[Cell, ...]:
    old, new = before.instrument, dossier.instrument
    return (
        _name(dossier, change),
        answer_cell(old, former_id(new.item(change.item), old), change.before),
        answer_cell(new, change.item, change.after),
        Cell(_reason(dossier, change.item)),
    )


def _name(dossier: Dossier, change: ItemChange) -> Cell:
    item = dossier.instrument.item(change.item)
    kinds = (
        _("styrke") if item.kind == "protective" else "",
        _("kritisk") if item.critical is not None else "",
    )
    return Cell(lead=wording.named(dossier.instrument, change.item), notes=tuple(kind for kind in kinds if kind))


def _reason(dossier: Dossier, item: str) -> str:
    rating = dossier.assessment.agreed.get(item)
    return (rating.reason if rating is not None else "") or "–"


def _why_not(item: Item, old: Instrument, new: Instrument) -> str:
    """Why an item has nothing to be compared with, in the order in which `compare` asks."""
    version = f"{old.id} {old.version}"
    if old.id != new.id:
        return _("De to vurderingene er gjort med hvert sitt verktøy.")
    declared = next((same for same in item.same_as if same.version == old.version), None)
    if declared is not None and declared.comparability != "exact":
        return _("Forholdet er omskrevet siden {version}, og verktøyet sier at det ikke er helt det samme.").format(
            version=version
        )
    former = old.items_by_id.get(declared.item if declared is not None else item.id)
    if former is None:
        return _("Forholdet fantes ikke i {version}.").format(version=version)
    if old.language != new.language:
        return _("De to versjonene finnes ikke på samme språk.")
    if (former.title, former.question) != (item.title, item.question):
        return _("Ordlyden er endret siden {version}.").format(version=version)
    return _("Skalaen er endret siden {version}.").format(version=version)


def _gone(dossier: Dossier, before: Dossier) -> Table:
    """What the earlier instrument asked and the later one doesn't."""
    old, new = before.instrument, dossier.instrument
    kept = {former_id(item, old) for item in new.items()} if old.id == new.id else set()
    return Table(
        kind="measures",
        heading=_("Spurt om sist, men ikke nå"),
        columns=(
            _("Forhold"),
            _("Vurdering {number}").format(number=before.assessment.number),
            _("Hvorfor det ikke kan sammenlignes"),
        ),
        rows=tuple(
            (
                Cell(lead=wording.named(old, item.id)),
                answer_cell(old, item.id, before.assessment.answers.get(item.id)),
                Cell(_("Forholdet finnes ikke i {version}.").format(version=f"{new.id} {new.version}")),
            )
            for item in old.items()
            if item.id not in kept
        ),
    )
