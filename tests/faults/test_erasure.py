"""A case that is being erased when the program is killed: it is still here and blocked, or it is gone for good."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assess.instrument.edition import Edition
from assess.profile.load import Profiles
from assess.register.cards import Keeping, Receipt
from assess.register.connection import connect
from assess.register.data_key import DataKey
from assess.register.erasure import erase
from assess.register.erasure_words import receipt_lines
from assess.register.register import Register
from tests.unit import conftest
from tests.unit.conftest import PASSPHRASE, found_register, small
from tests.unit.marked import REFERENCE, decrypted, decrypted_wal, filled, hits
from tests.unit.test_erasure import RULE

ERASE = """
import os, signal, sys
from pathlib import Path
from assess.profile.model import DisposalRule
from assess.register.erasure import erase
from assess.register.register import Register

path, passphrase, reference, rule, stop = sys.argv[1:]
changing = ("BEGIN", "DELETE", "INSERT", "COMMIT", "VACUUM", "PRAGMA wal_checkpoint")
armed, seen = False, 0

def trace(statement):
    global seen
    if armed and statement.startswith(changing):
        seen += 1
        if seen == int(stop) or (stop == "-1" and statement.startswith("VACUUM")):
            os.kill(os.getpid(), signal.SIGKILL)

register = Register.unlock(Path(path), passphrase)
register.store._writer.do(lambda db: db.conn.set_trace_callback(trace))
armed = True
print("ready", flush=True)
sys.stdin.readline()
erase(register, reference, DisposalRule.model_validate_json(rule))
print("erased", flush=True)
register.close()
"""


AT_VACUUM = -1
"""Stops at the first statement after COMMIT, whatever its number."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey, int]:
    """A closed register with a marked case, a copy of it from before a migration, and how many marks there are."""
    path = tmp_path_factory.mktemp("made") / "r.assess"
    with found_register(path) as register:
        marked = filled(register, Edition(instrument=conftest.made(small())), Profiles().profile("fredrikstad"))
        key = register.ring.data_key
    copy = path.with_name("r.assess.before-3")
    shutil.copy(path, copy)
    (path.parent / "rapporter").mkdir()
    (path.parent / "rapporter" / f"{REFERENCE}-1.pdf").write_bytes(b"%PDF-1.7 qz0001zq")
    return path, key, len(marked.marks)


@pytest.fixture
def path(made: tuple[Path, DataKey, int], tmp_path: Path) -> Path:
    shutil.copytree(made[0].parent, tmp_path / "r")
    return tmp_path / "r" / "r.assess"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def erasing(path: Path, stop: int = 0) -> subprocess.Popen[str]:
    words = [str(path), PASSPHRASE, REFERENCE, json.dumps(RULE.model_dump(mode="json")), str(stop)]
    child = subprocess.Popen(
        [sys.executable, "-c", ERASE, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()
    return child


def ended(child: subprocess.Popen[str]) -> int:
    _out, _err = child.communicate(timeout=30)
    return child.returncode


def left(path: Path, key: DataKey) -> set[bytes]:
    """The marks in every decrypted byte of the register and its WAL, and in the raw bytes of all files beside it."""
    raw = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    return hits(decrypted(path, key)) | hits(decrypted_wal(path, key)) | hits(raw)


def whole_or_gone(path: Path, key: DataKey, marks: int) -> str:
    """Open the register after the kill, see that nothing is halfway, erase if the case is here, and look for marks."""
    with Register.unlock(path, PASSPHRASE) as register:
        here = register.store.case_called(REFERENCE)
        assert register.verify().broken_at is None
        assert register.faults() == []
        if here is not None:
            card = register.store.card(Keeping, here.id)
            assert card is not None
            assert card.blocked_at is not None
            assert register.store.cards(Receipt) == ()
            assert len(register.store.assessments_of(here.id)) == 2
            assert register.store.assessments_of(here.id)[0].observations != ()
        else:
            assert len(register.store.cards(Receipt)) == 1
    if here is not None:
        assert len(hits(decrypted(path, key))) == marks
        with Register.unlock(path, PASSPHRASE) as register:
            erase(register, REFERENCE, RULE)
    assert left(path, key) == set()
    assert not path.with_name("r.assess.before-3").exists()
    return "gone" if here is None else "here"


@pytest.mark.slow
def test_killed_before_each_statement_the_case_is_whole_or_gone(
    made: tuple[Path, DataKey, int], path: Path, tmp_path: Path
) -> None:
    _made, key, marks = made
    found, stop = [], 0
    while True:
        stop += 1
        again = tmp_path / str(stop) / "r.assess"
        shutil.copytree(path.parent, again.parent)
        if ended(erasing(again, stop)) != -signal.SIGKILL:
            break
        found.append(whole_or_gone(again, key, marks))
    assert stop >= 8
    assert found[0] == "here"
    assert found[-1] == "gone", "killed between COMMIT and the end"
    assert found == sorted(found, reverse=True)


@pytest.mark.slow
def test_killed_at_any_moment_the_case_is_whole_or_gone(
    made: tuple[Path, DataKey, int], path: Path, tmp_path: Path
) -> None:
    _made, key, marks = made
    whole = tmp_path / "whole" / "r.assess"
    shutil.copytree(path.parent, whole.parent)
    child = erasing(whole)
    assert child.stdout is not None
    started = time.monotonic()
    assert child.stdout.readline() == "erased\n"
    takes = time.monotonic() - started
    assert ended(child) == 0
    for number in range(12):
        again = tmp_path / f"moment-{number}" / "r.assess"
        shutil.copytree(path.parent, again.parent)
        child = erasing(again)
        time.sleep(random.uniform(0, takes))  # noqa: S311  a moment, no secret
        child.kill()
        ended(child)
        whole_or_gone(again, key, marks)


def test_killed_right_after_the_rows_went_no_mark_is_left_once_the_register_has_been_opened(
    made: tuple[Path, DataKey, int], path: Path
) -> None:
    _made, key, marks = made
    assert ended(erasing(path, AT_VACUUM)) == -signal.SIGKILL
    assert whole_or_gone(path, key, marks) == "gone"


@pytest.mark.slow
def test_a_window_that_still_reads_is_told_of_and_the_rows_are_gone_all_the_same(
    made: tuple[Path, DataKey, int], path: Path
) -> None:
    _made, key, _marks = made
    other = connect(path, key, "ro")
    try:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM cases").fetchone()
        with Register.unlock(path, PASSPHRASE) as register:
            erased = erase(register, REFERENCE, RULE)
            assert "i et annet vindu" in erased.residue
            assert register.store.cards(Receipt) == (erased.receipt,)
            assert any("Noe gjenstår" in line for line in receipt_lines(erased))
            other.close()
    finally:
        other.close()
    assert left(path, key) == set()
