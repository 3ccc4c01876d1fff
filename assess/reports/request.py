"""Who a report is for decides what is in it: one kind of request for each purpose, with what that purpose needs.

Every kind but the full and the archive report carries nothing beyond what its pages show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.casework.record import Record
from assess.reports.dossier import Dossier

Variant = Literal["one-page", "full", "archive", "access", "handover", "plain", "comparison"]
"""What each kind is called on the command line and in the journal."""


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """Which of the copies this is, and whose: it stands at the foot of every page."""

    number: int = 1
    of: int = 1
    recipient: str = ""
    """A role or an organisation, never a name; empty when nobody is named."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """The decision alone: what the group concluded, on what it does not know, and what happens now."""


@dataclass(frozen=True, slots=True)
class FullReport:
    """Page 1 and all that it rests on, with the assessment itself attached."""

    attached: str = ""
    """The whole assessment as JSON text (`assess.register.exchange`); empty for none."""


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """The full report, and what was kept about the case around it: follow-up, consents, checks and closing."""

    around: tuple[Record, ...] = ()
    """`assess.casework.follow_up` records of the case, in the order that they were kept."""
    attached: str = ""
    """As in the full report."""


@dataclass(frozen=True, slots=True)
class AccessReport:
    """For whom the case is about: others, and those who told, are left out before the pages are set."""

    withheld: frozenset[int] = frozenset()
    """Numbers of observations that are left out whole."""
    provision: str = ""
    """Id of the profile's provision that the group chose for them; empty for the usual one."""


@dataclass(frozen=True, slots=True)
class Handover:
    """For another authority: the observations that it may have, with the note on what was given and why.

    The note's fields are those of politiregisterforskriften § 11-4.
    """

    party: str
    """Id of the party that receives it."""
    basis: str
    """Id of one of the profile's legal bases."""
    reason: str
    requested: bool
    """Whether the recipient asked for it."""


@dataclass(frozen=True, slots=True)
class PlainReport:
    """The decision and the plan in words that a young person or a guardian can read."""

    reader: Literal["young", "guardian"]


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """What changed since an earlier assessment of the same case."""

    before: Dossier


Request = OnePage | FullReport | ArchiveReport | AccessReport | Handover | PlainReport | ComparisonReport


FULL = FullReport()
"""The report that is made when nothing else is asked for."""
ONLY_COPY = PaperCopy()
"""A copy that nobody counts."""


def variant_of(request: Request) -> Variant:
    """What a request is called."""
    return _VARIANTS[type(request)]


_VARIANTS: dict[type[Request], Variant] = {
    OnePage: "one-page",
    FullReport: "full",
    ArchiveReport: "archive",
    AccessReport: "access",
    Handover: "handover",
    PlainReport: "plain",
    ComparisonReport: "comparison",
}
