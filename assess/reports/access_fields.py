"""What of each record the person that a case is about may see: a decision for every field there is.

The table below *is* what `assess.reports.withheld` does; nothing reaches the page by another way. A field that stands
in no table is blanked, and a test fails until somebody has decided about it.

| what | for whom it is decided |
|---|---|
| `keep` | about the person, or about how the group worked: shown |
| `text` | free words: shown, unless the group leaves that place out; no program can tell whom they mention |
| `role` | shown when every word of it is a role of the profile; anything else could be a person, and is left out |
| `out` | could tell who told, or is about somebody else: left out, with a box in its place |
| `blank` | says nothing by itself, or only to the program: not printed, and no omission |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel

from assess.casework.assessment import Assessment, Pin
from assess.casework.case import Case
from assess.casework.decision import (
    Decision,
    Dissent,
    DutyAnswer,
    HelpNeed,
    Indicator,
    PartyLevel,
    PromptAnswer,
    RightsAnswer,
    Scenario,
)
from assess.casework.meeting import Attendee, Meeting
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import Rating, Remark
from assess.language import mark
from assess.profile.model import WithheldKind

Treatment = Literal["keep", "text", "role", "out", "blank"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is done with one field."""

    treatment: Treatment
    kind: WithheldKind = "text"
    """What it is left out as, when it is."""
    name: str = ""
    """A msgid: what it is called in the list of what is left out."""


KEEP: Final = Ruling("keep")
BLANK: Final = Ruling("blank")
TEXT: Final = Ruling("text", name=mark("ord som gruppa har skrevet"))
INTERNAL: Final = Ruling("text", "internal", mark("gruppas egen forberedelse"))
ROLE: Final = Ruling("role", "others", mark("hvem som svarer for det, når det kan være en person"))
_SOURCE: Final = Ruling("out", "source", mark("hvem som har gitt opplysningen, og hvordan"))
_OTHERS: Final = Ruling("out", "others", mark("hvem andre den nevner"))
_SHARING: Final = Ruling("out", "source", mark("hvorfor og med hvem den er delt"))
_CALL: Final = Ruling("out", "others", mark("hvem som varslet hvem, og hva som ble sagt"))
_PARTICIPANT: Final = Ruling("out", "participant", mark("hva hver enkelt deltaker vurderte, merket av eller mente"))

RULINGS: Final[dict[type[BaseModel], dict[str, Ruling]]] = {
    Case: {
        **dict.fromkeys(("id", "reference", "organisation", "opened_at", "phase", "age_band", "ideology"), KEEP),
        "sender": Ruling("out", "source", mark("hvem som meldte fra")),
        "summary": TEXT,
    },
    Assessment: {
        **dict.fromkeys(("id", "case_id", "organisation", "number", "instrument", "profile", "started_at"), KEEP),
        **dict.fromkeys(("state", "meeting", "observations", "prompts", "scenarios", "rights", "decision"), KEEP),
        **dict.fromkeys(("help_need", "dissents", "indicators", "measures", "unknown_plans"), KEEP),
        **dict.fromkeys(("review_on", "checks", "calls", "signatures", "addenda", "locked_at", "revealed_at"), KEEP),
        "revision": BLANK,
        "ratings": KEEP,  # the blind ones are taken out one by one: see Rating
        # That PST or child welfare was thought of can show what stands in their registers.
        "duties": Ruling("out", "internal", mark("hva gruppa vurderte om sine egne plikter")),
        "reveal_note": _PARTICIPANT,
        "remarks": _PARTICIPANT,
        "party_levels": _PARTICIPANT,
        "no_measures": TEXT,
    },
    Pin: dict.fromkeys(("id", "version", "hash", "engine"), KEEP),
    Meeting: {**dict.fromkeys(("held_on", "agenda", "phase", "attendees"), KEEP), "deviation_reason": TEXT},
    Attendee: {
        # Roles are public functions, not third parties; the group's own words for one could be a name.
        **dict.fromkeys(("id", "role", "party", "secretary", "impartial"), KEEP),
        **dict.fromkeys(("rates", "leads", "label"), BLANK),
    },
    Observation: {
        **dict.fromkeys(("id", "number", "seen", "observed", "credibility", "nature", "lawful"), KEEP),
        **dict.fromkeys(("shared", "speaks_for", "speaks_against"), KEEP),
        "meaning": TEXT,
        # Who told; how reliable they are; the day they told it; whether they saw it; and the law of the service that
        # they belong to: each can give the one who told away.
        **dict.fromkeys(("brought_by", "received_on", "hand", "reliability", "legal_basis"), _SOURCE),
        "document": _SOURCE,
        "withdrawn": _SOURCE,
        "sensitivity": BLANK,  # to say «police» or «child welfare» beside a box would tell whose register it stands in
        "necessity": _SHARING,
        "recipients": _SHARING,
        "mentions": _OTHERS,
    },
    Rating: {
        **dict.fromkeys(("round", "item", "code", "confidence", "change", "given_at"), KEEP),
        "rater": BLANK,
        "reason": TEXT,
    },
    Remark: dict.fromkeys(("item", "kind", "text", "made_at"), _PARTICIPANT),
    PromptAnswer: {"prompt": KEEP, "text": INTERNAL},
    Scenario: {"id": KEEP, "fields": INTERNAL},
    RightsAnswer: {"check": KEEP, "answer": KEEP, "text": INTERNAL},
    PartyLevel: dict.fromkeys(("party", "level", "reason"), _PARTICIPANT),
    Decision: {
        **dict.fromkeys(("level", "confidence", "decided_at"), KEEP),
        **dict.fromkeys(("reason", "departure"), TEXT),
    },
    HelpNeed: {"need": KEEP, "reason": TEXT},
    DutyAnswer: {"duty": KEEP, "answered_at": KEEP, "by": ROLE, "text": INTERNAL},
    Indicator: {"id": KEEP, "direction": KEEP, "look_on": KEEP, "who": ROLE, "text": TEXT},
    Dissent: {"id": KEEP, "level": KEEP, "who": ROLE, "text": TEXT},
    PlannedMeasure: {
        **dict.fromkeys(("id", "number", "deadline", "consent", "items"), KEEP),
        "text": TEXT,
        "owner": ROLE,
        "guardians": Ruling("out", "others", mark("hva som er skrevet om foresatte")),
        "harm": INTERNAL,
    },
    UnknownPlan: {"item": KEEP, "by": KEEP, "who": ROLE, "how": TEXT},
    AcuteCall: {"id": KEEP, "called_at": KEEP, **dict.fromkeys(("whom", "by", "note"), _CALL)},
    CheckAnswer: {"check": KEEP, "answer": KEEP, "note": INTERNAL},
    Signature: {
        **dict.fromkeys(("id", "attendee", "party", "signed_at", "void"), KEEP),
        "signed_as": BLANK,  # the participant's role says it
        "digest": BLANK,  # of the whole content: a guess about the rest could be tried on it
    },
    Addendum: {"id": KEEP, "added_at": KEEP, "by": ROLE, "text": TEXT},
}
"""The decision for every field of every record in a case and an assessment."""

DOSSIER: Final[dict[str, Treatment]] = {
    **dict.fromkeys(("case", "assessment", "instrument", "profile", "legal", "demonstration"), "keep"),
    **dict.fromkeys(("journal_head", "printed_on", "language", "logo"), "keep"),
    "earlier": "blank",  # whole assessments, in which nothing is left out
}
"""The same for the dossier itself; the records are decided field by field above."""
