from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from assess.errors import RegisterError, RegisterMissing
from assess.register.connection import create, open_existing, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.writer import Writer

KEY = DataKey(bytes(range(32)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = create(tmp_path / "r.assess", KEY, "register")
    with writing(db):
        db.conn.execute("CREATE TABLE notes (text TEXT) STRICT")
    db.close()
    return tmp_path / "r.assess"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    made = Writer(partial(open_existing, path, KEY, "register"))
    yield made
    made.close()


def note(text: str) -> Callable[[Database], int]:
    def job(db: Database) -> int:
        db.conn.execute("INSERT INTO notes VALUES (?)", (text,))
        return db.table("notes").count

    return job


def refuse(db: Database) -> None:
    note("lost")(db)
    raise KeyError("the job's own error")


def leave(db: Database) -> None:
    note("lost")(db)
    raise SystemExit(3)


def notes(path: Path) -> list[str]:
    db = open_existing(path, KEY, "register")
    found = [str(row["text"]) for row in db.query("SELECT text FROM notes ORDER BY rowid")]
    db.close()
    return found


def test_a_job_gives_its_result_and_is_saved_before_the_caller_goes_on(writer: Writer, path: Path) -> None:
    assert writer.do(note("one")) == 1
    assert notes(path) == ["one"]


def test_jobs_run_on_one_thread_that_isnt_the_callers(writer: Writer) -> None:
    threads = {writer.do(lambda _db: threading.current_thread().name) for _ in range(3)}
    assert threads == {"assess-writer"}


@pytest.mark.parametrize(("job", "error"), [(refuse, KeyError), (leave, SystemExit)])
def test_a_jobs_error_reaches_its_caller_and_the_writer_goes_on(
    writer: Writer, path: Path, job: Callable[[Database], None], error: type[BaseException]
) -> None:
    with pytest.raises(error):
        writer.do(job)
    writer.do(note("after"))
    assert notes(path) == ["after"]


def test_many_callers_lose_nothing(writer: Writer, path: Path) -> None:
    def call(name: int) -> None:
        for n in range(25):
            writer.do(note(f"{name}-{n}"))

    callers = [threading.Thread(target=call, args=(name,)) for name in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(set(notes(path))) == 100


def test_closing_finishes_what_waits_empties_the_wal_and_may_be_done_twice(path: Path) -> None:
    writer = Writer(partial(open_existing, path, KEY, "register"))
    started, go_on = threading.Event(), threading.Event()

    def slow(db: Database) -> None:
        started.set()
        go_on.wait(5)
        note("slow")(db)

    callers = [threading.Thread(target=writer.do, args=(slow,)), threading.Thread(target=writer.close)]
    callers[0].start()
    started.wait(5)
    callers[1].start()
    go_on.set()
    for caller in callers:
        caller.join()
    writer.close()
    assert [entry.name for entry in path.parent.iterdir()] == ["r.assess"]
    assert notes(path) == ["slow"]


def test_a_job_after_closing_is_refused(writer: Writer, path: Path) -> None:
    writer.close()
    with pytest.raises(RegisterError, match="Registeret er lukket"):
        writer.do(note("late"))
    assert notes(path) == []


def test_a_register_that_cant_be_opened_is_refused_where_the_writer_is_made(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing):
        Writer(partial(open_existing, tmp_path / "none.assess", KEY, "register"))
    assert "assess-writer" not in {thread.name for thread in threading.enumerate() if thread.is_alive()}


def test_a_job_that_waits_for_another_job_is_refused(writer: Writer) -> None:
    with pytest.raises(RuntimeError):
        writer.do(lambda _db: writer.do(note("never")))


def test_the_thread_never_keeps_a_crashed_program_alive(writer: Writer) -> None:
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "assess-writer"]
    assert thread.daemon
