from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assess.casework.following import unknown_check_id
from assess.casework.plan import UnknownPlan
from assess.errors import RegisterDamaged, RegisterError, RegisterNewer
from assess.instrument.edition import Edition
from assess.register import migrations, schema_files
from assess.register.changes import edition_row
from assess.register.connection import checkpoint_and_close, connect, create, faults, open_existing, settings, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi
from assess.register.migrations import copy_path, migrate
from assess.register.schema_files import Schema
from assess.register.shelves import SHELVES, columns, head_row
from tests.unit.conftest import NOW, a_case, begun, made, small

KEY = DataKey(bytes(range(32)))
SHIPPED = Path(migrations.__file__).parent / "schema"
NEXT = schema_files.shipped().newest + 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "r.assess"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    opened = create(path, KEY, "register")
    migrate(opened, path, KEY)
    with writing(opened):
        opened.conn.execute("INSERT INTO register_facts VALUES ('owner', 'planted word')")
    yield opened
    opened.close()


@pytest.fixture
def later(tmp_path: Path) -> Callable[[str, str], Schema]:
    def with_step(step: str, triggers: str = "") -> Schema:
        folder = tmp_path / "later"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SHIPPED, folder)
        (folder / f"{NEXT:04}_later.sql").write_text(step, encoding="utf-8")
        with (folder / "triggers.sql").open("a", encoding="utf-8") as file:
            file.write(triggers)
        return schema_files.read(folder)

    return with_step


