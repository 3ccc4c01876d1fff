"""The decision and the plan in plain words."""

from __future__ import annotations

from assess.language import _
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.page_one import page_one
from assess.reports.request import PlainReport


def plain_report(dossier: Dossier, _request: PlainReport) -> Chosen:
    """The decision and the plan in plain words."""
    title = _("Vurdering {reference} – i klart språk").format(reference=dossier.reference)
    return Chosen(title=title, page_one=page_one(dossier))
