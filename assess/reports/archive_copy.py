"""The PDFs of a whole case, for the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.language import SOURCE
from assess.profile.load import Profiles
from assess.register.archive import part_name
from assess.register.register import Register
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.render import pdf_bytes


def archive_prints(
    register: Register, profiles: Profiles
) -> Callable[[Case, tuple[Assessment, ...], str], Mapping[str, bytes]]:
    """Return what makes the full PDF of each assessment of a case, in bokmål, by file name.

    The one who archives has told the journal; its head stands on each page.

    Raises (when called):
        ReportError: A PDF can't be made.
        ProfileError: An assessment's profile can't be read.
    """

    def made(case: Case, assessments: tuple[Assessment, ...], head: str) -> Mapping[str, bytes]:
        return {part_name(case, one, "pdf"): _printed(register, profiles, case, one, head) for one in assessments}

    return made


def _printed(register: Register, profiles: Profiles, case: Case, assessment: Assessment, head: str) -> bytes:
    profile = profiles.profile(assessment.profile, SOURCE)
    dossier = Dossier(
        case=case,
        assessment=assessment,
        instrument=register.edition(assessment).spoken(SOURCE),
        profile=profile,
        legal=profiles.legal(profile.legal, SOURCE),
        journal_head=head,
        demonstration=register.demonstration,
        printed_on=register.now().astimezone().date(),
        language=SOURCE,
    )
    return pdf_bytes(build(dossier))
