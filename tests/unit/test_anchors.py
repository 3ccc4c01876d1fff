from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assess.errors import AccessDenied
from assess.places import anchors_path
from assess.register.anchors import accept_head, check_head, head_warning, remember_head
from assess.register.backup import make_backup
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found, found_demonstration
from assess.register.key_file import keys_path
from assess.register.pruning import plan_pruning, prune
from assess.register.register import Register
from assess.register.restore import restore
from assess.register.slot import NewUser
from tests.unit.conftest import CHEAP, NOW, PASSPHRASE, PEOPLE, RECOVERY, found_register

FOUNDING = Founding("fredrikstad", "kommune")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register that this machine has seen."""
    with found_register(tmp_path / "r.assess") as register:
        remember_head(register)
    return tmp_path / "r.assess"


def later(**how_long: int) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(**how_long)


def used(path: Path, *, entries: int = 3, remembered: bool = True, **how_long: int) -> None:
    """Open the register, do something, and close it."""
    with Register.unlock(path, PASSPHRASE, clock=later(**how_long)) as register:
        for _entry in range(entries):
            register.tell("search")
        if remembered:
            remember_head(register)


def kept(path: Path) -> Path:
    copy = path.parent / "kopi"
    copy.mkdir()
    for file in (path, keys_path(path)):
        shutil.copy(file, copy)
    return copy / path.name


def put_back(copy: Path, path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copy(copy, path)


def standing(path: Path, **how_long: int) -> str:
    with Register.unlock(path, PASSPHRASE, clock=later(**how_long)) as register:
        return check_head(register).standing


def test_a_register_that_was_never_seen_here_is_no_reason_to_worry(path: Path, state: Path) -> None:
    shutil.rmtree(state)
    with Register.unlock(path, PASSPHRASE) as register:
        assert check_head(register).standing == "never_seen"
        assert head_warning(register) == ""


def test_a_register_that_went_on_is_fine(path: Path) -> None:
    used(path, hours=1)
    used(path, hours=2)
    assert standing(path, hours=3) == "fine"


def test_an_older_copy_put_in_its_place_is_found_and_said_in_words(path: Path) -> None:
    copy = kept(path)
    used(path, hours=1, entries=9)
    put_back(copy, path)
    with Register.unlock(path, PASSPHRASE, clock=later(hours=2)) as register:
        assert check_head(register).standing == "older"
        warning = head_warning(register)
    assert warning.startswith("Registeret er en eldre kopi: 20.11.2026 11:00 så denne maskinen journalen med føring 11")
    assert warning.endswith("«assess register verify --accept».")


def test_an_older_copy_that_people_went_on_writing_in_is_found_too(path: Path) -> None:
    copy = kept(path)
    used(path, hours=1)
    put_back(copy, path)
    used(path, hours=2, entries=20)
    assert standing(path, hours=3) == "older"


def test_a_journal_written_anew_is_found(path: Path) -> None:
    copy = kept(path)
    used(path, hours=5)
    put_back(copy, path)
    used(path, hours=1, entries=20, remembered=False)
    with Register.unlock(path, PASSPHRASE, clock=later(hours=6)) as register:
        assert check_head(register).standing == "rewritten"
        assert head_warning(register).startswith("Journalen er skrevet om: 20.11.2026 15:00")


def test_the_warning_stays_until_somebody_accepts_it(path: Path) -> None:
    copy = kept(path)
    used(path, hours=1)
    put_back(copy, path)
    for hour in (2, 3):
        used(path, hours=hour)
    with Register.unlock(path, PASSPHRASE, clock=later(hours=4)) as register:
        found = accept_head(register)
        last = register.entries()[-1]
        assert found.standing == "older"
        assert last.action == "accept-older"
        assert last.body == {"seen": found.seen.text if found.seen else "", "standing": "older"}
        assert head_warning(register) == ""
    assert standing(path, hours=5) == "fine"


def test_where_there_is_nothing_to_accept_nothing_is_noted(path: Path) -> None:
    with Register.unlock(path, PASSPHRASE) as register:
        before = register.head()
        assert accept_head(register).holds
        assert register.head() == before


def test_only_those_who_look_after_the_journal_accept(tmp_path: Path) -> None:
    people = (*PEOPLE, NewUser("leser", ("reader",), "steinras under en bro"))
    found(tmp_path / "s.assess", people, RECOVERY, FOUNDING, cost=CHEAP).close()
    with Register.unlock(tmp_path / "s.assess", "steinras under en bro") as reader, pytest.raises(AccessDenied):
        accept_head(reader)


def test_a_restored_backup_is_an_older_copy_until_it_is_accepted(path: Path, tmp_path: Path) -> None:
    with Register.unlock(path, PASSPHRASE) as register:
        make_backup(register, tmp_path / "a.backup")
    used(path, hours=1)
    restored = restore(tmp_path / "a.backup", tmp_path / "ny" / "r.assess", PASSPHRASE, clock=later(hours=2))
    assert standing(restored.path, hours=3) == "older"


def test_a_backup_is_remembered(path: Path, tmp_path: Path) -> None:
    with Register.unlock(path, PASSPHRASE) as register:
        make_backup(register, tmp_path / "a.backup")
        head = register.head()
        assert f'"seq":{head.seq}' in anchors_path(register.store.facts()["id"]).read_text()


def test_entries_taken_away_after_their_time_are_no_older_copy(path: Path) -> None:
    with Register.unlock(path, PASSPHRASE, clock=later(days=2000)) as register:
        plan = plan_pruning(register, clock_is_right=True)
        assert plan is not None
        prune(register, plan)
    assert standing(path, days=2000) == "fine"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no mode bits")
def test_what_is_remembered_is_private_and_says_nothing_of_a_case(path: Path, state: Path) -> None:
    (file,) = [one for one in state.rglob("*") if one.is_file()]
    assert file.stat().st_mode & 0o777 == 0o600
    assert {one.stat().st_mode & 0o777 for one in state.rglob("*") if one.is_dir()} == {0o700}
    assert sorted(part.split(":")[0] for part in file.read_text().strip("{}").split(",")) == [
        '"format"',
        '"mac"',
        '"seen_at"',
        '"seq"',
    ]


@pytest.mark.parametrize("content", [b"", b"{", b'{"seq": -1}', bytes(9000)])
def test_a_damaged_memory_is_no_memory_and_is_made_anew(path: Path, state: Path, content: bytes) -> None:
    (file,) = [one for one in state.rglob("*") if one.is_file()]
    file.write_bytes(content)
    assert standing(path, hours=1) == "never_seen"
    used(path, hours=1)
    assert standing(path, hours=2) == "fine"


def test_a_state_folder_that_cannot_be_written_keeps_nobody_from_working(path: Path, state: Path) -> None:
    shutil.rmtree(state)
    state.write_text("en fil der mappen skulle være")
    used(path)
    with Register.unlock(path, PASSPHRASE) as register:
        remember_head(register)
        assert head_warning(register) == ""


def test_a_demonstration_is_not_remembered(tmp_path: Path, state: Path) -> None:
    with found_demonstration(tmp_path / "d.assess", FOUNDING, cost=CHEAP) as demo:
        remember_head(demo)
    with Register.unlock(tmp_path / "d.assess", DEMONSTRATION_PASSPHRASE) as demo:
        assert check_head(demo).standing == "never_seen"
    assert not state.exists()
