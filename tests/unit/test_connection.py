from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.errors import (
    NotARegister,
    RegisterDamaged,
    RegisterError,
    RegisterExists,
    RegisterMissing,
    RegisterNewer,
)
from assess.register.connection import (
    APPLICATION_IDS,
    checkpoint_and_close,
    connect,
    create,
    faults,
    open_again,
    open_existing,
    settings,
    writing,
)
from assess.register.data_key import DataKey
from assess.register.driver import Database

KEY = DataKey(bytes(range(32)))
OTHER_KEY = DataKey(bytes(32))
posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes and pipes are POSIX")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "r.assess"
    db = create(path, KEY, "register")
    with writing(db):
        db.conn.execute("CREATE TABLE notes (text TEXT) STRICT")
        db.conn.executemany("INSERT INTO notes VALUES (?)", [("planted word " * 100,)] * 100)
    checkpoint_and_close(db)
    return path


@pytest.fixture
def db(register: Path) -> Iterator[Database]:
    opened = open_existing(register, KEY, "register")
    yield opened
    opened.close()


def count(db: Database) -> int:
    return db.table("notes").count


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith("-shm") and path.stat().st_size
    }


def test_what_was_written_is_there_when_the_register_is_opened_again(register: Path) -> None:
    db = open_existing(register, KEY, "register")
    assert count(db) == 100
    assert faults(db) == []
    checkpoint_and_close(db)


def test_every_setting_reads_back_as_promised(db: Database) -> None:
    found = settings(db)
    assert str(found.pop("cipher_version")).startswith("4.")
    assert found.pop("cipher_provider")
    found.pop("cipher_memory_security")  # `assess register doctor` reads it back, in a program of its own
    assert found == {
        "cipher_log_level": "NONE",
        "cipher_page_size": "4096",
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 10_000,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "application_id": APPLICATION_IDS["register"],
        "user_version": 0,
    }


def test_a_new_register_has_the_same_settings_as_a_reopened_one(tmp_path: Path, db: Database) -> None:
    new = create(tmp_path / "new.assess", KEY, "register")
    assert settings(new) == settings(db)
    new.close()


def test_one_more_connection_has_the_same_settings(db: Database, register: Path) -> None:
    again = open_again(register, KEY)
    assert settings(again) == settings(db)
    assert count(again) == count(db)
    again.close()


def test_no_planted_word_can_be_read_in_the_file_or_its_wal(db: Database, register: Path) -> None:
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('hestehov i grøfta')")
    wal = register.with_name("r.assess-wal")
    assert wal.stat().st_size > 0
    for path in (register, wal):
        content = path.read_bytes()
        assert b"planted" not in content
        assert b"hestehov" not in content
        assert b"CREATE TABLE" not in content


@posix_only
def test_the_register_its_wal_and_its_folder_are_this_users_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "r.assess"
    before = os.umask(0)
    try:
        db = create(path, KEY, "register")
    finally:
        os.umask(before)
    with writing(db):
        db.conn.execute("CREATE TABLE t (a TEXT)")
    assert {entry.name for entry in path.parent.iterdir()} == {"r.assess", "r.assess-wal", "r.assess-shm"}
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    db.close()


@pytest.mark.parametrize("name", ["r.assess", "r.assess-wal", "r.assess-journal"])
def test_a_register_is_never_made_over_something(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(RegisterExists, match=name):
        create(tmp_path / "r.assess", KEY, "register")
    assert fingerprint(tmp_path) == {name: hashlib.sha256(b"precious").hexdigest()}


def test_a_register_that_cant_be_made_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RegisterError, match="kunne ikke lages"):
        create(tmp_path / "file" / "r.assess", KEY, "register")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def refuse(path: Path, error: type[RegisterError], says: str, key: DataKey = KEY) -> None:
    before = fingerprint(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(error, match=says) as refused:
        open_existing(path, key, "register")
    assert refused.value.hint
    assert (fingerprint(path.parent) if path.parent.is_dir() else {}) == before


def test_a_typo_opens_and_makes_nothing(tmp_path: Path) -> None:
    refuse(tmp_path / "tyop.assess", RegisterMissing, "ikke noe register")
    refuse(tmp_path / "nowhere" / "r.assess", RegisterMissing, "Mappen .* finnes ikke")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.assess").mkdir()
    refuse(tmp_path / "r.assess", NotARegister, "ikke en vanlig fil")


@posix_only
@pytest.mark.timeout(5)
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "r.assess")
    refuse(tmp_path / "r.assess", NotARegister, "ikke en vanlig fil")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tom fil"),
        (b"SQLite format 3\0" + bytes(8000), "ukryptert database"),
        (b"<!DOCTYPE html><html>" + b"x" * 8000, "tekstfil eller nettside"),
        (b"kort", "tekstfil eller nettside"),
        (b"\xd3" * 3000, "for kort"),
        (b"\xd3" * 40_960, "kan ikke låses opp"),
    ],
)
def test_what_is_no_register_is_named_and_left_alone(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "r.assess").write_bytes(content)
    refuse(tmp_path / "r.assess", NotARegister, says)


def test_a_key_that_doesnt_belong_to_the_file_is_refused(register: Path) -> None:
    refuse(register, NotARegister, "kan ikke låses opp", OTHER_KEY)


