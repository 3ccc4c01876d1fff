"""A PDF that was not finished when the program locked: carried over the lock, and told of once after it.

The locked program is another process. It is given the assessment's identifier, as it is given that of the meeting
that was open, and whether F5 asked for the PDF; never which report it was, for whom, or a word of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assess.errors import AssessError
from assess.language import _

if TYPE_CHECKING:
    from assess.register.register import Register

_BY_KEY: Final = ":f5"


def carried(assessment_id: str, *, by_key: bool) -> str:
    """What is carried over the lock.

    Args:
        assessment_id: What the PDF was to be made of.
        by_key: Whether F5 asked for it, so that F5 makes the same one again.
    """
    return assessment_id + (_BY_KEY if by_key else "")


def unprinted_words(register: Register, brought: str, resumed: str) -> str:
    """Which PDF was not finished and how it is had; empty for whoever may not know of the case.

    Args:
        register: The register, open again.
        brought: What was carried over the lock.
        resumed: The assessment whose meeting is open again; empty when none is.
    """
    from assess.casework.assessment import label_of

    assessment_id = brought.removesuffix(_BY_KEY)
    try:
        assessment = register.assessment(assessment_id)
        label = label_of(assessment, register.case(assessment.case_id).reference)
    except AssessError:
        return ""
    if brought == carried(resumed, by_key=True):
        words = _("PDF-en av {label} ble ikke ferdig før låsen. Trykk F5 for å lage den på nytt.")
    else:
        words = _("PDF-en av {label} ble ikke ferdig før låsen. Lag den på nytt fra saken.")
    return words.format(label=label)
