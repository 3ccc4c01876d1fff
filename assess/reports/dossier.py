"""What a report is made from: one assessment with everything it must be read beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case
from assess.instrument.model import Instrument
from assess.judgement.quality import Folder
from assess.language import SOURCE
from assess.profile.logo import Logo
from assess.profile.model import LegalBases, Profile


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier assessment of the same case, with the frozen instrument that it was made with."""

    assessment: Assessment
    instrument: Instrument
    """In the report's language."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One assessment, and what is needed to say what it says. Nothing else reaches a report."""

    case: Case
    assessment: Assessment
    instrument: Instrument
    """The frozen instrument, already in the report's language."""
    profile: Profile
    legal: LegalBases
    journal_head: str
    """The journal's count and head, such as `812:abc1 23de …`; empty when there is none."""
    demonstration: bool
    """Whether the persons are invented: every page says so."""
    printed_on: date
    language: str = SOURCE
    """The language of the report's own words."""
    earlier: tuple[Earlier, ...] = ()
    """What was assessed before in the same case, oldest first."""
    logo: Logo | None = None
    """The organisation's, when its profile has one that can be printed."""

    @property
    def reference(self) -> str:
        """What the assessment is called, such as `F-2026-0042/1`."""
        return label_of(self.assessment, self.case.reference)

    @property
    def draft(self) -> bool:
        """Whether the assessment is not signed and locked yet."""
        return self.assessment.state != "locked"

    @property
    def folder(self) -> Folder:
        """The same as the quality checks want it."""
        return Folder(self.case, self.assessment, self.instrument, self.profile)
