"""The port to whatever keeps the records: what the verbs need, and no more.

A store keeps frozen records and gives them back equal. Each writing method is one transaction, acknowledged only
once it survives a power cut, and writes its journal entry in the same transaction. Identifiers are text, moments
are UTC; no SQL shows above this line. `sqlite_store.py` is the one implementation; another (for several sites)
must pass the same contract tests in `tests/unit/test_store.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from pydantic import JsonValue

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.register.cards import Keeping, Receipt
from assess.register.journal import Anchor, Entry, Head, Segment, Verification

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to which record, as the journal tells it."""

    at: datetime
    actor: str
    """A role's code or an opaque id; never a name."""
    action: str
    subject: str = ""
    case_id: str = ""
    body: Mapping[str, JsonValue] | None = None
    """What else should be known; what changed is added by the store."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting was left: the step, and the item or field in it."""

    step: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as home shows it: its latest assessment in a line. None where there is no assessment yet.

    Level, need and review are those of the last signed assessment, unless a draft after it has a level of its own.
    """

    case_id: str
    reference: str
    summary: str
    phase: str
    assessment_id: str | None
    number: int | None
    state: str | None
    held_on: date | None
    review_on: date | None
    due_on: date | None
    """When the last signed assessment said that there should be a new one; it holds until that is signed."""
    level: str | None
    standing: bool
    """Whether the level is that of the last signed assessment."""
    need: str | None
    measures: int
    next_deadline: date | None
    assessments: int


class CaseName(NamedTuple):
    """What a case is called, and its summary: what search looks in."""

    case_id: str
    reference: str
    summary: str


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One case as home shows it, with what it waits for."""

    line: CaseLine
    closed: bool
    open_measures: int
    """How many of its measures are not finished."""
    deadline: date | None
    """The first deadline among them."""


@dataclass(frozen=True, slots=True)
class LateCase:
    """A case with a measure past its deadline that nobody has said is finished."""

    case_id: str
    reference: str
    owner: str
    """The role that answers for the one that is latest: a note, drawn only as such."""
    days: int
    """How many days past its deadline that is."""
    count: int
    """How many of its measures are late."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A case with a check whose day has come."""

    case_id: str
    reference: str
    day: date
    """The earliest."""
    count: int
    """How many of its checks have come."""


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """How many there are, and the first of them."""

    count: int
    first: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Pressing:
    """What presses in the cases."""

    overdue: Some[str]
    """References of those whose next assessment should have been made, the most urgent first."""
    drafts: Some[str]
    """References of those with an unfinished assessment, the most urgent first."""
    late: Some[LateCase]
    """The longest past its deadline first."""
    due: Some[LookedAt]
    """The earliest first; also those after closing."""


C = TypeVar("C", bound=Record)

Cards = tuple[Record, ...]
"""The register's own records (`assess.register.cards`)."""

Tellings = tuple[tuple[Assessment, Act], ...]
"""Assessments, each with what the journal is told of it."""


