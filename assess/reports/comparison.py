"""What changed since an earlier assessment."""

from __future__ import annotations

from assess.language import _
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.page_one import page_one
from assess.reports.request import ComparisonReport


def comparison_report(dossier: Dossier, _request: ComparisonReport) -> Chosen:
    """What changed since an earlier assessment."""
    title = _("Vurdering {reference} – sammenligning").format(reference=dossier.reference)
    return Chosen(title=title, page_one=page_one(dossier))
