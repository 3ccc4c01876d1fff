from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.errors import AccessDenied, KeysOutdated, NotAllowed, RegisterError, RegisterExists, WrongPassphrase
from assess.instrument.edition import Edition
from assess.places import anchors_path
from assess.register.arrivals import Arrival
from assess.register.backup import backup_file, make_backup
from assess.register.cards import Backup
from assess.register.container import KEYS, MANIFEST, REGISTER
from assess.register.content import digest, keys_of, reading
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.founding import Founding, found
from assess.register.journal import Anchor
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.restore import restore, verify_backup
from assess.register.slot import Grant, NewUser
from assess.register.sqlite_store import SqliteStore
from assess.register.vault import Vault
from assess.register.workroom import left_behind, sweep, unfinished
from tests.unit.conftest import CHEAP, NOW, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY, finished

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes, limits and kills are POSIX")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "minnepinne"
    folder.mkdir()
    return folder


@pytest.fixture
def full(register: Register, case: Case, edition: Edition) -> Register:
    """The register with a finished assessment."""
    register.bring_in((Arrival(case, edition, finished(case, edition)),))
    return register


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """No file may become longer than `size`, as when the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def manifest(backup: Path) -> dict[str, object]:
    with zipfile.ZipFile(backup) as archive:
        read: dict[str, object] = json.loads(archive.read(MANIFEST))
    return read


def test_a_backup_is_one_file_that_any_tool_can_open(full: Register, away: Path) -> None:
    card = make_backup(full, away / "a.backup")
    with zipfile.ZipFile(away / "a.backup") as archive:
        assert archive.testzip() is None
        assert [one.filename for one in archive.infolist()] == [MANIFEST, KEYS, REGISTER]
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.read(KEYS) == keys_path(full.path).read_bytes()
    assert card.size == (away / "a.backup").stat().st_size
    assert full.store.cards(Backup) == (card,)


def test_the_manifest_says_what_is_in_it_and_names_nobody(full: Register, away: Path) -> None:
    make_backup(full, away / "a.backup", 30)
    told = manifest(away / "a.backup")
    assert set(told) == {
        *("format", "program", "kind", "register_id", "backup_id", "made_at", "made_by", "expires_on", "generation"),
        *("anchor", "content", "register_file", "key_file", "seal"),
    }
    assert told["expires_on"] == "2026-12-20"
    assert told["made_by"] == full.ring.user


def test_no_word_of_a_case_is_in_any_byte_of_a_backup(full: Register, case: Case, away: Path) -> None:
    make_backup(full, away / "a.backup")
    content = (away / "a.backup").read_bytes()
    for planted in (case.reference, case.summary, "Har hørt ham si det selv", "kommune"):
        assert planted.encode() not in content
        assert planted.encode("utf-16-le") not in content
    assert b"SQLite format 3" not in content


def test_the_journal_holds_the_anchor_and_tells_of_the_backup_in_the_next_entry(full: Register, away: Path) -> None:
    before = full.head()
    card = make_backup(full, away / "a.backup")
    anchor = Anchor.parse(card.anchor)
    assert card.anchor == before.text
    assert anchor is not None
    assert full.verify(anchor).broken_at is None
    (told,) = full.entries(anchor.seq)
    assert (told.seq, told.action, told.subject) == (anchor.seq + 1, "backup", card.id)


def test_two_backups_of_the_same_content_have_the_same_content_digest(full: Register, away: Path) -> None:
    with reading(full.path, keys_of(full.ring)) as (db, _key):
        live = digest(db)
    full.close()
    twin = away / "tvilling" / "r.assess"
    twin.parent.mkdir(mode=0o700)
    for file in (full.path, keys_path(full.path)):
        shutil.copy(file, twin.parent)
    cards = []
    for path in (full.path, twin):
        # Unlocking would write to the journal, and the two would no longer be the same.
        store = SqliteStore(path, full.ring.data_key, "register")
        with Register(path, store, "register", full.ring, lambda: NOW) as register:
            cards.append(make_backup(register, path.with_name("a.backup")))
            cards.append(make_backup(register, path.with_name("b.backup")))
    assert cards[0].content == cards[2].content == live
    assert cards[0].sha256 != cards[2].sha256
    assert len({card.content for card in cards}) == 3, "each register has told its journal of its first backup"


def test_a_folder_gets_a_neutral_name(full: Register, away: Path) -> None:
    card = make_backup(full, away)
    named = full.store.facts()["id"][:8]
    assert card.name.startswith(f"assess-{named}-20261120-0900")
    assert [one.name for one in away.iterdir()] == [card.name]


def test_an_existing_file_is_never_replaced(full: Register, away: Path) -> None:
    (away / "a.backup").write_bytes(b"noe annet")
    before = full.head()
    with pytest.raises(RegisterExists, match="finnes fra før"):
        make_backup(full, away / "a.backup")
    (away / "b.backup").symlink_to(away / "ingensteds")
    with pytest.raises(RegisterExists):
        make_backup(full, away / "b.backup")
    assert (away / "a.backup").read_bytes() == b"noe annet"
    assert full.head() == before
    assert full.store.cards(Backup) == ()


def test_a_file_that_came_meanwhile_stands_and_the_register_lists_no_backup(
    full: Register, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def interrupted(path: Path, keys: Iterable[DataKey]) -> Iterator[tuple[Database, DataKey]]:
        (away / "a.backup").write_bytes(b"noe annet")
        with reading(path, keys) as found_there:
            yield found_there

    monkeypatch.setattr("assess.register.backup.reading", interrupted)
    with pytest.raises(RegisterExists):
        make_backup(full, away / "a.backup")
    assert (away / "a.backup").read_bytes() == b"noe annet"
    assert full.store.cards(Backup) == ()
    assert [entry.action for entry in full.entries()][-2:] == ["backup", "backup-failed"]
    assert [one.name for one in away.iterdir()] == ["a.backup"]


def test_a_place_that_is_not_there_is_said(full: Register, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="finnes ikke"):
        make_backup(full, tmp_path / "borte" / "a.backup")
    with pytest.raises(NotAllowed, match="høyst"):
        make_backup(full, tmp_path / "a.backup", 100_000)


@pytest.mark.parametrize("room", [100_000, 1_000])
def test_a_full_disk_leaves_no_half_backup_and_the_previous_one_stands(full: Register, away: Path, room: int) -> None:
    card = make_backup(full, away / "a.backup")
    limit = card.size - room
    with at_most(limit), pytest.raises(RegisterError):
        make_backup(full, away / "b.backup")
    assert [one.name for one in away.iterdir()] == ["a.backup"]
    assert left_behind(full.path.parent) == []
    assert full.store.cards(Backup) == (card,)
    assert verify_backup(full, away / "a.backup").id == card.id
    make_backup(full, away / "b.backup")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_whatever_the_umask_only_this_user_can_open_what_is_made(full: Register, away: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        make_backup(full, away / "a.backup")
        restore(away / "a.backup", away / "ny" / "r.assess", PASSPHRASE)
    finally:
        os.umask(before)
    made = [away / "a.backup", away / "ny" / "r.assess", keys_path(away / "ny" / "r.assess")]
    made.append(anchors_path(full.store.facts()["id"]))
    assert {one.stat().st_mode & 0o777 for one in made} == {0o600}
    assert (away / "ny").stat().st_mode & 0o777 == 0o700


def test_only_those_who_may_make_backups(tmp_path: Path, away: Path) -> None:
    people = (*PEOPLE, NewUser("leser", ("reader",), "steinras under en bro"))
    found(tmp_path / "s.assess", people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP).close()
    with Register.unlock(tmp_path / "s.assess", "steinras under en bro") as reader:
        with pytest.raises(AccessDenied):
            make_backup(reader, away / "a.backup")
        with pytest.raises(AccessDenied):
            verify_backup(reader, away / "a.backup")
    assert list(away.iterdir()) == []


_WRITER = """
import sys
from pathlib import Path
from assess.register.register import Register
from assess.register.rekey import rekey
with Register.unlock(Path(sys.argv[1]), sys.argv[2]) as register:
    print("writing", flush=True)
    while True:
        register.store.note(register.act("view"))
