"""The observations: what was seen, what it is taken to mean, who brought it, and how far it can be trusted."""

from __future__ import annotations

from assess.casework.observation import Observation
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Code, Section, Table


def ledger_section(dossier: Dossier) -> Section:
    """Every observation in the order of its number; withdrawn ones stay, marked and with their reason."""
    return Section(
        heading=_("Opplysninger"),
        intro=(
            _(
                "Det som er sett eller hørt, er skilt fra det opplysningen er tolket som. Hjemler er oppgitt av dem som "
                "delte; verktøyet tar ikke stilling til om de holder."
            ),
        ),
        tables=(
            Table(
                kind="ledger",
                columns=(_("Nr."), _("Opplysning"), _("Kilde"), _("Gradering"), _("Gjelder")),
                rows=tuple(_row(dossier, one) for one in dossier.assessment.observations),
                empty=_("Ingen opplysninger er ført."),
            ),
        ),
    )


def _row(dossier: Dossier, one: Observation) -> tuple[Cell, ...]:
    notes = []
    if one.meaning.strip():
        notes.append(_("Tolkning: {meaning}").format(meaning=one.meaning))
    if one.lawful:
        notes.append(_("Lovlig ytring, tro, klesdrakt eller forsamling. Taler ikke for bekymring alene."))
    if one.withdrawn:
        notes.append(_("Trukket tilbake og teller ikke: {reason}").format(reason=one.withdrawn))
    return (
        Cell(code=Code(str(one.number), "plain")),
        Cell(one.seen, notes=tuple(notes), struck=bool(one.withdrawn)),
        _source(dossier, one),
        _grading(one),
        Cell(_items(one), notes=_sharing(dossier, one)),
    )


def _source(dossier: Dossier, one: Observation) -> Cell:
    role = dossier.profile.role(one.brought_by)
    notes = [wording.hand(one.hand)]
    if one.observed.strip():
        notes.append(_("observert: {when}").format(when=one.observed))
    if one.received_on is not None:
        notes.append(_("mottatt: {day}").format(day=wording.short_day(one.received_on)))
    return Cell(role.label if role is not None else one.brought_by or _("ikke oppgitt"), notes=tuple(notes))


def _grading(one: Observation) -> Cell:
    notes = [
        _("kilden: {words}").format(words=wording.reliability(one.reliability))
        if one.reliability is not None
        else _("kilden er ikke gradert"),
        _("innholdet: {words}").format(words=wording.credibility(one.credibility))
        if one.credibility is not None
        else _("innholdet er ikke gradert"),
    ]
    return Cell(wording.nature(one.nature), notes=tuple(notes))


def _items(one: Observation) -> str:
    said = (
        _("for {items}").format(items=", ".join(one.speaks_for)) if one.speaks_for else "",
        _("imot {items}").format(items=", ".join(one.speaks_against)) if one.speaks_against else "",
    )
    return "\n".join(words for words in said if words) or _("ingen bestemte forhold")


def _sharing(dossier: Dossier, one: Observation) -> tuple[str, ...]:
    if not one.shared:
        return (_("ikke delt"),)
    if not one.legal_basis:
        return (_("delt, uten oppgitt hjemmel"),)
    basis = dossier.legal.basis(one.legal_basis)
    words = f"{basis.act} {basis.section}" if basis is not None else one.legal_basis
    said = [_("delt, oppgitt hjemmel: {basis}").format(basis=words)]
    if one.necessity.strip():
        said.append(_("nødvendig fordi: {reason}").format(reason=one.necessity))
    return tuple(said)
