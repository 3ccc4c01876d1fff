"""A clock that jumps: the journal's order is its numbers, and nothing else leans on the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assess.casework.deeds.rating import Rate
from assess.register.arrivals import Arrival
from assess.register.register import Register
from tests.faults.conftest import Figures
from tests.faults.rehearsal import ASSESSMENT, CASE, EDITION
from tests.unit.conftest import ANSWERS, PASSPHRASE, TEACHER, a_case, begun, found_register, rating

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
SECOND = timedelta(seconds=1)


def local(month: int, day: int, hour: int, minute: int, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=OSLO, fold=fold)


CLOCKS = {
    "ten years back": [NOW, NOW - timedelta(days=3653)],
    "ten years on": [NOW, NOW + timedelta(days=3653)],
    "on, and back again": [NOW, NOW + timedelta(days=3653), NOW + SECOND],
    "back, and on again": [NOW, NOW - timedelta(days=3653), NOW + SECOND],
    "into summer time": [local(3, 29, 1, 59), local(3, 29, 3, 0), local(3, 29, 3, 1)],
    "out of summer time": [local(10, 25, 2, 59), local(10, 25, 2, 0, fold=1), local(10, 25, 2, 1, fold=1)],
    "an hour that doesn't exist": [local(3, 29, 2, 30), local(3, 29, 2, 30, fold=1)],
    "leap day": [datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)],
    "after leap day": [datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)],
    "new year": [datetime(2026, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)],
    "an empty battery": [NOW, datetime(1970, 1, 1, tzinfo=UTC)],
    "before 1970": [NOW, datetime(1969, 12, 31, 12, 0, tzinfo=UTC)],
    "standing still": [NOW],
    "far on": [NOW, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)],
}


@pytest.mark.parametrize("moments", CLOCKS.values(), ids=CLOCKS)
def test_the_journal_goes_by_its_numbers_whatever_the_clock_says(
    place: Path, moments: list[datetime], figures: Figures
) -> None:
    path = place / "r.assess"
    found_register(path).close()
    moment = cycle(moments)
    wanted = []
    with Register.unlock(path, PASSPHRASE, clock=lambda: next(moment)) as register:
        register.bring_in((Arrival(CASE, EDITION, begun(CASE, EDITION)),))
        for item, code in ANSWERS.items():
            register.do(register.assessment(ASSESSMENT), Rate(rating(item, code, TEACHER)))
            wanted.append(item)
        register.open_case(a_case(43))
        for _ in range(3):
            register.start(CASE, EDITION, NOW.date())
    with Register.unlock(path, PASSPHRASE, clock=lambda: next(moment)) as register:
        entries = register.entries()
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        rated = [str(entry.body) for entry in entries if entry.action == "rate"]
        assert [f"'item': '{item}'" in told for told, item in zip(rated, wanted, strict=True)] == [True] * len(wanted)
        assert register.verify().broken_at is None
        assert register.faults() == []
        assert [one.number for one in register.assessments_of(CASE.id)] == [1, 2, 3, 4]
        assert len({one.id for one in register.assessments_of(CASE.id)}) == 4
        assert [one.item for one in register.assessment(ASSESSMENT).ratings] == wanted
        assert [line.reference for line in register.case_lines()] == ["F-2026-0042", "F-2026-0043"]
    figures("clocks", tried=1, broken=0)


def test_two_moments_of_the_same_hour_in_autumn_are_told_apart(place: Path) -> None:
    moments = cycle([local(10, 25, 2, 30), local(10, 25, 2, 30, fold=1)])
    found_register(place / "r.assess").close()
    with Register.unlock(place / "r.assess", PASSPHRASE, clock=lambda: next(moments)) as register:
        register.open_case(a_case(43))
        register.open_case(a_case(44))
        told = {entry.at for entry in register.entries()[-2:]}
    assert told == {"2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"}
