from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.errors import (
    AssessError,
    KeysOutdated,
    NotAllowed,
    RegisterDamaged,
    RegisterError,
    RegisterExists,
    WrongPassphrase,
)
from assess.instrument.edition import Edition
from assess.register.arrivals import Arrival
from assess.register.backup import make_backup
from assess.register.cards import Backup
from assess.register.connection import connect
from assess.register.container import KEYS, MANIFEST, REGISTER
from assess.register.content import digest, keys_of, reading
from assess.register.data_key import DataKey
from assess.register.key_file import keys_path
from assess.register.manifest import Manifest, Sized
from assess.register.register import Register
from assess.register.restore import manifest_of, restore, verify_backup
from tests.unit.archives import Parts, packed, parts_of
from tests.unit.conftest import (
    NOW,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    RECOVERY,
    finished,
    found_register,
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """A register with a finished assessment and one backup, and another register with its own."""
    folder = tmp_path_factory.mktemp("felles")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        for name in ("a", "b"):
            with found_register(folder / f"{name}.assess") as register:
                case = Case.model_validate({**_CASE, "summary": f"Bekymring {name}"})
                register.bring_in((Arrival(case, edition, finished(case, edition)),))
                make_backup(register, folder / f"{name}.backup")
    return folder


_CASE = {
    "id": "00000000-0000-7000-8000-000000000412",
    "reference": "F-2026-0042",
    "organisation": "kommune",
    "opened_at": NOW,
    "phase": "initial",
    "age_band": "a18_24",
    "ideology": "uklar",
    "sender": "skole",
    "summary": "",
}


@pytest.fixture
def good(shared: Path, tmp_path: Path) -> Path:
    (tmp_path / "inn").mkdir()
    return Path(shutil.copy(shared / "a.backup", tmp_path / "inn" / "a.backup"))


@pytest.fixture
def register(shared: Path, tmp_path: Path) -> Register:
    """The register that the good backup was made of."""
    for file in (shared / "a.assess", keys_path(shared / "a.assess")):
        shutil.copy(file, tmp_path)
    return Register.unlock(tmp_path / "a.assess", PASSPHRASE)


def resealed(parts: Parts, key: DataKey, **changes: object) -> bytes:
    """A manifest with other contents, sealed by whoever holds `key`."""
    told = json.loads(parts[MANIFEST])
    sizes = {
        "register_file": Sized(size=len(parts[REGISTER]), sha256=hashlib.sha256(parts[REGISTER]).hexdigest()),
        "key_file": Sized(size=len(parts[KEYS]), sha256=hashlib.sha256(parts[KEYS]).hexdigest()),
    }
    changed = {**told, **{name: one.model_dump() for name, one in sizes.items()}, **changes}
    return Manifest.model_validate_json(json.dumps(changed, default=str)).sealed(key).as_bytes()


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def test_what_was_backed_up_comes_back(good: Path, tmp_path: Path) -> None:
    restored = restore(good, tmp_path / "ny" / "r.assess", PASSPHRASE, clock=lambda: NOW)
    with Register.unlock(restored.path, OTHER_PASSPHRASE) as register:
        (line,) = register.store.case_lines()
        assert (line.reference, line.summary) == ("F-2026-0042", "Bekymring a")
        assert register.faults() == []
        told = [entry.action for entry in register.entries()]
    assert told[-2:] == ["restore", "unlock"]
    assert sorted(one.name for one in (tmp_path / "ny").iterdir()) == ["r.assess", "r.assess.keys"]


def test_the_restored_register_knows_of_the_backup_it_came_from(good: Path, tmp_path: Path) -> None:
    restored = restore(good, tmp_path / "r.assess", PASSPHRASE)
    with Register.unlock(restored.path, PASSPHRASE) as register:
        (card,) = register.store.cards(Backup)
        assert card == restored.card
        assert card.sha256 == hashlib.sha256(good.read_bytes()).hexdigest()


def test_the_recovery_key_alone_restores(good: Path, tmp_path: Path) -> None:
    restored = restore(good, tmp_path / "r.assess", RECOVERY.text.lower())
    with Register.unlock(restored.path, RECOVERY.text) as register:
        assert register.verify().broken_at is None


def test_a_wrong_passphrase_restores_nothing(good: Path, tmp_path: Path) -> None:
    before = everything(tmp_path)
    with pytest.raises(WrongPassphrase):
        restore(good, tmp_path / "r.assess", "helt andre ord på en vegg")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("ending", ["", ".keys", "-wal"])
def test_nothing_is_ever_restored_over_something(good: Path, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"r.assess{ending}").write_bytes(b"noe annet")
    before = everything(tmp_path)
    with pytest.raises(RegisterExists, match="finnes fra før"):
        restore(good, tmp_path / "r.assess", PASSPHRASE)
    assert everything(tmp_path) == before


def test_a_restoring_that_was_killed_between_its_two_files_can_be_done_again(good: Path, tmp_path: Path) -> None:
    (tmp_path / "r.assess.keys").write_bytes(parts_of(good)[KEYS])
    restored = restore(good, tmp_path / "r.assess", PASSPHRASE)
    assert (tmp_path / "r.assess.keys").read_bytes() == parts_of(good)[KEYS]
    with Register.unlock(tmp_path / "r.assess", PASSPHRASE) as register:
        assert register.store.cards(Backup) == (restored.card,)
        assert register.verify().broken_at is None


def test_a_backup_of_this_register_is_tried_and_nothing_is_left_behind(
    register: Register, good: Path, tmp_path: Path
) -> None:
    with register:
        files = set(everything(tmp_path))
        card = verify_backup(register, good)
        assert set(everything(tmp_path)) == files
        assert card.verified_at is not None
        assert register.store.cards(Backup) == (card,)
        last = register.entries()[-1]
        assert (last.action, last.subject) == ("verify-backup", card.id)
        assert verify_backup(register, good, OTHER_PASSPHRASE).id == card.id


def test_another_registers_backup_is_not_this_ones(register: Register, shared: Path) -> None:
    with register, pytest.raises(NotAllowed, match="et annet register"):
        verify_backup(register, shared / "b.backup")


def test_a_backup_with_its_key_file_from_another_register_is_refused(
    register: Register, shared: Path, tmp_path: Path
) -> None:
    parts = {**parts_of(shared / "a.backup"), KEYS: parts_of(shared / "b.backup")[KEYS]}
    parts[MANIFEST] = resealed(parts, register.ring.data_key)
    packed(parts, tmp_path / "x.backup")
    with register, pytest.raises(RegisterDamaged):
        verify_backup(register, tmp_path / "x.backup")


def test_whoever_holds_the_key_but_changed_a_row_shows(register: Register, good: Path, tmp_path: Path) -> None:
    parts, copy = parts_of(good), tmp_path / "copy.assess"
    copy.write_bytes(parts[REGISTER])
    conn = connect(copy, register.ring.data_key, "rw")
    conn.execute("UPDATE cases SET summary = 'noe helt annet'")
    conn.close()
    parts[REGISTER] = copy.read_bytes()
    parts[MANIFEST] = resealed(parts, register.ring.data_key)
    packed(parts, tmp_path / "x.backup")
    with pytest.raises(RegisterDamaged):
        restore(tmp_path / "x.backup", tmp_path / "ny.assess", PASSPHRASE)
    with register, pytest.raises(RegisterDamaged):
        verify_backup(register, tmp_path / "x.backup")


def test_a_good_backup_that_is_not_the_one_the_register_remembers_is_said(
    register: Register, good: Path, tmp_path: Path
) -> None:
    parts = parts_of(good)
    parts[MANIFEST] = resealed(parts, register.ring.data_key, expires_on=date(2099, 1, 1))
    packed(parts, tmp_path / "x.backup")
    with register, pytest.raises(RegisterDamaged):
        verify_backup(register, tmp_path / "x.backup")


@pytest.mark.parametrize(
    "change",
    [{"anchor": "3:0000 0000 0000 0000"}, {"content": "0" * 64}, {"kind": "demonstration"}, {"generation": 7}],
)
def test_a_manifest_that_does_not_fit_what_is_in_it_is_refused(
    register: Register, good: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    parts = parts_of(good)
    parts[MANIFEST] = resealed(parts, register.ring.data_key, **change)
    register.close()
    packed(parts, tmp_path / "x.backup")
    with pytest.raises(RegisterDamaged):
        restore(tmp_path / "x.backup", tmp_path / "ny.assess", PASSPHRASE)
    assert not (tmp_path / "ny.assess").exists()


def test_a_manifest_without_the_registers_own_seal_is_refused(register: Register, good: Path, tmp_path: Path) -> None:
    parts = parts_of(good)
    parts[MANIFEST] = resealed(parts, DataKey.new(), expires_on=date(2099, 1, 1))
    packed(parts, tmp_path / "x.backup")
    with register, pytest.raises(KeysOutdated, match="eller filen er endret"):
        verify_backup(register, tmp_path / "x.backup")
    with pytest.raises(KeysOutdated):
        restore(tmp_path / "x.backup", tmp_path / "r.assess", PASSPHRASE)
    assert not (tmp_path / "r.assess").exists()


def test_what_was_restored_has_the_content_that_the_manifest_says(
    register: Register, good: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.assess"
    copy.write_bytes(parts_of(good)[REGISTER])
    with register, reading(copy, keys_of(register.ring)) as (db, _key):
        assert digest(db) == manifest_of(good).content


@pytest.mark.slow
def test_one_flipped_byte_anywhere_and_nothing_is_restored(good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    framing = [*range(50), *range(680, 800), *range(len(content) - 280, len(content))]
    silent = []
    for place in [*framing, *range(50, 680, 3), *range(800, len(content), len(content) // 120)]:
        content[place] ^= 0x10
        good.write_bytes(content)
        try:
            restore(good, tmp_path / "r.assess", PASSPHRASE)
        except RegisterError:
            pass
        else:
            silent.append(place)
        content[place] ^= 0x10
    assert silent == []
    assert [one.name for one in tmp_path.iterdir()] == ["inn"]
    good.write_bytes(content)
    restore(good, tmp_path / "r.assess", PASSPHRASE)


def test_a_flipped_byte_is_told_in_a_plain_sentence(register: Register, good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[len(content) // 2] ^= 1
    good.write_bytes(content)
    with register, pytest.raises(RegisterDamaged, match="skadet eller endret etter at den ble laget") as told:
        verify_backup(register, good)
    assert told.value.hint == "Bruk en annen sikkerhetskopi."


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AssessError, match=r"x\.backup"):
        restore(tmp_path / "x.backup", tmp_path / "r.assess", PASSPHRASE)
    with pytest.raises(AssessError, match=r"x\.backup"):
        manifest_of(tmp_path / "x.backup")