def test_a_wrong_key_doesnt_touch_what_a_crash_left_in_the_wal(register: Path, tmp_path: Path) -> None:
    db = open_existing(register, KEY, "register")
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('only in the wal')")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for ending in ("", "-wal"):
        (crashed / f"r.assess{ending}").write_bytes(register.with_name(f"r.assess{ending}").read_bytes())
    db.close()
    refuse(crashed / "r.assess", NotARegister, "kan ikke låses opp", OTHER_KEY)
    recovered = open_existing(crashed / "r.assess", KEY, "register")
    assert count(recovered) == 101
    recovered.close()


@pytest.mark.parametrize("pages", [1, 2, 10])
def test_a_cut_off_register_is_called_damaged(register: Path, pages: int) -> None:
    os.truncate(register, pages * 4096)
    refuse(register, RegisterDamaged, "skadet")


@pytest.mark.parametrize("endings", [("",), ("", "-wal")])
def test_a_register_whose_tables_cant_be_read_is_called_damaged(
    register: Path, tmp_path: Path, endings: tuple[str, ...]
) -> None:
    conn = connect(register, KEY, "rw")
    conn.execute("PRAGMA writable_schema=ON")
    conn.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE notes (rubbish' WHERE name = 'notes'")
    if endings == ("",):
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for ending in endings:
        (crashed / f"r.assess{ending}").write_bytes(register.with_name(f"r.assess{ending}").read_bytes())
    conn.close()
    refuse(crashed / "r.assess", RegisterDamaged, "skadet")


def test_a_register_of_the_other_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    create(tmp_path / "r.assess", KEY, "demonstration").close()
    refuse(tmp_path / "r.assess", NotARegister, "er et øvingsregister med oppdiktede saker, ikke et virkelig")


def test_a_register_that_was_never_finished_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.assess").touch()
    conn = connect(tmp_path / "r.assess", KEY, "rw")
    conn.execute("CREATE TABLE t (a TEXT)")
    conn.close()
    refuse(tmp_path / "r.assess", NotARegister, "ikke et ferdig laget register")


def test_a_register_of_a_newer_version_is_refused(db: Database, register: Path) -> None:
    db.conn.execute("PRAGMA user_version=999")
    db.close()
    refuse(register, RegisterNewer, "nyere versjon")


def test_a_name_with_signs_that_addresses_use_is_just_a_name(tmp_path: Path) -> None:
    path = tmp_path / "blå mappe" / "a?mode=memory&b#c %41.assess"
    create(path, KEY, "register").close()
    open_existing(path, KEY, "register").close()
    assert path.is_file()


AS_NOBODY = """
import os, sys
from pathlib import Path
from assess.errors import RegisterReadOnly
from assess.register.connection import open_existing
from assess.register.data_key import DataKey
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    open_existing(Path(sys.argv[1]), DataKey(bytes(range(32))), "register")
except RegisterReadOnly as error:
    print(error)
"""


@posix_only
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555), (0o000, 0o777)])
def test_a_register_that_cant_be_written_is_refused(register: Path, file_mode: int, folder_mode: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "r.assess"
        path.write_bytes(register.read_bytes())
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        before = fingerprint(folder) if os.geteuid() == 0 else {}
        script = [sys.executable, "-c", textwrap.dedent(AS_NOBODY), str(path)]
        done = subprocess.run(script, capture_output=True, text=True, check=True)
        folder.chmod(0o700)
        assert "ikke lov til å lese og skrive" in done.stdout
        assert (fingerprint(folder) if before else {}) == before


def test_a_flipped_bit_is_found(register: Path) -> None:
    content = bytearray(register.read_bytes())
    content[5 * 4096 + 100] ^= 1
    register.write_bytes(content)
    db = open_existing(register, KEY, "register")
    assert any("page 6" in fault for fault in faults(db))
    with pytest.raises(RegisterDamaged), writing(db):
        db.conn.execute("SELECT count(text) FROM notes WHERE text LIKE '%x%'").fetchone()
    db.close()


def test_closing_leaves_one_file(db: Database, register: Path) -> None:
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('x')")
    checkpoint_and_close(db)
    assert [path.name for path in register.parent.iterdir()] == ["r.assess"]


def test_closing_with_a_reader_about_loses_nothing(db: Database, register: Path) -> None:
    reader = open_existing(register, KEY, "register")
    reader.conn.execute("BEGIN")
    assert count(reader) == 100
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('x')")
    checkpoint_and_close(db)
    reader.conn.execute("COMMIT")
    assert count(reader) == 101
    checkpoint_and_close(reader)


def test_closing_empties_the_wal_while_another_has_the_register_open(db: Database, register: Path) -> None:
    other = open_existing(register, KEY, "register")
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('x')")
    checkpoint_and_close(db)
    assert register.with_name("r.assess-wal").stat().st_size == 0
    assert count(other) == 101
    other.close()


@posix_only
def test_a_register_is_opened_through_a_link(register: Path, tmp_path: Path) -> None:
    (tmp_path / "link.assess").symlink_to(register)
    db = open_existing(tmp_path / "link.assess", KEY, "register")
    assert count(db) == 100
    db.close()


def test_sqlite_utils_imported_first_with_another_driver_is_refused() -> None:
    script = (
        "import sqlite_utils\ntry:\n import assess.register.driver\nexcept Exception as e: print(type(e).__name__, e)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("AssessError Programmet er satt sammen feil")


def test_the_lent_driver_name_is_given_back() -> None:
    assert "pysqlite3" not in sys.modules
