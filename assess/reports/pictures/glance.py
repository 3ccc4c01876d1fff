"""The first section of the proof: what a reader should see before reading the tables."""

from __future__ import annotations

from assess.language import _
from assess.reports.dossier import Dossier
from assess.reports.pictures.board import board
from assess.reports.pictures.strip import strip
from assess.reports.pictures.timeline import timeline
from assess.reports.view import Section


def glance_section(dossier: Dossier) -> Section:
    """The board, what changed since last time where there was one, and what has a date."""
    return Section(
        heading=_("Bildet i ett blikk"),
        pictures=(*board(dossier), *strip(dossier), *timeline(dossier)),
    )
