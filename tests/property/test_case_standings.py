from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Indicator
from assess.casework.follow_up import Closure, DatedCheck, MeasureProgress
from assess.casework.following import OPEN, all_checks, standings
from assess.casework.plan import PlannedMeasure, UnknownPlan
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.profile.load import Profiles
from assess.register.cards import FOLLOW_UPS
from assess.register.keeping import keeping_for
from assess.register.overview import pressing, standing_lines
from assess.register.retention import block, open_blocked, unblock
from assess.register.store import CaseLine, LateCase, LookedAt, StandingLine
from tests.property.examples import examples
from tests.unit.conftest import NOW, a_case, begun, decision, found_register, made, measure, record_id, small

EDITION = Edition(instrument=made(small()))
PROFILE = Profiles().profile("fredrikstad")
TODAY = NOW.date()
CASES = st.integers(0, 2)
DAYS = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
SOME_DAY = st.none() | DAYS
MOMENTS = st.sampled_from((0, 120_000, 60_000_000))
"""Microseconds: the text of a moment has a fraction only when there is one."""
PLANS = st.lists(DAYS, max_size=2)


class Registers(RuleBasedStateMachine):
    """A register in which everything that home tells of happens in any order, by the store's own ways of writing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.register = found_register(Path(self.folder.name) / "r.assess")
        self.number = 5000

    def teardown(self) -> None:
        self.register.close()
        self.folder.cleanup()

    @initialize()
    def cases(self) -> None:
        for number in range(2):
            case = a_case(number)
            self.register.open_case(case, keeping_for(case, PROFILE, TODAY))
            self.plan(number, [TODAY - timedelta(days=1), TODAY], [TODAY], TODAY, lock=False)

    @rule(which=CASES, plans=PLANS, looks=st.lists(SOME_DAY, max_size=2), by=SOME_DAY, lock=st.booleans())
    def plan(self, which: int, plans: list[date], looks: list[date | None], by: date | None, lock: bool) -> None:  # noqa: FBT001
        case = self._case(which)
        earlier = self.register.store.assessments_of(case.id)
        signs = tuple(Indicator(id=self._id(), direction="raise", text="x", look_on=day) for day in looks)
        drawn = begun(case, EDITION, len(earlier) + 1).model_copy(
            update={
                "id": self._id(),
                "measures": tuple(measure(n + 1, deadline=day, owner=f"R{n}") for n, day in enumerate(plans)),
                "indicators": signs,
                "unknown_plans": (UnknownPlan(item="A1", who="Skolen", by=by),),
                **({"state": "locked", "locked_at": NOW, "decision": decision()} if lock else {}),
            }
        )
        act = self.register.act("import", drawn.id, case.id)
        self.register.store.bring_in((), (EDITION,), ((drawn, act),))

    @rule(which=CASES, level=st.none() | st.just("N1"), review_on=SOME_DAY, lock=st.booleans(), drop=st.booleans())
    def go_on(self, which: int, level: str | None, review_on: date | None, lock: bool, drop: bool) -> None:  # noqa: FBT001
        found = self.register.store.assessments_of(self._case(which).id)
        if not found or found[-1].state == "locked":
            return
        update: dict[str, object] = {"review_on": review_on, "decision": None if level is None else decision(level)}
        if drop:
            update |= {"measures": (), "indicators": (), "unknown_plans": ()}
        if lock:
            update |= {"state": "locked", "locked_at": NOW, "decision": decision()}
        after = found[-1].model_copy(update={**update, "revision": found[-1].revision + 1})
        self.register.store.change(found[-1], after, self.register.act("decide", after.id, after.case_id))

    @rule(which=CASES, status=st.sampled_from(("started", "done", "stopped")), moment=MOMENTS, nth=CASES)
    def progress(self, which: int, status: str, moment: int, nth: int) -> None:
        known = [(one, planned) for one in self._assessments(which) for planned in one.measures]
        for one, planned in known[nth : nth + 1]:
            data = {"id": self._id(), "case_id": one.case_id, "organisation": "kommune", "assessment_id": one.id}
            more = {"measure_id": planned.id, "status": status, "happened_on": TODAY, "consent": "given"}
            at = NOW + timedelta(microseconds=moment)
            self._put(MeasureProgress.model_validate({**data, **more, "noted_at": at}))

    @rule(which=CASES, nth=CASES, done=st.booleans(), day=DAYS)
    def look(self, which: int, nth: int, done: bool, day: date) -> None:  # noqa: FBT001
        case = self._case(which)
        kept = self.register.store.cards_of(DatedCheck, case.id)
        asked = [one for one in all_checks(self._assessments(which), kept) if one.done_on is None]
        for one in asked[nth : nth + 1]:
            self._put(one.model_copy(update={"done_on": TODAY} if done else {"due_on": day}))

    @rule(which=CASES, day=DAYS)
    def check(self, which: int, day: date) -> None:
        case = self._case(which)
        data = {"id": self._id(), "case_id": case.id, "organisation": "kommune", "due_on": day}
        self._put(DatedCheck.model_validate({**data, "text": "Se etter", "cause": "own"}))

    @rule(which=CASES, reopened=st.booleans())
    def close(self, which: int, reopened: bool) -> None:  # noqa: FBT001
        data = {"case_id": self._case(which).id, "organisation": "kommune", "closed_at": NOW, "criteria": {}}
        more = {"reason": "x", "by": "SLT", "reopened_at": NOW if reopened else None}
        self._put(Closure.model_validate({**data, **more}))

    @rule(which=CASES, kind=st.sampled_from(FOLLOW_UPS), nth=CASES)
    def take_out(self, which: int, kind: type[Record], nth: int) -> None:
        for card in self.register.store.cards_of(kind, self._case(which).id)[nth : nth + 1]:
            key = str(getattr(card, "case_id" if kind is Closure else "id"))
            self.register.store.take_out(kind, key, self.register.act("drop"))

    @rule(which=CASES, let_in=st.booleans())
    def block(self, which: int, let_in: bool) -> None:  # noqa: FBT001
        case = self._case(which)
        if case.id not in self.register.blocked.hidden:
            if case.id in {card.case_id for _name, card in self.register.store.keepings_due(date.min)}:
                unblock(self.register, PROFILE, case.reference, "Trukket")
                return
            block(self.register, PROFILE, case.reference, "Krav")
        elif let_in:
            open_blocked(self.register, case.reference, "Må")

    @invariant()
    def nothing_kept_differs_from_the_records(self) -> None:
        assert self.register.store.misplaced() == ()

    @invariant()
    def home_shows_what_reading_everything_shows(self) -> None:
        plainly = sorted(map(self._plain, self.register.case_lines()), key=_urgency)
        assert list(standing_lines(self.register, 0, 99)) == plainly
        assert [one for at in range(4) for one in standing_lines(self.register, at, 1)] == plainly

    @invariant()
    def what_presses_is_what_reading_everything_shows(self) -> None:
        lines = sorted(map(self._plain, self.register.case_lines()), key=_urgency)
        live = [one.line for one in lines if not one.closed]
        overdue = [one.reference for one in live if one.due_on is not None and one.due_on < TODAY]
        found = pressing(self.register, TODAY)
        assert (found.overdue.count, list(found.overdue.first)) == (len(overdue), overdue[:3])
        drafts = [one.reference for one in live if one.state == "draft"]
        assert (found.drafts.count, list(found.drafts.first)) == (len(drafts), drafts[:3])
        late = sorted(self._late(), key=lambda one: (-one.days, one.case_id))
        assert (found.late.count, list(found.late.first)) == (len(late), late[:3])
        due = sorted(self._due(), key=lambda one: (one.day, one.case_id))
        assert (found.due.count, list(found.due.first)) == (len(due), due[:3])

    def _plain(self, line: CaseLine) -> StandingLine:
        closed = self._closed(line.case_id)
        if line.case_id in self.register.blocked.hidden:
            return StandingLine(line, closed, 0, None)
        waiting = self._open(line.case_id)
        days = [one.deadline for one in waiting if one.deadline is not None]
        return StandingLine(line, closed, len(waiting), min(days, default=None))

    def _late(self) -> Iterator[LateCase]:
        for line in self._usable():
            waiting = [] if self._closed(line.case_id) else self._open(line.case_id)
            days = [
                ((TODAY - one.deadline).days, one.owner) for one in waiting if one.deadline and one.deadline < TODAY
            ]
            if days:
                most, owner = max(days, key=lambda one: one[0])
                yield LateCase(line.case_id, line.reference, owner, most, len(days))

    def _due(self) -> Iterator[LookedAt]:
        for line in self._usable():
            kept = self.register.store.cards_of(DatedCheck, line.case_id)
            checks = all_checks(self.register.store.assessments_of(line.case_id), kept)
            days = [one.due_on for one in checks if one.done_on is None and one.due_on <= TODAY]
            if days:
                yield LookedAt(line.case_id, line.reference, min(days), len(days))

    def _usable(self) -> list[CaseLine]:
        return [one for one in self.register.case_lines() if one.case_id not in self.register.blocked.hidden]

    def _open(self, case_id: str) -> list[PlannedMeasure]:
        found = self.register.store.assessments_of(case_id)
        steps = self.register.store.cards_of(MeasureProgress, case_id)
        known = [one for one in standings(found, steps) if one.status in OPEN and (one.current or one.progress)]
        return [one.measure for one in sorted(known, key=lambda one: one.assessment.number)]

    def _closed(self, case_id: str) -> bool:
        closure = self.register.store.card(Closure, case_id)
        return closure is not None and closure.stands

    def _case(self, which: int) -> Case:
        return self.register.store.case_called(a_case(which % 2).reference) or a_case(which % 2)

    def _assessments(self, which: int) -> tuple[Assessment, ...]:
        return self.register.store.assessments_of(self._case(which).id)

    def _put(self, card: Record) -> None:
        self.register.store.put((card,), self.register.act("note"))

    def _id(self) -> str:
        self.number += 1
        return record_id(self.number)


def _urgency(one: StandingLine) -> tuple[bool, bool, bool, date, str]:
    """Drafts first, then by next review; cases without one, and then the closed ones, last."""
    line = one.line
    return (one.closed, line.state != "draft", line.review_on is None, line.review_on or TODAY, line.reference)


Registers.TestCase.settings = settings(examples(60), stateful_step_count=20)
TestCaseStandings = Registers.TestCase
