from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assess.casework.assessment import Assessment
from assess.casework.consistency import inconsistencies
from assess.casework.decision import PartyLevel, RightsAnswer
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.deciding import AnswerRights, Decide, ProposeLevel
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure, Remove
from assess.casework.deeds.rating import Rate, Reveal, TakeBack
from assess.casework.deeds.signing import Append, Sign
from assess.casework.quality import Addendum, Clearance
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.register.changes import Changes, changes_between
from assess.register.shelves import SHELVES, Shelf, assemble, head_row
from tests.property.examples import examples
from tests.unit.conftest import (
    CONTACT,
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    TEACHER,
    a_case,
    attendee,
    begun,
    decision,
    made,
    measure,
    meeting,
    observation,
    rating,
    record_id,
    signature,
    small,
)

EDITION = Edition(instrument=made(small()))
INSTRUMENT = EDITION.instrument
ITEMS = st.sampled_from(sorted(INSTRUMENT.items_by_id))
CODES = st.sampled_from(("0", "1", "2", "U", "X", "9"))
PEOPLE = (SECRETARY, TEACHER, COORDINATOR, OFFICER, CONTACT)
ANYBODY = st.sampled_from(PEOPLE)
NUMBERS = st.integers(1, 3)


class Meeting(RuleBasedStateMachine):
    """A group that does anything in any order, what it may and what it may not."""

    def __init__(self) -> None:
        super().__init__()
        self.assessment: Assessment = begun(a_case(), EDITION)
        self.shown: dict[tuple[str, str], object] | None = None
        self.locked: str | None = None
        self.added = 0

    def try_to(self, deed: Deed) -> bool:
        """Do the deed, or see that a refused one leaves everything as it was."""
        before, words = self.assessment, self.assessment.model_dump_json()
        try:
            self.assessment = deed.on(before, INSTRUMENT)
        except NotAllowed:
            return False
        finally:
            assert before.model_dump_json() == words, "a deed returns a new record and leaves the old one alone"
        if self.assessment is before:
            return False
        assert self.assessment.revision == before.revision + 1
        assert changes_between(before, self.assessment) == _every_row_compared(before, self.assessment)
        if not isinstance(deed, Sign | Append):
            assert not self.assessment.standing_signatures
        return True

    @rule(people=st.lists(ANYBODY, max_size=6), police=st.booleans())
    def convene(self, people: list[str], *, police: bool) -> None:
        present = [attendee(one, "politi" if police and one in {OFFICER, CONTACT} else "kommune") for one in people]
        allowed = self.try_to(Convene(meeting(attendees=tuple(present))))
        assert not (allowed and len(set(people)) < len(people))

    @rule(rater=ANYBODY, item=ITEMS, code=CODES)
    def rate_alone(self, rater: str, item: str, code: str) -> None:
        allowed = self.try_to(Rate(rating(item, code, rater)))
        assert not (allowed and self.shown is not None)

    @rule(codes=st.lists(st.sampled_from(("0", "1", "2", "U")), min_size=5, max_size=5), show=st.booleans())
    def everybody_rates(self, codes: list[str], *, show: bool) -> None:
        for rater in self.assessment.meeting.raters():
            for item, code in zip(INSTRUMENT.items_by_id, codes, strict=True):
                self.try_to(Rate(rating(item, code, rater.id)))
        if show:
            self.reveal("")

    @rule(round=st.sampled_from(("individual", "agreed")), rater=ANYBODY, item=ITEMS)
    def take_back(self, round: str, rater: str, item: str) -> None:  # noqa: A002  the field's own word
        allowed = self.try_to(TakeBack(round, rater if round == "individual" else "", item))
        assert not (allowed and round == "individual" and self.shown is not None)

    @rule(note=st.sampled_from(("", " ", "Vi må videre")))
    def reveal(self, note: str) -> None:
        missing = self.assessment.missing_ratings(INSTRUMENT)
        if self.try_to(Reveal(NOW, note)):
            assert note.strip() or not missing
            assert self.shown is None
            self.shown = dict(self.assessment.individual)

    @rule(item=ITEMS, code=CODES)
    def agree(self, item: str, code: str) -> None:
        if self.try_to(Rate(rating(item, code))):
            assert self.shown is not None
            assert code != "9"

    @rule(number=NUMBERS, item=ITEMS)
    def observe(self, number: int, item: str) -> None:
        self.try_to(Observe(observation(number, speaks_for=(item,))))

    @rule(level=st.sampled_from(("N0", "N2", "NX", "N9")))
    def decide(self, level: str) -> None:
        for check in ("lawful", "stands"):
            self.try_to(AnswerRights(RightsAnswer(check=check, answer="no")))
        for party in ("kommune", "politi"):
            self.try_to(ProposeLevel(PartyLevel(party=party, level=level)))
        assert not (self.try_to(Decide(decision(level))) and level == "N9")

    @rule(number=NUMBERS, item=ITEMS)
    def plan(self, number: int, item: str) -> None:
        self.try_to(PlanMeasure(measure(number, items=(item,))))

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        self.try_to(Remove("measures", record_id(300 + number)))

    @rule(who=ANYBODY)
    def sign(self, who: str) -> None:
        before = self.assessment
        vouched = signature(before, who, 1 + len(before.signatures))
        if not self.try_to(Sign(vouched, Clearance(digest=before.digest))):
            return
        assert [one.attendee for one in self.assessment.standing_signatures].count(who) == 1
        if self.assessment.state == "locked":
            self.locked = self.assessment.digest

    @rule()
    def two_parties_sign(self) -> None:
        self.sign(SECRETARY)
        self.sign(OFFICER)

    @precondition(lambda self: self.assessment.revision > 0)
    @rule(who=ANYBODY)
    def sign_something_else(self, who: str) -> None:
        stale = "0" * 64
        assert not self.try_to(Sign(signature(self.assessment, who, 99, digest=stale), Clearance(digest=stale)))

    @rule(text=st.sampled_from(("", "Det var fredag")))
    def append(self, text: str) -> None:
        addendum = Addendum(id=record_id(700 + self.added), text=text, by="slt", added_at=NOW)
        if self.try_to(Append(addendum)):
            assert self.locked is not None
            assert text
            self.added += 1

    @invariant()
    def ratings_that_were_shown_stay_as_they_were(self) -> None:
        if self.shown is not None:
            assert self.assessment.individual == self.shown

    @invariant()
    def standing_signatures_vouch_for_what_stands_there(self) -> None:
        standing = self.assessment.standing_signatures
        assert {one.digest for one in standing} <= {self.assessment.digest}
        assert (self.assessment.state == "locked") == (len({one.party for one in standing}) == 2)
        assert len(standing) <= 2

    @invariant()
    def a_locked_assessment_takes_addenda_and_nothing_else(self) -> None:
        assert (self.locked is None) == (self.assessment.state == "draft")
        if self.locked is not None:
            assert self.assessment.digest == self.locked
            assert len(self.assessment.addenda) == self.added

    @invariant()
    def what_deeds_make_another_register_takes_in(self) -> None:
        assert inconsistencies(self.assessment, INSTRUMENT) == []
        assert Assessment.model_validate_json(self.assessment.model_dump_json()) == self.assessment

    @invariant()
    def it_comes_back_from_its_rows_as_it_was(self) -> None:
        parts = {shelf.field: shelf.read(_from_the_table(shelf, self.assessment)) for shelf in SHELVES}
        assert assemble(json.loads(json.dumps(head_row(self.assessment))), parts) == self.assessment


def _every_row_compared(before: Assessment, after: Assessment) -> Changes:
    found: Changes = []
    for shelf in SHELVES:
        old, new = shelf.rows(before), shelf.rows(after)
        put, gone = [row for key, row in new.items() if old.get(key) != row], [key for key in old if key not in new]
        found += [(shelf, put, gone)] if put or gone else []
    return found


def _from_the_table(shelf: Shelf, assessment: Assessment) -> Iterator[dict[str, str | int | None]]:
    return (dict(row) for row in reversed(shelf.rows(assessment).values()))


Meeting.TestCase.settings = settings(examples(60), stateful_step_count=25)
TestMeeting = Meeting.TestCase
