from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.errors import AccessDenied, NotAllowed
from assess.register.founding import Founding, found
from assess.register.pruning import months_before, plan_pruning, prune
from assess.register.register import Register
from assess.register.slot import NewUser
from tests.unit.conftest import CHEAP, NOW, PASSPHRASE, PEOPLE, RECOVERY, Ticking, found_register


class Calendar:
    """A clock that shows what it is set to."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def old(tmp_path: Path, clock: Calendar) -> Register:
    """A register that has been used each month for five years; entry 1 and 2 are its founding and first unlocking."""
    found_register(tmp_path / "r.assess").close()
    register = Register.unlock(tmp_path / "r.assess", PASSPHRASE, clock=clock)
    for month in range(60):
        clock.time = NOW + timedelta(days=30 * month)
        register.tell("search")
    return register


def test_what_is_older_than_36_months_goes_and_the_chain_holds(old: Register, clock: Calendar) -> None:
    with old:
        plan = plan_pruning(old)
        assert plan is not None
        assert plan.before == months_before(clock.time, 36)
        segment = prune(old, plan)
        assert segment is not None
        assert (segment.first_seq, segment.last_seq) == (plan.first_seq, plan.last_seq) == (1, plan.count)
        kept = old.entries()
        assert all(datetime.fromisoformat(entry.at) >= plan.before for entry in kept)
        assert kept[-1].action == "prune-journal"
        found_whole = old.verify()
        assert (found_whole.broken_at, found_whole.pruned) == (None, plan.count)
        assert plan_pruning(old) is None


def test_an_earlier_day_may_be_chosen_but_never_one_less_than_12_months_ago(old: Register, clock: Calendar) -> None:
    with old:
        plan = plan_pruning(old, months_before(clock.time, 48))
        assert plan is not None
        assert plan.count < (plan_pruning(old) or plan).count
        plan_pruning(old, months_before(clock.time, 12))
        with pytest.raises(NotAllowed, match="minst 12 måneder"):
            plan_pruning(old, months_before(clock.time, 12) + timedelta(days=1))


@pytest.mark.parametrize("days", [401, -2000])
def test_a_clock_that_jumped_takes_nothing_away(old: Register, clock: Calendar, days: int) -> None:
    with old:
        clock.time += timedelta(days=days)
        with pytest.raises(NotAllowed, match="klokken kan ha vært feil"):
            plan_pruning(old)
        clock.time += timedelta(days=0 if days > 0 else 4000)
        assert plan_pruning(old, clock_is_right=True) is not None


def test_an_entry_written_while_the_clock_was_wrong_does_not_make_it_right(old: Register, clock: Calendar) -> None:
    with old:
        clock.time += timedelta(days=3000)
        old.tell("search")
        with pytest.raises(NotAllowed, match="3000 dager"):
            plan_pruning(old)


def test_a_young_journal_has_nothing_to_take_away(register: Register) -> None:
    assert plan_pruning(register) is None


def test_only_keyholders_take_entries_away(tmp_path: Path) -> None:
    people = (*PEOPLE, NewUser("veileder", ("supervisor",), "steinras under en bro"))
    path = tmp_path / "s.assess"
    found(path, people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP, clock=Ticking()).close()
    with Register.unlock(path, "steinras under en bro", clock=Ticking()) as other, pytest.raises(AccessDenied):
        plan_pruning(other)


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(datetime(2026, 3, 31, 8, tzinfo=UTC), 1) == datetime(2026, 2, 28, 8, tzinfo=UTC)
    assert months_before(datetime(2024, 2, 29, 8, tzinfo=UTC), 36) == datetime(2021, 2, 28, 8, tzinfo=UTC)
    assert months_before(datetime(2026, 12, 20, 8, tzinfo=UTC), 12) == datetime(2025, 12, 20, 8, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 20, 8, tzinfo=UTC), 1) == datetime(2025, 12, 20, 8, tzinfo=UTC)
