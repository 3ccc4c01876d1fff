"""What a report says, as finished words: the decision on page 1, and the proof behind it.

`build` asks the judgement every question and puts the answers into words; templates only lay them out. A report for
another reader is another choice of the same parts (`assess.reports.request`).
"""

from __future__ import annotations

import dataclasses
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from assess.language import _, speaking
from assess.reports import wording
from assess.reports.access import access_report
from assess.reports.characters import legible
from assess.reports.chosen import Chosen
from assess.reports.comparison import comparison_report
from assess.reports.dossier import Dossier
from assess.reports.handover import handover_report
from assess.reports.page_one import PageOne
from assess.reports.plain import plain_report
from assess.reports.request import (
    FULL,
    ONLY_COPY,
    AccessReport,
    ArchiveReport,
    ComparisonReport,
    FullReport,
    Handover,
    OnePage,
    PaperCopy,
    PlainReport,
    Request,
)
from assess.reports.view import Cover, Fact, PrintedLogo, Section
from assess.reports.whole import archive_report, full_report, one_page


@dataclass(frozen=True, slots=True)
class Running:
    """What stands at the head and foot of every page."""

    marks: str
    """UTKAST, ØVING, both, or nothing."""
    stamp: str
    """The same in one word each, for the large light mark."""
    reference: str
    marking: str
    copy: str
    """Which copy it is, and whose."""
    journal: str
    """What stands before the journal's head at the end of the line; empty without a journal."""
    instrument: str
    worth: str
    """That the instrument is not validated; empty for one that is."""
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
    cover: Cover | None
    page_one: PageOne | None
    proof: str
    """The heading over everything behind page 1."""
    case: tuple[Fact, ...]
    sections: tuple[Section, ...]
    replaced: str
    """How many characters could not be printed; empty when all could."""
    attached: str = ""
    """The JSON that goes along inside the file; empty for none."""
    logo: PrintedLogo | None = None
    head: str = ""
    """The journal's head, wherever it stands; empty without a journal."""


def build(dossier: Dossier, request: Request = FULL, copy: PaperCopy = ONLY_COPY) -> ReportContent:
    """Put an assessment into finished words, in the dossier's language.

    Raises:
        ReportError: The report's fonts can't be read.
    """
    with speaking(dossier.language):
        fitted, count = _fitted(_content(dossier, _chosen(dossier, request), copy))
        attached = request.attached if isinstance(request, FullReport | ArchiveReport) else ""
        note = _("{count} tegn finnes ikke i rapportens skrift og er skrevet som kode, slik: [U+1F642].")
        return dataclasses.replace(
            fitted,
            attached=attached,
            logo=_logo(dossier, fitted.author),
            head=dossier.journal_head,
            replaced=note.format(count=count) if count else "",
        )


def _chosen(dossier: Dossier, request: Request) -> Chosen:
    match request:
        case OnePage():
            return one_page(dossier)
        case FullReport():
            return full_report(dossier)
        case ArchiveReport():
            return archive_report(dossier, request)
        case AccessReport():
            return access_report(dossier, request)
        case Handover():
            return handover_report(dossier, request)
        case PlainReport():
            return plain_report(dossier, request)
        case ComparisonReport():
            return comparison_report(dossier, request)


def _content(dossier: Dossier, chosen: Chosen, copy: PaperCopy) -> ReportContent:
    assessment = dossier.assessment
    return ReportContent(
        language=dossier.language,
        title=chosen.title,
        author=dossier.profile.group,
        dated=(assessment.locked_at or assessment.started_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        running=_running(dossier, copy),
        cover=chosen.cover,
        page_one=chosen.page_one,
        proof=chosen.proof,
        case=_case(dossier) if chosen.proof else (),
        sections=chosen.sections,
        replaced="",
    )


def _logo(dossier: Dossier, group: str) -> PrintedLogo | None:
    if dossier.logo is None:
        return None
    address = f"data:image/png;base64,{b64encode(dossier.logo.png).decode('ascii')}"
    return PrintedLogo(address, _("Logo: {group}").format(group=group))


def _running(dossier: Dossier, copy: PaperCopy) -> Running:
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
        copy=_copy(copy),
        journal=_("Journal {head}").format(head="") if dossier.journal_head else "",
        instrument=f"{pin.id} {pin.version}",
        worth="  ·  " + _("ikke validert – støtte for faglig skjønn")
        if dossier.instrument.use.validation == "none"
        else "",
        page=_("side"),
        of=_("av"),
    )


def _copy(copy: PaperCopy) -> str:
    """Which copy it is, and whose."""
    if copy == ONLY_COPY:
        return ""
    words = _("Eksemplar {number} av {of}").format(number=copy.number, of=copy.of)
    if copy.recipient:
        words = _("{copy}, til {recipient}").format(copy=words, recipient=copy.recipient)
    return words


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
