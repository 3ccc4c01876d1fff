"""The reports that hold the decision with all of its proof, or nothing but the decision."""

from __future__ import annotations

import dataclasses

from assess.language import _
from assess.reports.around import around_section
from assess.reports.assurance import checklist_section, colophon, signature_section
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.explanation import formulation_section, levels_section, plan_section, rights_section
from assess.reports.items import item_sections
from assess.reports.ledger import ledger_section
from assess.reports.page_one import page_one
from assess.reports.pictures.board import parts_of
from assess.reports.pictures.glance import glance_section
from assess.reports.pictures.spread import spread
from assess.reports.request import ArchiveReport
from assess.reports.rules import rules_section
from assess.reports.view import Section


def one_page(dossier: Dossier) -> Chosen:
    """The decision alone."""
    title = _("Vurdering {reference} – på én side").format(reference=dossier.reference)
    return Chosen(title=title, page_one=page_one(dossier))


def full_report(dossier: Dossier) -> Chosen:
    """The decision and everything that it rests on."""
    return Chosen(
        title=_("Vurdering {reference} – versjon til kvalitetssikring").format(reference=dossier.reference),
        page_one=page_one(dossier),
        proof=_("Grunnlaget for beslutningen"),
        sections=_proof(dossier),
    )


def archive_report(dossier: Dossier, request: ArchiveReport) -> Chosen:
    """The same, and what was kept about the case around it."""
    around = around_section(dossier, request.around)
    return Chosen(
        title=_("Vurdering {reference} – arkivversjon").format(reference=dossier.reference),
        page_one=page_one(dossier),
        proof=_("Grunnlaget for beslutningen"),
        sections=(*_proof(dossier), *((around,) if around is not None else ())),
    )


def _proof(dossier: Dossier) -> tuple[Section, ...]:
    sections = (
        glance_section(dossier),
        *_items(dossier),
        ledger_section(dossier),
        formulation_section(dossier),
        rights_section(dossier),
        rules_section(dossier),
        levels_section(dossier),
        plan_section(dossier),
        checklist_section(dossier),
        signature_section(dossier),
        colophon(dossier),
    )
    return tuple(section for section in sections if section is not None)


def _items(dossier: Dossier) -> tuple[Section, ...]:
    """The items with their tables, and before them who answered what alone."""
    return tuple(
        dataclasses.replace(section, pictures=spread(dossier, part))
        for section, part in zip(item_sections(dossier), parts_of(dossier.instrument), strict=True)
    )
