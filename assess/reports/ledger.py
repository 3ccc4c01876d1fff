"""The observations: what was seen, what it is taken to mean, who brought it, and how far it can be trusted."""

from __future__ import annotations

from typing import Final

from assess.casework.observation import Observation, Sensitivity
from assess.language import _, mark
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Code, Section, Table

_SENSITIVITY: Final[dict[Sensitivity, str]] = {
    "health": mark("helseopplysning"),
    "child_welfare": mark("opplysning fra barnevernet"),
    "police": mark("opplysning fra politiet"),
}
"""Whose rules of secrecy it comes under, where they are others than the usual."""


def ledger_section(dossier: Dossier) -> Section:
    """Every observation in the order of its number; withdrawn ones stay, marked and with their reason."""
    return Section(
        heading=_("Opplysninger"),
        intro=(
            _(
                "Det som er sett eller hørt, er skilt fra hva det tolkes som. Hjemlene er oppgitt av dem som delte; "
                "programmet tar ikke stilling til om de holder."
            ),
        ),
        tables=(
            Table(
                kind="ledger",
                columns=(_("Nr."), _("Opplysning"), _("Kilde og gradering"), _("Gjelder og deling")),
                rows=tuple(_row(dossier, one) for one in dossier.assessment.observations),
                empty=_("Ingen opplysninger er ført."),
            ),
        ),
    )


def _row(dossier: Dossier, one: Observation) -> tuple[Cell, ...]:
    notes = []
    if one.meaning.strip():
        notes.append(_("Tolkning: {meaning}").format(meaning=one.meaning))
    if one.mentions.strip():
        notes.append(_("Nevner også: {others}").format(others=one.mentions))
    if one.document.strip():
        notes.append(_("Dokument: {document}").format(document=one.document))
    if one.lawful:
        notes.append(_("Lovlig ytring, tro, klær eller forsamling. Taler ikke for bekymring alene."))
    if one.withdrawn:
        notes.append(_("Trukket tilbake og teller ikke: {reason}").format(reason=one.withdrawn))
    return (
        Cell(code=Code(str(one.number), "plain")),
        Cell(one.seen, notes=tuple(notes), struck=bool(one.withdrawn)),
        Cell(_source(dossier, one), notes=(*_times(one), *_grading(one))),
        Cell(_items(one), notes=_sharing(dossier, one)),
    )


def _source(dossier: Dossier, one: Observation) -> str:
    role = dossier.profile.role(one.brought_by)
    return role.label if role is not None else one.brought_by or _("ikke oppgitt")


def _times(one: Observation) -> tuple[str, ...]:
    notes = (
        _("observert {when}").format(when=one.observed) if one.observed.strip() else "",
        _("mottatt {day}").format(day=wording.short_day(one.received_on)) if one.received_on is not None else "",
    )
    said = ", ".join(note for note in notes if note)
    return (said,) if said else ()


def _grading(one: Observation) -> tuple[str, ...]:
    kind = wording.nature(one.nature)
    if one.hand != "unclear":
        kind += f", {wording.hand(one.hand)}"
    if one.reliability is None and one.credibility is None:
        return (kind, _("ikke gradert"))
    return (
        kind,
        _("kilden: {words}").format(words=wording.reliability(one.reliability))
        if one.reliability is not None
        else _("kilden er ikke gradert"),
        _("innholdet: {words}").format(words=wording.credibility(one.credibility))
        if one.credibility is not None
        else _("innholdet er ikke gradert"),
    )


def _items(one: Observation) -> str:
    said = (
        _("for {items}").format(items=", ".join(one.speaks_for)) if one.speaks_for else "",
        _("imot {items}").format(items=", ".join(one.speaks_against)) if one.speaks_against else "",
    )
    return "\n".join(words for words in said if words) or _("ingen bestemte forhold")


def _sharing(dossier: Dossier, one: Observation) -> tuple[str, ...]:
    secrecy = (_(_SENSITIVITY[one.sensitivity]),) if one.sensitivity in _SENSITIVITY else ()
    if not one.shared:
        return (*secrecy, _("ikke delt"))
    said = [*secrecy, _basis(dossier, one)]
    if one.recipients:
        parties = wording.listed(dossier.profile.party_label(party) for party in one.recipients)
        said.append(_("delt med: {parties}").format(parties=parties))
    if one.necessity.strip():
        said.append(_("nødvendig fordi: {reason}").format(reason=one.necessity))
    return tuple(said)


def _basis(dossier: Dossier, one: Observation) -> str:
    if not one.legal_basis:
        return _("delt, uten oppgitt hjemmel")
    basis = dossier.legal.basis(one.legal_basis)
    if basis is not None:
        words = f"{basis.act} {basis.section}"
    else:
        words = _("{id} (står ikke i lista over hjemler)").format(id=one.legal_basis)
    return _("delt, oppgitt hjemmel: {basis}").format(basis=words)
