"""The report for whom the case is about."""

from __future__ import annotations

from assess.language import _
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.page_one import page_one
from assess.reports.request import AccessReport


def access_report(dossier: Dossier, _request: AccessReport) -> Chosen:
    """The report for whom the case is about."""
    title = _("Vurdering {reference} – innsyn").format(reference=dossier.reference)
    return Chosen(title=title, page_one=page_one(dossier))
