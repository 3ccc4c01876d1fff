"""The reports that hold the decision with all of its proof, or nothing but the decision."""

from __future__ import annotations

from assess.language import _
from assess.reports.assurance import checklist_section, colophon, signature_section
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.explanation import formulation_section, levels_section, plan_section, rights_section
from assess.reports.items import item_sections
from assess.reports.ledger import ledger_section
from assess.reports.page_one import page_one
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


def archive_report(dossier: Dossier, _request: ArchiveReport) -> Chosen:
    """The same, and what was kept about the case around it."""
    return Chosen(
        title=_("Vurdering {reference} – arkivversjon").format(reference=dossier.reference),
        page_one=page_one(dossier),
        proof=_("Grunnlaget for beslutningen"),
        sections=_proof(dossier),
    )


def _proof(dossier: Dossier) -> tuple[Section, ...]:
    sections = (
        *item_sections(dossier),
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
