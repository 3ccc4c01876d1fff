"""The report for another authority, with the note on what it was given and why."""

from __future__ import annotations

from assess.language import _
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.page_one import page_one
from assess.reports.request import Handover


def handover_report(dossier: Dossier, _request: Handover) -> Chosen:
    """The report for another authority, with the note on what it was given and why."""
    title = _("Vurdering {reference} – utlevering").format(reference=dossier.reference)
    return Chosen(title=title, page_one=page_one(dossier))
