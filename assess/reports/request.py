"""Who a report is for decides what is in it: one kind of request for each purpose, with what that purpose needs.

Every kind but the full and the archive report carries nothing beyond what its pages show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.casework.record import Record
from assess.profile.model import WithheldKind
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
    """For whom the case is about: others, and those who told, are left out before the pages are set.

    `assess.reports.withheld` says what is left out, and what the group should look at before it is printed.
    """

    withheld: frozenset[int] = frozenset()
    """Numbers of observations that are left out whole."""
    provision: str = ""
    """Id of the profile's provision that the group chose for them; empty for the usual one."""
    provisions: tuple[tuple[WithheldKind, str], ...] = ()
    """Ids of the provisions that the group chose for other kinds; the usual one stands for a kind without any."""
    chosen_in: frozenset[int] = frozenset()
    """Numbers of observations of health, child welfare or the police that are given after all."""
    texts: frozenset[str] = frozenset()
    """Places of free texts that are left out, as `assess.reports.access_places.readable_texts` names them."""
    kept_texts: frozenset[str] = frozenset()
    """Places of texts that rest on an observation left out whole, which the group has read and lets stand."""
    read: bool = False
    """Whether somebody has read the free texts, and they can be given. Without it nothing is made of doubtful ones."""
    internal: bool = False
    """Whether the group's own explanation, scenarios and checks are left out as internal preparation."""
    recipients: bool = False
    """Whether it is said with whom each observation was shared."""
    duties: bool = False
    """Whether it is said what the group considered under its duties, such as a word with child welfare or PST."""
    roles: frozenset[str] = frozenset()
    """Words that the group says are roles and no persons, beside those of the profile: «fastlege», «veileder»."""


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
    interpretations: bool = False
    """Whether what the observations are taken to mean goes along."""
    decision: bool = False
    """Whether the group's level is said, in one line."""


@dataclass(frozen=True, slots=True)
class PlainReport:
    """The decision and the plan in words that a young person or a guardian can read.

    Nothing of the group's free text is in it unless somebody has written or read it for this reader.
    """

    reader: Literal["young", "guardian"]
    about: str = ""
    """What the meeting was about, written for the reader; empty for the program's own words."""
    thinks: str = ""
    """What the group thinks now, written for the reader; empty for the instrument's words."""
    measures_read: bool = False
    """Whether somebody has read the measures' words: they are plain, and mention nobody else."""
    left_out: frozenset[int] = frozenset()
    """Measures that are not told, by their place from 1."""


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """What changed since an earlier assessment of the same case."""

    before: Dossier
    around: tuple[Record, ...] = ()
    """What was kept about the case beside its assessments: what became of measures, and of what was looked for."""


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
