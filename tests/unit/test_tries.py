from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assess.errors import TooManyTries, WrongPassphrase
from assess.register.register import Register
from assess.register.tries import forget_tries, note_wrong_try, refuse_too_soon, tries_path, wrong_tries
from tests.unit.conftest import NOW, PASSPHRASE, found_register

WRONG = "noe helt annet enn det"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = tmp_path / "r.assess"
    found_register(path).close()
    return path


def seconds_to_wait(register: Path, now: datetime) -> int:
    try:
        refuse_too_soon(register, now)
    except TooManyTries as refused:
        return refused.seconds
    return 0


def test_three_slips_are_free_and_then_each_doubles_the_wait_up_to_a_minute(tmp_path: Path) -> None:
    register, waits = tmp_path / "r.assess", []
    for _try in range(20):
        note_wrong_try(register, NOW)
        waits.append(seconds_to_wait(register, NOW))
    assert waits == [0, 0, 2, 4, 8, 16, 32, *[60] * 13]


def test_the_wait_runs_out_by_the_clock(tmp_path: Path) -> None:
    register = tmp_path / "r.assess"
    for _try in range(5):
        note_wrong_try(register, NOW)
    assert [seconds_to_wait(register, NOW + timedelta(seconds=after)) for after in (0, 3, 7.5, 8, 100)] == [
        8,
        5,
        1,
        0,
        0,
    ]


def test_a_clock_that_was_set_back_locks_nobody_out(tmp_path: Path) -> None:
    register = tmp_path / "r.assess"
    for _try in range(5):
        note_wrong_try(register, NOW)
    assert seconds_to_wait(register, NOW - timedelta(days=400)) == 0


def test_the_refusal_says_how_long_and_that_nothing_was_touched(tmp_path: Path) -> None:
    for _try in range(4):
        note_wrong_try(tmp_path / "r.assess", NOW)
    with pytest.raises(TooManyTries) as refused:
        refuse_too_soon(tmp_path / "r.assess", NOW)
    assert str(refused.value) == (
        "Passordfrasen var feil 4 ganger på rad. Registeret er ikke rørt. Vent 4 sekunder, og prøv igjen."
    )


def test_twenty_wrong_tries_open_nothing_wait_longer_and_stand_in_the_journal(closed: Path) -> None:
    clock, refused, content = Clock(), 0, closed.read_bytes()
    said: set[str] = set()
    tried: list[datetime] = []
    while len(tried) < 20:
        try:
            Register.unlock(closed, WRONG, clock=clock)
        except TooManyTries as error:
            refused += 1
            clock.wait(error.seconds)
        except WrongPassphrase as error:
            said.add(str(error))
            tried.append(clock.time)
    assert (refused, len(said)) == (17, 1)
    assert tried[-1] - tried[0] == timedelta(seconds=2 + 4 + 8 + 16 + 32 + 60 * 12)
    assert closed.read_bytes() == content
    with pytest.raises(TooManyTries):
        Register.unlock(closed, PASSPHRASE, clock=clock)
    clock.wait(60)
    with Register.unlock(closed, PASSPHRASE, clock=clock) as register:
        told = [entry for entry in register.entries() if entry.action == "failed-unlock"]
        assert [entry.body for entry in told] == [{"tried_at": [moment.isoformat() for moment in tried]}]
        assert wrong_tries(closed) == []
    assert not tries_path(closed).exists()


def test_a_right_passphrase_starts_the_count_anew(closed: Path) -> None:
    clock = Clock()
    for _round in range(3):
        for _try in range(2):
            with pytest.raises(WrongPassphrase):
                Register.unlock(closed, WRONG, clock=clock)
        Register.unlock(closed, PASSPHRASE, clock=clock).close()
    assert wrong_tries(closed) == []


def test_the_notes_say_when_and_never_what(closed: Path) -> None:
    with pytest.raises(WrongPassphrase):
        Register.unlock(closed, WRONG, "slt", clock=Clock())
    content = tries_path(closed).read_bytes()
    assert content == b'["2026-11-20T09:00:00+00:00"]'
    if os.name == "posix":
        assert stat.S_IMODE(tries_path(closed).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"\xff", b'"2026"', b"[" * 70_000, b'["2026-11-20T09:00:00"]', b'["i dag"]', b"null"],
)
def test_notes_that_can_not_be_read_are_no_tries(tmp_path: Path, content: bytes) -> None:
    tries_path(tmp_path / "r.assess").write_bytes(content)
    assert wrong_tries(tmp_path / "r.assess") == []
    note_wrong_try(tmp_path / "r.assess", NOW)
    assert wrong_tries(tmp_path / "r.assess") == [NOW]


def test_at_most_a_hundred_tries_are_kept(tmp_path: Path) -> None:
    moments = [NOW + timedelta(minutes=number) for number in range(103)]
    for moment in moments:
        note_wrong_try(tmp_path / "r.assess", moment)
    assert wrong_tries(tmp_path / "r.assess") == moments[3:]
    forget_tries(tmp_path / "r.assess")
    forget_tries(tmp_path / "r.assess")
    assert wrong_tries(tmp_path / "r.assess") == []