def triggers(db: Database) -> set[str]:
    return {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def _go_back_to(folder: Path, number: int) -> None:
    """Leave of a copy of the schema what it was after a step."""
    for step in folder.glob("*.sql"):
        if step.name[:4].isdecimal() and int(step.name[:4]) > number:
            step.unlink()
    guards = folder / "triggers.sql"
    guards.write_text(guards.read_text(encoding="utf-8").split("-- Where each case stands", 1)[0], encoding="utf-8")


def test_a_new_register_gets_its_tables_triggers_and_version(db: Database, path: Path) -> None:
    assert {"register_facts", "journal", "journal_bodies"} <= set(db.table_names())
    assert triggers(db) == schema_files.shipped().triggers.keys()
    assert settings(db)["user_version"] == schema_files.shipped().newest
    assert list(path.parent.glob("*.before-*")) == []


def test_every_table_checks_the_types_of_its_columns(db: Database) -> None:
    loose = db.conn.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose.fetchall() == []


def test_migrating_again_writes_nothing(db: Database, path: Path) -> None:
    before = db.conn.execute("PRAGMA data_version").fetchone(), db.conn.total_changes
    migrate(db, path, KEY)
    assert (db.conn.execute("PRAGMA data_version").fetchone(), db.conn.total_changes) == before


def test_a_step_keeps_what_was_there_and_leaves_a_verified_encrypted_copy(
    db: Database, path: Path, later: Callable[..., Schema]
) -> None:
    schema = later(
        "-- A comment.\nCREATE TABLE later (a TEXT) STRICT;\n\nINSERT INTO later VALUES ('a; b');\n",
        "CREATE TRIGGER later_is_kept BEFORE DELETE ON later\nBEGIN\n    SELECT RAISE(ABORT, 'no');\nEND;\n",
    )
    migrate(db, path, KEY, schema)
    assert list(db.query("SELECT * FROM later")) == [{"a": "a; b"}]
    assert settings(db)["user_version"] == NEXT
    assert triggers(db) == schema.triggers.keys()
    copy = copy_path(path, NEXT)
    assert copy.name == f"r.assess.before-{NEXT}"
    assert b"planted" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    before = open_existing(copy, KEY, "register")
    assert before.table_names() == [name for name in db.table_names() if name != "later"]
    assert list(before.query("SELECT * FROM register_facts")) == list(db.query("SELECT * FROM register_facts"))
    assert faults(before) == []
    before.close()
    assert not list(path.parent.glob("*.part"))


def test_a_register_from_before_the_standing_level_gets_the_new_line_of_a_case(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    shutil.copytree(SHIPPED, folder)
    _go_back_to(folder, 4)
    db = create(path, KEY, "register")
    migrate(db, path, KEY, schema_files.read(folder))
    data = ("c1", "F-2026-0001", "kommune", "2026-11-20", "initial", "", "", "", "")
    with writing(db):
        db.conn.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", data)
        db.conn.execute("INSERT INTO contact_meetings VALUES ('m1', 'kommune', '2026-11-20', '[]', '', '', NULL)")
    migrate(db, path, KEY)
    (line,) = db.query("SELECT reference, standing, due_on FROM case_lines")
    assert line == {"reference": "F-2026-0001", "standing": 0, "due_on": None}
    assert list(db.query("SELECT moved_on FROM contact_meetings")) == [{"moved_on": 0}]
    db.close()


def test_a_register_from_before_the_standings_gets_one_for_each_case(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    shutil.copytree(SHIPPED, folder)
    _go_back_to(folder, 6)
    db = create(path, KEY, "register")
    migrate(db, path, KEY, schema_files.read(folder))
    case, edition = a_case(), Edition(instrument=made(small()))
    planned = begun(case, edition).model_copy(
        update={
            "state": "locked",
            "locked_at": NOW,
            "unknown_plans": (UnknownPlan(item="A1", who="Skolen", by=NOW.date()),),
        }
    )
    with writing(db):
        db.table("cases").insert(columns(case))
        db.table("editions").insert(edition_row(edition))
        db.table("assessments").insert(head_row(planned))
        for shelf in SHELVES:
            for row in shelf.rows(planned).values():
                db.table(shelf.table).insert({name: value for name, value in row.items() if name != "check_id"})
    migrate(db, path, KEY)
    (row,) = db.query("SELECT case_id, closed, calm, look_on FROM case_standings")
    assert row == {"case_id": case.id, "closed": 0, "calm": 1, "look_on": f"{NOW.date()}"}
    assert list(db.query("SELECT check_id FROM unknown_plans")) == [{"check_id": unknown_check_id(planned.id, "A1")}]
    db.close()


def test_a_step_that_fails_changes_nothing(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    schema = later("CREATE TABLE later (a TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(dbapi.OperationalError, match="nowhere"):
        migrate(db, path, KEY, schema)
    assert "later" not in db.table_names()
    assert settings(db)["user_version"] == NEXT - 1
    migrate(db, path, KEY)


def test_a_second_attempt_replaces_the_first_ones_copy(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    copy_path(path, NEXT).write_bytes(b"from an attempt that failed")
    copy_path(path, NEXT).with_suffix(copy_path(path, NEXT).suffix + ".part").write_bytes(b"half")
    migrate(db, path, KEY, later("CREATE TABLE later (a TEXT) STRICT;\n"))
    copy = open_existing(copy_path(path, NEXT), KEY, "register")
    assert settings(copy)["user_version"] == NEXT - 1
    assert "later" not in copy.table_names()
    copy.close()
    assert not list(path.parent.glob("*.part"))


def test_without_a_copy_nothing_is_migrated(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    copy_path(path, NEXT).mkdir()
    with pytest.raises(RegisterError, match="måtte kopieres"):
        migrate(db, path, KEY, later("CREATE TABLE later (a TEXT) STRICT;\n"))
    assert "later" not in db.table_names()
    assert not list(path.parent.glob("*.part"))


def test_a_damaged_register_is_not_migrated(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    (page,) = db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'register_facts'").fetchone()
    checkpoint_and_close(db)
    content = bytearray(path.read_bytes())
    content[page * 4096 - 2000] ^= 1
    path.write_bytes(content)
    damaged = open_existing(path, KEY, "register")
    with pytest.raises(RegisterDamaged):
        migrate(damaged, path, KEY, later("CREATE TABLE later (a TEXT) STRICT;\n"))
    damaged.close()
    assert path.read_bytes() == content
    assert not copy_path(path, NEXT).exists()


def test_a_copy_that_lacks_a_row_is_not_good_enough(db: Database, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    db.conn.execute("VACUUM INTO ?", (str(copy),))
    migrations._verify_copy(db, copy, KEY)
    db.conn.execute("INSERT INTO register_facts VALUES ('later', 'row')")
    with pytest.raises(RegisterDamaged, match="kopien ble ikke lik"):
        migrations._verify_copy(db, copy, KEY)


def test_a_step_may_rebuild_a_guarded_table(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    migrate(
        db,
        path,
        KEY,
        later(
            "CREATE TABLE rebuilt (seq INTEGER PRIMARY KEY, case_id TEXT, salt BLOB, body TEXT) STRICT;\n"
            "INSERT INTO rebuilt SELECT * FROM journal_bodies;\n"
            "DROP TABLE journal_bodies;\n"
            "ALTER TABLE rebuilt RENAME TO journal_bodies;\n"
        ),
    )
    assert triggers(db) == schema_files.shipped().triggers.keys()


def test_an_older_program_refuses_a_newer_register(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    migrate(db, path, KEY, later("CREATE TABLE later (a TEXT) STRICT;\n"))
    with pytest.raises(RegisterNewer):
        migrate(db, path, KEY)
    db.close()
    with pytest.raises(RegisterNewer):
        open_existing(path, KEY, "register")


@pytest.mark.parametrize(
    "tampering",
    [
        ["DROP TRIGGER journal_is_never_changed"],
        ["CREATE TRIGGER watcher AFTER INSERT ON journal BEGIN SELECT 1; END"],
        [
            "DROP TRIGGER journal_is_never_changed",
            "CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal BEGIN SELECT 1; END",
        ],
    ],
)
def test_a_changed_guard_is_found_at_the_next_opening(db: Database, path: Path, tampering: list[str]) -> None:
    for statement in tampering:
        db.conn.execute(statement)
    db.close()
    again = open_existing(path, KEY, "register")
    with pytest.raises(RegisterDamaged, match="En sperre i registeret"):
        migrate(again, path, KEY)
    again.close()


def test_a_register_from_before_its_first_step_is_just_migrated(path: Path) -> None:
    create(path, KEY, "register").close()
    db = open_existing(path, KEY, "register")
    migrate(db, path, KEY)
    assert "journal" in db.table_names()
    db.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("0003_gap.sql", "SELECT 1;"),
        ("second.sql", "SELECT 1;"),
        ("0002_open.sql", "SELECT 1"),
        ("triggers.sql", "CREATE TABLE t (a);"),
    ],
)
def test_a_schema_folder_with_a_slip_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "0001_first.sql").write_text("SELECT 1;", encoding="utf-8")
    (tmp_path / "triggers.sql").write_text("", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"numbered|called|semicolon|CREATE TRIGGER"):
        schema_files.read(tmp_path)


def test_the_copy_needs_the_registers_key(db: Database, path: Path, later: Callable[..., Schema]) -> None:
    migrate(db, path, KEY, later("CREATE TABLE later (a TEXT) STRICT;\n"))
    conn = connect(copy_path(path, NEXT), DataKey(bytes(32)), "ro")
    with pytest.raises(dbapi.DatabaseError):
        conn.execute("SELECT * FROM sqlite_master")
    conn.close()