"""


def test_a_backup_made_while_another_program_writes_restores_cleanly(full: Register, away: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(full.path), PASSPHRASE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        cards = [make_backup(full, away / f"{number}.backup") for number in range(3)]
        assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
    seen = [Anchor.parse(card.anchor) for card in cards]
    assert len({anchor.seq for anchor in seen if anchor is not None}) == 3
    for number, anchor in enumerate(seen):
        restored = restore(away / f"{number}.backup", away / f"r{number}" / "r.assess", PASSPHRASE)
        with Register.unlock(restored.path, PASSPHRASE) as register:
            assert register.verify(anchor).broken_at is None
            assert register.faults() == []
            assert len(register.case_lines()) == 1


def with_other_passphrase(register: Register, passphrase: str) -> None:
    vault = Vault.read(register.path)
    vault.with_passphrase("slt", OTHER_PASSPHRASE, passphrase, CHEAP).write(register.path)


def test_a_key_file_changed_meanwhile_is_read_anew_so_that_both_belong_together(
    full: Register, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = ["ny frase for en annen"]

    @contextmanager
    def interrupted(path: Path, keys: Iterable[DataKey]) -> Iterator[tuple[Database, DataKey]]:
        with reading(path, keys) as found_there:
            yield found_there
        if waiting:
            with_other_passphrase(full, waiting.pop())

    monkeypatch.setattr("assess.register.backup.reading", interrupted)
    make_backup(full, away / "a.backup")
    assert manifest(away / "a.backup")["generation"] == 2
    restore(away / "a.backup", away / "r.assess", "ny frase for en annen")


def test_keys_that_keep_changing_give_no_backup(full: Register, away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = [OTHER_PASSPHRASE, "ny frase for en annen", "enda en frase for en annen"]

    @contextmanager
    def interrupted(path: Path, keys: Iterable[DataKey]) -> Iterator[tuple[Database, DataKey]]:
        with reading(path, keys) as found_there:
            yield found_there
        vault = Vault.read(full.path).with_passphrase("slt", phrases[0], phrases[1], CHEAP)
        phrases.pop(0)
        vault.write(full.path)

    monkeypatch.setattr("assess.register.backup.reading", interrupted)
    with pytest.raises(KeysOutdated, match="Nøklene ble byttet mens"):
        make_backup(full, away / "a.backup")
    assert list(away.iterdir()) == []


def test_a_backup_in_the_middle_of_a_change_of_keys_restores(full: Register, away: Path) -> None:
    full.close()
    vault = Vault.read(full.path)
    _ring, identities = vault.identities(PASSPHRASE)
    vault.rekeyed(Grant(DataKey.new(), former=full.ring.data_key, identities=identities)).write(full.path)
    with Register.unlock(full.path, PASSPHRASE) as register:
        make_backup(register, away / "a.backup")
        verify_backup(register, away / "a.backup")
    restored = restore(away / "a.backup", away / "r.assess", OTHER_PASSPHRASE)
    with Register.unlock(restored.path, PASSPHRASE) as register:
        assert len(register.case_lines()) == 1


def test_a_backup_from_before_the_keys_were_changed_is_tried_with_a_passphrase_from_then(
    full: Register, away: Path
) -> None:
    make_backup(full, away / "a.backup")
    rekey(full, PASSPHRASE)
    full.close()
    with Register.unlock(full.path, PASSPHRASE) as register:
        with pytest.raises(KeysOutdated, match="byttet siden"):
            verify_backup(register, away / "a.backup")
        with pytest.raises(WrongPassphrase):
            verify_backup(register, away / "a.backup", "en frase fra ingensteds")
        assert verify_backup(register, away / "a.backup", PASSPHRASE).verified_at is not None


_MAKER = """
import sys, time
from pathlib import Path
from assess.register import container
from assess.register.backup import make_backup
from assess.register.register import Register
from assess.register.rekey import rekey
def waits(*_arguments):
    print("making", flush=True)
    time.sleep(60)
