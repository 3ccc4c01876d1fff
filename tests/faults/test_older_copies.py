"""The register is swapped with yesterday's copy, which is whole and sound: only what lies outside it can tell.

That is the head that this machine saw last, or one that was printed. A change of keys, or of users, is seen without it
when only one of the two files was put back.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.errors import KeysOutdated, NotARegister, WrongPassphrase
from assess.places import anchors_path
from assess.register.anchors import check_head
from assess.register.journal import Anchor
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.slot import NewUser
from assess.register.users import add_user
from tests.faults.conftest import Figures
from tests.unit.conftest import CHEAP, NOW, OTHER_PASSPHRASE, PASSPHRASE, RECOVERY, a_case, found_register

READER = NewUser("leser", ("reader",), "steinras under en bro")

Swap = Callable[[Path, Path], None]


def opened(path: Path, hours: int, passphrase: str = PASSPHRASE) -> Register:
    return Register.unlock(path, passphrase, clock=lambda: NOW + timedelta(hours=hours))


def nothing_more(_register: Register) -> None:
    """A day with nothing but casework."""


def another_user(register: Register) -> None:
    add_user(register, PASSPHRASE, READER, CHEAP)


def other_keys(register: Register) -> None:
    rekey(register, PASSPHRASE)


def a_day(path: Path, more: Callable[[Register], None] = nothing_more) -> Path:
    """Let a register be seen here, put a copy of it aside, and let people work on; returns the copy."""
    found_register(path).close()
    opened(path, 1).close()
    yesterday = path.parent / "yesterday"
    yesterday.mkdir()
    for file in (path, keys_path(path)):
        shutil.copy(file, yesterday)
    with opened(path, 24) as register:
        for number in (1, 2, 3):
            register.open_case(a_case(number))
        more(register)
    return yesterday / path.name


def both(copy: Path, path: Path) -> None:
    """The register with its key file."""
    the_register(copy, path)
    shutil.copy(keys_path(copy), keys_path(path))


def the_register(copy: Path, path: Path) -> None:
    """The register alone, under the key file of today."""
    shutil.copy(copy, path)


def verify(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """What `assess register verify` says, and returns."""
    secret = path.with_name("passphrase")
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(secret))
    with CliRunner().isolation() as (out, err, _both):
        code = main(["--register", str(path), "register", "verify"])
        return code, (out.getvalue() + err.getvalue()).decode()


@pytest.mark.parametrize(
    ("more", "swap"),
    [(nothing_more, both), (another_user, both), (another_user, the_register), (other_keys, both)],
    ids=["with its key file", "from before a user came", "under the new user's key file", "from before a rekey"],
)
def test_yesterdays_copy_is_sound_and_this_machine_says_that_it_is_older(
    place: Path, more: Callable[[Register], None], swap: Swap, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    path = place / "r.assess"
    swap(a_day(path, more), path)
    with opened(path, 48) as register:
        assert register.references() == ()
        assert register.verify().broken_at is None
        assert register.faults() == []
        assert check_head(register).standing == "older"
    code, said = verify(path, monkeypatch)
    assert code == 1
    assert re.search(r"Registeret er en eldre kopi: 21\.11\.2026 10:00 så denne maskinen", said)
    figures("older copies", tried=1, unseen=0)


@pytest.mark.slow
def test_it_is_still_older_when_people_have_gone_on_in_it_with_new_keys(place: Path, figures: Figures) -> None:
    path = place / "r.assess"
    both(a_day(path), path)
    with opened(path, 48) as register:
        for number in range(10, 30):
            register.open_case(a_case(number))
        rekey(register, PASSPHRASE)
    with opened(path, 49) as register:
        assert check_head(register).standing == "older"
    figures("older copies", tried=1, unseen=0)


@pytest.mark.parametrize(
    "passphrase",
    [PASSPHRASE, *(pytest.param(one, marks=pytest.mark.slow) for one in (OTHER_PASSPHRASE, RECOVERY.text))],
    ids=["whose register it is", "another keyholder", "recovery key"],
)
def test_after_a_rekey_the_copy_is_not_opened_by_todays_key_file(
    place: Path, passphrase: str, figures: Figures
) -> None:
    path = place / "r.assess"
    the_register(a_day(path, other_keys), path)
    before = path.read_bytes()
    with pytest.raises(NotARegister):
        opened(path, 48, passphrase)
    assert path.read_bytes() == before
    figures("older copies", tried=1, unseen=0)


@pytest.mark.parametrize(("more", "refusal"), [(another_user, KeysOutdated), (other_keys, NotARegister)])
def test_yesterdays_key_file_does_not_open_todays_register(
    place: Path, more: Callable[[Register], None], refusal: type[Exception], figures: Figures
) -> None:
    path = place / "r.assess"
    copy = a_day(path, more)
    today = keys_path(path).read_bytes()
    shutil.copy(keys_path(copy), keys_path(path))
    with pytest.raises(refusal):
        opened(path, 48)
    keys_path(path).write_bytes(today)
    with opened(path, 48) as register:
        assert len(register.references()) == 3
        assert check_head(register).standing == "fine"
    figures("older copies", tried=1, unseen=0)


@pytest.mark.slow
def test_a_user_who_came_since_gets_into_the_copy_by_todays_key_file_only(place: Path) -> None:
    path = place / "r.assess"
    copy = a_day(path, another_user)
    the_register(copy, path)
    opened(path, 48, READER.passphrase).close()
    both(copy, path)
    with pytest.raises(WrongPassphrase):
        opened(path, 48, READER.passphrase)


def test_where_this_machine_has_forgotten_only_a_printed_head_tells(place: Path) -> None:
    path = place / "r.assess"
    copy = a_day(path)
    with opened(path, 25) as register:
        printed, remembered = Anchor.parse(register.head().text), anchors_path(register.store.facts()["id"])
    assert printed is not None
    remembered.unlink()
    both(copy, path)
    with opened(path, 48) as register:
        assert check_head(register).standing == "never_seen"
        assert register.verify().broken_at is None
        assert register.verify(printed).broken_at is not None
