from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assess.register import migrations, schema_files
from assess.register.connection import checkpoint_and_close, create, faults, open_existing, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.journal import Journal
from assess.register.key_file import keys_path
from assess.register.migrations import migrate
from assess.register.slot import KeyCost, NewUser
from assess.register.vault import Vault

KEY = DataKey(bytes(range(32)))

WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assess.register.connection import open_existing, writing
from assess.register.journal import Journal
from assess.register.migrations import migrate
from assess.register.data_key import DataKey

path, writer, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
key = DataKey(bytes(range(32)))
journal = Journal(key)
db = open_existing(path, key, "register")
migrate(db, path, key)
for n in range(times):
    with writing(db):
        total = int(db.conn.execute("SELECT value FROM register_facts WHERE key = 'total'").fetchone()[0])
        db.conn.execute("UPDATE register_facts SET value = ? WHERE key = 'total'", (str(total + 1),))
        db.conn.execute("INSERT INTO register_facts VALUES (?, ?)", (f"{writer}:{n}", "hestehov"))
        journal.append(
            db, at=datetime.now(UTC), actor="writer", action="rate", subject="", case_id="", body={"n": n}
        )
    print(f"{writer}:{n}", flush=True)
"""

START = """
import sys
from pathlib import Path
from assess.register import schema_files
from assess.register.connection import open_existing
from assess.register.migrations import migrate
from assess.register.data_key import DataKey

path, key = Path(sys.argv[1]), DataKey(bytes(range(32)))
schema = schema_files.read(Path(sys.argv[2])) if len(sys.argv) > 2 else None
db = open_existing(path, key, "register")
print("ready", flush=True)
sys.stdin.readline()
migrate(db, path, key, schema)
print("migrated", flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "r.assess"
    db = create(path, KEY, "register")
    migrate(db, path, KEY)
    with writing(db):
        db.conn.execute("INSERT INTO register_facts VALUES ('total', '0')")
    checkpoint_and_close(db)
    return path


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def opened(path: Path) -> Database:
    db = open_existing(path, KEY, "register")
    migrate(db, path, KEY)
    return db


def facts(db: Database) -> set[str]:
    return {str(row["key"]) for row in db.query("SELECT key FROM register_facts")} - {"total"}


def four_writers(path: Path, times: int) -> None:
    programs = [start(WRITE, path, writer, times) for writer in range(4)]
    said = [program.communicate() for program in programs]
    assert [program.returncode for program in programs] == [0] * 4, said
    acknowledged = {line for out, _err in said for line in out.split()}
    assert len(acknowledged) == 4 * times
    db = opened(path)
    assert facts(db) == acknowledged
    (total,) = db.conn.execute("SELECT value FROM register_facts WHERE key = 'total'").fetchone()
    assert int(total) == 4 * times
    found = Journal(KEY).verify(db)
    assert (found.entries, found.broken_at) == (4 * times, None)
    assert faults(db) == []
    db.close()


def kill_while_writing(path: Path, kills: int) -> int:
    chance = random.Random(20261120)  # noqa: S311  repeatable moments, not secrets
    acknowledged: set[str] = set()
    for kill in range(kills):
        with start(WRITE, path, kill, 100_000) as program:
            assert program.stdout is not None
            first = program.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            program.send_signal(signal.SIGKILL)
            lines = (first + program.stdout.read()).splitlines(keepends=True)
        acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
    db = opened(path)
    kept = facts(db)
    assert acknowledged <= kept
    assert len(kept) - len(acknowledged) <= kills
    found = Journal(KEY).verify(db)
    assert (found.entries, found.broken_at) == (len(kept), None)
    assert faults(db) == []
    db.close()
    return len(acknowledged)


def go_at_once(programs: list[subprocess.Popen[str]]) -> None:
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate() for program in programs]
    assert [out for out, _err in said] == ["migrated\n"] * 3, said


def test_four_programs_writing_at_once_lose_nothing(path: Path) -> None:
    four_writers(path, 40)


@pytest.mark.slow
def test_four_programs_of_three_hundred_writes_lose_nothing(path: Path) -> None:
    four_writers(path, 300)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_program_keeps_what_it_had_acknowledged(path: Path) -> None:
    assert kill_while_writing(path, 3) > 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_twenty_killed_programs_keep_what_they_had_acknowledged(path: Path) -> None:
    assert kill_while_writing(path, 20) > 200


def test_programs_that_start_together_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "r.assess"
    create(path, KEY, "register").close()
    programs = [start(START, path) for _ in range(3)]
    go_at_once(programs)
    checkpoint_and_close(opened(path))


def test_programs_that_start_together_on_an_older_register_copy_it_once(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    folder.mkdir()
    for file in (Path(migrations.__file__).parent / "schema").glob("*.sql"):
        (folder / file.name).write_bytes(file.read_bytes())
    version = schema_files.shipped().newest + 1
    (folder / f"{version:04}_later.sql").write_text("CREATE TABLE later (a TEXT) STRICT;\n", encoding="utf-8")
    programs = [start(START, path, folder) for _ in range(3)]
    go_at_once(programs)
    copies = [entry.name for entry in tmp_path.iterdir() if ".before-" in entry.name]
    assert copies == [f"r.assess.before-{version}"]
    copy = open_existing(tmp_path / copies[0], KEY, "register")
    assert "later" not in copy.table_names()
    copy.close()


def test_no_planted_word_lies_in_any_file_of_a_crashed_register(tmp_path: Path) -> None:
    path = tmp_path / "r.assess"
    passphrase = "røsslyng over vidda"
    vault, key = Vault.make(
        kind="register",
        register_id="019a9e7c-6f00-7000-8000-000000000001",
        people=[("u-1", NewUser("sekretær", ("secretary",), passphrase))],
        cost=KeyCost(memory_kib=8, passes=1, lanes=1),
    )
    vault.write_new(path)
    db = create(path, key, "register")
    migrate(db, path, key)
    with writing(db):
        db.conn.execute("INSERT INTO register_facts VALUES ('planted', 'hestehov i grøfta')")
    files = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    db.close()
    assert files.keys() >= {"r.assess", "r.assess-wal", "r.assess-shm", keys_path(path).name}
    secrets = ["hestehov", "planted", "CREATE TABLE", "SQLite", passphrase, "røsslyng", key.reveal().hex()]
    for content in files.values():
        assert not [word for word in secrets if word.encode() in content]
        assert key.reveal() not in content
    assert vault.unlock(passphrase).data_key.reveal() == key.reveal()
