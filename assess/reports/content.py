"""What a report says, as finished words: the decision on page 1, and the proof behind it.

`build` asks the judgement every question and puts the answers into words; templates only lay them out. Variants
for other readers are other selections of the same sections.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from assess.language import _, speaking
from assess.reports import wording
from assess.reports.assurance import checklist_section, colophon, signature_section
from assess.reports.characters import legible
from assess.reports.dossier import Dossier
from assess.reports.explanation import formulation_section, levels_section, plan_section, rights_section
from assess.reports.items import item_sections
from assess.reports.ledger import ledger_section
from assess.reports.page_one import PageOne, page_one
from assess.reports.rules import rules_section
from assess.reports.view import Fact, Section


@dataclass(frozen=True, slots=True)
class Running:
    """What stands at the head and foot of every page."""

    marks: str
    """UTKAST, ØVING, both, or nothing."""
    stamp: str
    """The same in one word each, for the large light mark."""
    reference: str
    marking: str
    journal: str
    instrument: str
    page: str
    of: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report in finished words."""

    language: str
    title: str
    """The document's title: its reference, never a word of what it says."""
    author: str
    dated: str
    """When the content came to be, as UTC text; it is the document's date too, so that equal content is equal bytes."""
    running: Running
    page_one: PageOne
    proof: str
    """The heading over everything behind page 1."""
    case: tuple[Fact, ...]
    sections: tuple[Section, ...]
    replaced: str
    """How many characters could not be printed; empty when all could."""


def build(dossier: Dossier) -> ReportContent:
    """Put an assessment into finished words, in the dossier's language.

    Raises:
        ReportError: The report's fonts can't be read.
    """
    with speaking(dossier.language):
        content = _content(dossier)
        fitted, count = _fitted(content)
        if not count:
            return fitted
        note = _("{count} tegn finnes ikke i rapportens skrift og er skrevet som kode, slik: [U+1F642].")
        return dataclasses.replace(fitted, replaced=note.format(count=count))


def _content(dossier: Dossier) -> ReportContent:
    assessment = dossier.assessment
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
    return ReportContent(
        language=dossier.language,
        title=_("Vurdering {reference} – versjon til kvalitetssikring").format(reference=dossier.reference),
        author=dossier.profile.group,
        dated=(assessment.locked_at or assessment.started_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        running=_running(dossier),
        page_one=page_one(dossier),
        proof=_("Grunnlaget for beslutningen"),
        case=_case(dossier),
        sections=tuple(section for section in sections if section is not None),
        replaced="",
    )


def _running(dossier: Dossier) -> Running:
    draft, practice = _("UTKAST"), _("ØVING")
    invented = _("ØVING – oppdiktede personer")
    marks = [draft] * dossier.draft + [invented] * dossier.demonstration
    stamps = [draft] * dossier.draft + [practice] * dossier.demonstration
    pin = dossier.assessment.instrument
    return Running(
        marks=" · ".join(marks),
        stamp=" ".join(stamps),
        reference=dossier.reference,
        marking=dossier.profile.marking,
        journal=_("Journal {head}").format(head=dossier.journal_head) if dossier.journal_head else "",
        instrument=f"{pin.id} {pin.version}",
        page=_("side"),
        of=_("av"),
    )


def _case(dossier: Dossier) -> tuple[Fact, ...]:
    case, profile = dossier.case, dossier.profile
    ideologies = {choice.id: choice.label for choice in profile.ideologies}
    senders = {choice.id: choice.label for choice in profile.senders}
    return (
        Fact(_("Sak"), case.reference),
        Fact(_("Åpnet"), wording.day(case.opened_at.date())),
        Fact(_("Melder"), senders.get(case.sender, case.sender)),
        Fact(_("Hva bekymringen gjelder"), ideologies.get(case.ideology, case.ideology)),
        Fact(_("Møtet gjaldt"), wording.capital(wording.agenda(dossier.assessment.meeting.agenda))),
        Fact(_("Vurdering nr."), str(dossier.assessment.number)),
    )


def _fitted(content: ReportContent) -> tuple[ReportContent, int]:
    """The same content with every text as it can be printed, and how many characters were replaced.

    A text that is printed twice is counted once.
    """
    counts: dict[str, int] = {}

    def fit(node: object) -> object:
        if isinstance(node, str):
            text, count = legible(node)
            counts[node] = count
            return text
        if isinstance(node, tuple):
            return tuple(fit(one) for one in node)
        if dataclasses.is_dataclass(node) and not isinstance(node, type):
            return dataclasses.replace(
                node, **{one.name: fit(getattr(node, one.name)) for one in dataclasses.fields(node)}
            )
        return node

    return cast("ReportContent", fit(content)), sum(counts.values())
