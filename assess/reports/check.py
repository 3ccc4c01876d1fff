"""Whether a PDF is one that this register wrote, would print again, and whose mark the journal knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.errors import ImportRefused
from assess.profile.load import Profiles
from assess.register.cards import ReportCopy
from assess.register.journal import Anchor, Verification
from assess.register.register import Register
from assess.register.report_copies import digest, written_as, written_under
from assess.reports.carried import anchor_on, attached_json, pages_of
from assess.reports.content import ReportContent
from assess.reports.issue import Order, gather
from assess.reports.request import ArchiveReport, FullReport, OnePage, PaperCopy, Request

Render = Callable[[ReportContent], bytes]

_AS_WRITTEN: dict[str, Request] = {"one-page": OnePage(), "full": FullReport(), "archive": ArchiveReport()}
"""The kinds that can be printed again from what the list of copies knows of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about a file."""

    copy: ReportCopy | None
    """The copy that the file is, or the one that bears the same mark; None when this register wrote neither."""
    unchanged: bool
    """Whether the file is byte for byte what was written."""
    answered: bool = True
    """Whether the assessment is still what was printed."""
    again: bool | None = None
    """Whether the same bytes would be printed now; None for a kind that isn't printed again from the list."""
    pages: tuple[int, ...] = ()
    """Numbers of pages whose words are others than those that would be printed."""
    data: bool = True
    """Whether the assessment that the file carries, where its kind carries one, is the register's."""
    chain: Verification | None = None
    """What a reading of the journal against the mark found; None when there is no mark."""

    @property
    def holds(self) -> bool:
        """Whether the file is what this register would print, under a mark that its journal knows."""
        chain = self.chain is not None and self.chain.broken_at is None
        return self.unchanged and self.answered and self.again is not False and chain


def check(register: Register, profiles: Profiles, path: Path, content: bytes, render: Render) -> Checked:
    """Look a PDF over against the register.

    Raises:
        AccessDenied: No role of the user reads cases.
        ImportRefused: It isn't a PDF that can be read.
        ReportError: It could not be printed again.
    """
    written = written_as(register, digest(content))
    pages = () if written is not None else pages_of(content, path)
    mark = written.anchor if written is not None else anchor_on(pages)
    anchor = Anchor.parse(mark)
    chain = register.verify(anchor) if anchor is not None else None
    copy = written or _nearest(register, mark, pages)
    if copy is None:
        return Checked(None, unchanged=False, chain=chain)
    case, assessment = register.case(copy.case_id), register.assessment(copy.assessment_id)
    found = Checked(copy, unchanged=written is not None, answered=assessment.digest == copy.content, chain=chain)
    request = _AS_WRITTEN.get(copy.variant)
    if request is None or not found.answered:
        return found
    made = render(_again(register, profiles, (case, assessment), copy, request))
    if found.unchanged:
        return dataclasses.replace(found, again=made == content)
    differing = zip_longest(pages, pages_of(made, path))
    return dataclasses.replace(
        found,
        again=False,
        pages=tuple(number for number, (one, other) in enumerate(differing, 1) if one != other),
        data=isinstance(request, OnePage) or _carried(content, path) == _carried(made, path),
    )


def _carried(content: bytes, path: Path) -> str:
    """The JSON that a file carries; empty for one whose attachment is gone or can't be read."""
    try:
        return attached_json(content, path)
    except ImportRefused:
        return ""


def _nearest(register: Register, mark: str, pages: tuple[str, ...]) -> ReportCopy | None:
    """The copy under the mark that stands on the pages; with several, the one whose recipient stands there too."""
    found = written_under(register, mark) if mark else ()
    words = " ".join(pages)
    return next((one for one in found if one.recipient and one.recipient in words), found[0] if found else None)


def _again(
    register: Register, profiles: Profiles, about: tuple[Case, Assessment], copy: ReportCopy, request: Request
) -> ReportContent:
    case, assessment = about
    paper = PaperCopy(copy.number, copy.of, copy.recipient)
    order = Order(case, assessment, request, copy.language, paper)
    gathered = dataclasses.replace(gather(register, order, copy.anchor), today=copy.printed_on)
    return gathered.in_words(profiles).content
