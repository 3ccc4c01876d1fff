"""From an assessment in the register to a report in words, and what is kept of a copy once it is a file.

Who lets it out tells the journal first, so that its head stands on the pages, and notes the copy afterwards
(`assess.register.report_copies.note_written`): nothing here writes to the register.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assess.casework.assessment import Assessment, label_of
from assess.casework.blindness import without_hidden
from assess.casework.case import Case
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.language import SOURCE
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.cards import ReportCopy
from assess.register.exchange import Bundle, as_text
from assess.register.following import kept_around
from assess.register.register import Register
from assess.register.report_copies import digest
from assess.register.slot import Kind
from assess.reports.content import ReportContent, build
from assess.reports.dossier import Dossier, Earlier
from assess.reports.request import (
    FULL,
    ONLY_COPY,
    ArchiveReport,
    ComparisonReport,
    FullReport,
    PaperCopy,
    Request,
    variant_of,
)

_WRITTEN = re.compile(r"[^0-9A-ZÆØÅ]")


@dataclass(frozen=True, slots=True)
class Order:
    """Which report somebody wants, in which language, and for whom."""

    case: Case
    assessment: Assessment
    request: Request = FULL
    """What the whole assessment looks like as JSON is filled in when the report is prepared."""
    language: str = SOURCE
    copy: PaperCopy = ONLY_COPY


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the register has for a report: nothing more is read from it, so any thread may put it into words."""

    order: Order
    anchor: str
    """The journal's head from after it was told."""
    kind: Kind
    edition: Edition
    earlier: tuple[tuple[Assessment, Edition], ...]
    """The locked assessments before this one, oldest first."""
    around: tuple[Record, ...]
    """What is kept of the case beside its assessments, for the archive; empty for the others."""
    today: date

    def in_words(self, profiles: Profiles) -> Prepared:
        """Put it into words.

        Raises:
            ProfileError: The assessment's profile can't be read.
            ReportError: It can't be put into words, or may not be made.
        """
        dossier = self.dossier(profiles)
        return Prepared(self.order, build(dossier, self.request(), self.order.copy), self.anchor, dossier)

    def dossier(self, profiles: Profiles) -> Dossier:
        """What the report is made from, without what is hidden yet.

        Raises:
            ProfileError: The assessment's profile can't be read.
        """
        assessment, language = self.order.assessment, self.order.language
        profile = profiles.profile(assessment.profile, language)
        return Dossier(
            case=self.order.case,
            assessment=without_hidden(assessment),
            instrument=self.edition.spoken(language),
            profile=profile,
            legal=profiles.legal(profile.legal, language),
            journal_head=self.anchor,
            demonstration=self.kind == "demonstration",
            printed_on=self.today,
            language=language,
            earlier=tuple(Earlier(without_hidden(one), edition.spoken(language)) for one, edition in self.earlier),
            logo=profiles.logo(assessment.profile, profile),
        )

    def request(self) -> Request:
        """The request with the whole assessment as JSON, for the two kinds that carry it."""
        request, shown = self.order.request, without_hidden(self.order.assessment)
        if not isinstance(request, FullReport | ArchiveReport):
            return request
        attached = as_text(Bundle(kind=self.kind, case=self.order.case, assessment=shown, edition=self.edition))
        if isinstance(request, ArchiveReport):
            return dataclasses.replace(request, attached=attached, around=self.around)
        return dataclasses.replace(request, attached=attached)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report in words, on its way to a file."""

    order: Order
    content: ReportContent
    anchor: str
    """The journal's head on its pages."""
    dossier: Dossier


def prepare(register: Register, profiles: Profiles, order: Order, anchor: str) -> Prepared:
    """Put a report into words, under the journal's head from after it was told.

    Raises:
        ProfileError: The assessment's profile can't be read.
        ReportError: It can't be put into words, or may not be made.
    """
    return gather(register, order, anchor).in_words(profiles)


def gather(register: Register, order: Order, anchor: str) -> Gathered:
    """Read what the register has for a report.

    Raises:
        AccessDenied: No role of the user reads cases.
        NotAllowed: The case is blocked.
        NotFound: The register has lost the instrument.
    """
    return gather_among(register, order, anchor, register.assessments_of(order.case.id))


def gather_among(register: Register, order: Order, anchor: str, assessments: Iterable[Assessment]) -> Gathered:
    """The same for who has read all the case's assessments and may, also those of a blocked case.

    Raises:
        NotFound: The register has lost the instrument.
    """
    locked = [one for one in assessments if one.number < order.assessment.number and one.state == "locked"]
    archived = isinstance(order.request, ArchiveReport)
    return Gathered(
        order=order,
        anchor=anchor,
        kind=register.kind,
        edition=register.edition(order.assessment),
        earlier=tuple((one, register.edition(one)) for one in locked),
        around=kept_around(register.store, order.case.id) if archived else (),
        today=norwegian(register.now()).date(),
    )


def under(prepared: Prepared, anchor: str) -> Prepared:
    """The same report under another head of the journal."""
    return dataclasses.replace(
        prepared,
        content=dataclasses.replace(prepared.content, head=anchor),
        anchor=anchor,
        dossier=dataclasses.replace(prepared.dossier, journal_head=anchor),
    )


def copy_of(register: Register, prepared: Prepared, made: bytes, name: str) -> ReportCopy:
    """What the register keeps of a copy: which, for whom, and the digests by which its file is known again."""
    order = prepared.order
    return ReportCopy(
        id=register.new_id(),
        case_id=order.case.id,
        organisation=order.case.organisation,
        assessment_id=order.assessment.id,
        variant=variant_of(order.request),
        language=order.language,
        number=order.copy.number,
        of=order.copy.of,
        recipient=order.copy.recipient,
        made_at=register.now(),
        made_by=register.ring.user,
        printed_on=prepared.dossier.printed_on,
        anchor=prepared.anchor,
        content=order.assessment.digest,
        sha256=digest(made),
        name=name,
    )


def dossier_of(
    register: Register, profiles: Profiles, case: Case, assessment: Assessment, language: str, anchor: str
) -> Dossier:
    """What a report of the assessment is made from, without what is hidden yet.

    Raises:
        AccessDenied: No role of the user reads cases.
        NotAllowed: The case is blocked.
        ProfileError: The assessment's profile can't be read.
        NotFound: The register has lost the instrument.
    """
    return gather(register, Order(case, assessment, language=language), anchor).dossier(profiles)


def comparison_with(
    register: Register, profiles: Profiles, case: Case, before: Assessment, language: str
) -> ComparisonReport:
    """The request for a comparison with an earlier assessment of the case.

    Raises:
        As `dossier_of`.
    """
    earlier = dossier_of(register, profiles, case, before, language, "")
    return ComparisonReport(earlier, kept_around(register.store, case.id))


def neutral_name(case: Case, assessment: Assessment) -> str:
    """A file name that says no more than the reference: `F-2026-0042-2.pdf`."""
    return _WRITTEN.sub("-", label_of(assessment, case.reference)) + ".pdf"


def free_path(folder: Path, case: Case, assessment: Assessment) -> Path:
    """A neutral name in `folder` that nothing has yet: the reference, the number and, if need be, a count."""
    first = folder / neutral_name(case, assessment)
    path, count = first, 2
    while path.exists():
        path = first.with_name(f"{first.stem}-{count}.pdf")
        count += 1
    return path