class Store(Protocol):
    """What the verbs stand on. Every method raises `RegisterError` when the store can't do it."""

    def facts(self) -> Mapping[str, str]:
        """What the register says of itself: its profile, organisation and when it was made."""

    def state_facts(self, facts: Mapping[str, str], act: Act) -> None:
        """Put facts about the register itself beside those there are."""

    def add_case(self, case: Case, act: Act, cards: Cards = ()) -> None:
        """Keep a new case, with the register's own cards about it."""

    def case(self, case_id: str) -> Case | None:
        """The case with this id."""

    def case_called(self, reference: str) -> Case | None:
        """The case with this reference."""

    def references(self) -> tuple[str, ...]:
        """Every case's reference, sorted."""

    def case_lines(self) -> tuple[CaseLine, ...]:
        """Every case in a line, sorted by reference."""

    def case_count(self) -> int:
        """How many cases there are."""

    def case_names(self, most: int = -1) -> tuple[CaseName, ...]:
        """What the cases are called, sorted by reference: the first `most`, or all."""

    def standing_lines(self, hidden: Collection[str], start: int, most: int) -> tuple[StandingLine, ...]:
        """So many cases from place `start` on, by urgency: drafts, then by next review, those without one, the closed.

        The cases in `hidden` lie where one without a draft and a review lies.
        """

    def pressing(self, today: date, hidden: Collection[str], most: int) -> Pressing:
        """What presses in the cases that are not `hidden`, with the first `most` of each kind."""

    def keepings_due(self, day: date) -> tuple[tuple[str, Keeping], ...]:
        """Each case that is blocked, or not blocked and due by `day`: its reference, and how long it is kept."""

    def misplaced(self) -> tuple[str, ...]:
        """The references of the cases that home would show elsewhere than their records say; reads everything."""

    def edition(self, edition_hash: str) -> Edition | None:
        """The kept instrument with this hash."""

    def bring_in(
        self, cases: tuple[Case, ...], editions: tuple[Edition, ...], assessments: Tellings, cards: Cards = ()
    ) -> None:
        """Keep new cases, and new assessments whole with their instruments, each with its act: all or nothing."""

    def change(
        self, before: Assessment, after: Assessment, act: Act, cards: Cards = (), place: Place | None = None
    ) -> None:
        """Replace `before` by `after`, and remember the place with it.

        Raises:
            ChangedElsewhere: Somebody else has changed it meanwhile; nothing was kept.
        """

    def put(self, cards: Cards, act: Act, facts: Mapping[str, str] | None = None) -> Head:
        """Put the register's own cards into their drawers, each in the place of the one with the same key."""

    def take_out(self, kind: type[Record], key: str, act: Act) -> None:
        """Take a card out of its drawer; one that isn't there is no error."""

    def tidy(self) -> None:
        """Leave no byte of what was taken out in the file or beside it."""

    def cards(self, kind: type[C]) -> tuple[C, ...]:
        """Every card of a kind, sorted by its key."""

    def card(self, kind: type[C], key: str) -> C | None:
        """The card of a kind with this key."""

    def cards_of(self, kind: type[C], case_id: str) -> tuple[C, ...]:
        """Every card of a kind about a case, sorted by its key."""

    def erase_case(self, case_id: str, receipt: Receipt, act: Act) -> Receipt:
        """Erase a case with everything about it, also in the journal's bodies, and keep and return the receipt.

        The receipt comes back with the number of rows that went from each table. Afterwards no byte of what was
        erased is left in the file or beside it.
        """

    def prune(self, before: datetime, act: Act) -> Segment | None:
        """Take the journal's entries from before a moment away as one sealed segment; None when there are none."""

    def assessment(self, assessment_id: str) -> Assessment | None:
        """The assessment with this id, whole."""

    def assessments_of(self, case_id: str) -> tuple[Assessment, ...]:
        """A case's assessments, oldest first."""

    def place(self, assessment_id: str) -> Place | None:
        """Where the meeting was left."""

    def remember(self, assessment_id: str, place: Place) -> None:
        """Remember where the meeting is."""

    def spend(self, assessment_id: str, step: str, seconds: int) -> None:
        """Add to how long a step of the meeting was open."""

    def spent(self, assessment_id: str) -> Mapping[str, int]:
        """Seconds that each step of the meeting was open."""

    def note(self, act: Act) -> Head:
        """Write a journal entry that changes no record, such as an export or a view."""

    def head(self) -> Head:
        """The journal's head now."""

    def entries(self, since: int = 0, limit: int = 1000) -> list[Entry]:
        """Journal entries after number `since`, oldest first."""

    def verify(self, anchor: Anchor | None = None) -> Verification:
        """Read the whole journal and say where it first isn't as it was written, or isn't what `anchor` saw."""

    def settings(self) -> Mapping[str, str | int]:
        """Every setting of the database, read back."""

    def faults(self) -> list[str]:
        """Read everything and return what is wrong with it, in the store's own words; empty when it is sound."""

    def close(self) -> None:
        """Finish what waits and close."""