setattr(container, sys.argv[4], waits)
with Register.unlock(Path(sys.argv[1]), sys.argv[2]) as register:
    make_backup(register, Path(sys.argv[3]))
"""


@pytest.mark.parametrize("step", ["measured", "pack"])
def test_what_a_killed_backup_left_is_swept_and_what_is_in_use_is_not(full: Register, away: Path, step: str) -> None:
    command = [sys.executable, "-c", _MAKER, str(full.path), PASSPHRASE, str(away / "a.backup"), step]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "making\n"
        rooms = list(full.path.parent.glob(".assess-work-*"))
        assert [room.stat().st_mode & 0o777 for room in rooms] == [0o700]
        sweep(full.path)
        assert rooms[0].exists(), "somebody works in it"
        maker.send_signal(signal.SIGKILL)
    assert not (away / "a.backup").exists()
    sweep(full.path)
    assert list(full.path.parent.glob(".assess-work-*")) == []
    make_backup(full, away / "a.backup")
    assert [one.name for one in away.iterdir()] == ["a.backup"], "the next one of the name takes the half one away"


def test_a_part_that_somebody_writes_is_left_alone(tmp_path: Path) -> None:
    with unfinished(tmp_path / "a") as first, unfinished(tmp_path / "a") as second:
        assert first.exists()
        assert first != second


def test_the_usual_name_comes_only_in_a_folder(full: Register, away: Path) -> None:
    assert backup_file(full, away / "a", NOW) == away / "a"
    assert backup_file(full, away, NOW).parent == away
    assert time.strptime(backup_file(full, away, NOW).stem[-15:], "%Y%m%d-%H%M%S")
