"""The PDFs of a whole case, for the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.profile.load import Profiles
from assess.register.archive import part_name
from assess.register.register import Register
from assess.reports.issue import Order, gather_among
from assess.reports.render import pdf_bytes
from assess.reports.request import ArchiveReport


def archive_prints(
    register: Register, profiles: Profiles
) -> Callable[[Case, tuple[Assessment, ...], str], Mapping[str, bytes]]:
    """Return what makes the archive report of each assessment of a case, in bokmål, by file name.

    The one who archives has told the journal; its head stands on each page. A blocked case is printed too: blocking
    comes before the archive.

    Raises (when called):
        ReportError: A PDF can't be made.
        ProfileError: An assessment's profile can't be read.
    """

    def made(case: Case, assessments: tuple[Assessment, ...], head: str) -> Mapping[str, bytes]:
        orders = [Order(case, one, ArchiveReport()) for one in assessments]
        gathered = [gather_among(register, order, head, assessments) for order in orders]
        return {
            part_name(case, one.order.assessment, "pdf"): pdf_bytes(one.in_words(profiles).content) for one in gathered
        }

    return made
