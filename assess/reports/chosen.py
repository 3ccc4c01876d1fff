"""What one kind of report is made of, before it is put on pages."""

from __future__ import annotations

from dataclasses import dataclass

from assess.reports.page_one import PageOne
from assess.reports.view import Cover, Section


@dataclass(frozen=True, slots=True)
class Chosen:
    """The first page, and what stands behind it. One of the two first pages may be missing, never both."""

    title: str
    """The document's title: its reference and what kind it is, never a word of what it says."""
    cover: Cover | None = None
    page_one: PageOne | None = None
    proof: str = ""
    """The heading over everything behind page 1; empty for none, and then without a list of contents."""
    sections: tuple[Section, ...] = ()
