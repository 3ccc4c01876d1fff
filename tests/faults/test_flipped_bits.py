"""Bits that flipped on the disk: a register never gives back other content than was written, without a word.

A flip in a WAL that waits after a crash is different. SQLite takes the first frame that doesn't add up for the end of
what was written, as it must: a frame torn by a power cut looks the same. What follows it is lost without a word, and
the register is whole as it was then. Such flips are counted apart, as «lost tail»; only a journal head that was noted
outside the register shows them.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assess.errors import AssessError, RegisterError
from assess.register.connection import create, faults, open_existing
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.key_file import keys_path
from assess.register.migrations import migrate
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act
from tests.faults.conftest import Figures
from tests.faults.rehearsal import EDITION, look_at, register_path
from tests.unit.conftest import (
    NOW,
    OFFICER,
    SECRETARY,
    a_case,
    finished,
    found_register,
    record_id,
    signed,
)

KEY = DataKey(bytes(range(32)))
PAGE = 4096
FRAME = PAGE + 24
LOUD = {"refused", "found", "harmless"}
"""Harmless is only the salt in the file's first 16 bytes, which the program works out from the key."""
Damage = tuple[int, bytes]
"""Where, and what is laid over what stands there (exclusive or)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A register, closed and as a crash leaves it, and its content after each change that only the WAL holds."""

    folder: Path
    closed: bytes
    crashed: bytes
    wal: bytes
    states: tuple[str, ...]

    @property
    def path(self) -> Path:
        return register_path(self.folder)


def everything(db: Database) -> str:
    """Every row of every table."""
    return str({name: sorted(map(repr, db.table(name).rows)) for name in db.table_names()})


def content(path: Path) -> str:
    db = open_existing(path, KEY, "register")
    try:
        return everything(db)
    finally:
        db.close()


@pytest.fixture(scope="module")
def kept(workshop: Path) -> Iterator[Kept]:
    folder = workshop / "flipped"
    folder.mkdir()
    path = register_path(folder)
    db = create(path, KEY, "register")
    migrate(db, path, KEY)
    db.close()

    def act(case_id: str) -> Act:
        return Act(NOW, "secretary", "import", case_id=case_id)

    store = SqliteStore(path, KEY, "register")
    for number in (42, 43, 44):
        case = a_case(number)
        done = signed(finished(case, EDITION), EDITION.instrument, SECRETARY, OFFICER)
        own = done.model_copy(update={"id": record_id(2000 + number)})
        store.bring_in((case,), (EDITION,), ((own, act(case.id)),))
    store.close()
    closed = path.read_bytes()
    states = [content(path)]
    store = SqliteStore(path, KEY, "register")
    for number in range(50, 56):
        store.add_case(a_case(number), act(a_case(number).id))
        states.append(content(path))
    crashed, wal = path.read_bytes(), path.with_name("r.assess-wal").read_bytes()
    store.close()
    yield Kept(folder, closed, crashed, wal, tuple(states))
    shutil.rmtree(folder)


def outcome(kept: Kept, register: bytes, wal: bytes) -> str:
    """How a register with these bytes answers."""
    for file in kept.folder.iterdir():
        file.unlink()
    kept.path.write_bytes(register)
    if wal:
        kept.path.with_name("r.assess-wal").write_bytes(wal)
    try:
        db = open_existing(kept.path, KEY, "register")
    except RegisterError:
        return "refused"
    try:
        if faults(db):
            return "found"
        found = everything(db)
    finally:
        db.close()
    wanted = kept.states[-1] if wal else kept.states[0]
    if found == wanted:
        return "harmless"
    return "lost tail" if wal and found in kept.states else "silent"


def damaged(content: bytes, damage: Damage) -> bytes:
    at, over = damage
    changed = bytes(old ^ new for old, new in zip(content[at : at + len(over)], over, strict=True))
    return content[:at] + changed + content[at + len(over) :]


def flip(at: int, chance: random.Random) -> Damage:
    return at, bytes([1 << chance.randrange(8)])


def flips_in_the_file(kept: Kept, chance: random.Random) -> list[Damage]:
    """Eight on each page, 64 more on the first, and garbage over each run of 256 bytes."""
    pages = range(0, len(kept.closed), PAGE)
    flips = [flip(page + chance.randrange(PAGE), chance) for page in pages for _ in range(8)]
    flips += [flip(chance.randrange(PAGE), chance) for _ in range(64)]
    runs = [run for page in pages for run in range(page, page + PAGE, 256)]
    return flips + [(run, chance.randbytes(256)) for run in runs]


def flips_in_the_wal(kept: Kept, chance: random.Random) -> list[Damage]:
    """Each byte of the header, and on each frame each byte of its own header and eight more."""
    header = [flip(at, chance) for at in range(32)]
    frames = range(32, len(kept.wal), FRAME)
    flips = [flip(frame + chance.randrange(24), chance) for frame in frames for _ in range(4)]
    return header + flips + [flip(frame + chance.randrange(24, FRAME), chance) for frame in frames for _ in range(8)]


def answers_in_the_file(kept: Kept, damages: list[Damage]) -> Counter[str]:
    return Counter(outcome(kept, damaged(kept.closed, damage), b"") for damage in damages)


def answers_in_the_wal(kept: Kept, damages: list[Damage]) -> Counter[str]:
    return Counter(outcome(kept, kept.crashed, damaged(kept.wal, damage)) for damage in damages)


def told(figures: Figures, what: str, counted: Counter[str]) -> None:
    words = ("refused", "found", "harmless", "lost tail", "silent")
    figures(what, tried=counted.total(), **{word.replace(" ", "_"): counted[word] for word in words})


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261121)  # noqa: S311  repeatable, not secret


def test_some_flipped_bits_never_change_an_answer_unseen(kept: Kept, chance: random.Random, figures: Figures) -> None:
    in_the_file = answers_in_the_file(kept, chance.sample(flips_in_the_file(kept, chance), 30))
    in_the_wal = answers_in_the_wal(kept, chance.sample(flips_in_the_wal(kept, chance), 15))
    told(figures, "flipped bits, file", in_the_file)
    told(figures, "flipped bits, WAL", in_the_wal)
    assert in_the_file.keys() <= LOUD
    assert in_the_wal["silent"] == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_flipped_bit_in_the_file_changes_an_answer_unseen(
    kept: Kept, chance: random.Random, figures: Figures
) -> None:
    counted = answers_in_the_file(kept, flips_in_the_file(kept, chance))
    told(figures, "flipped bits, file", counted)
    assert counted.total() > 1000
    assert counted.keys() <= LOUD
    assert counted["harmless"] <= 16


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_flipped_bit_in_the_wal_changes_an_answer_unseen(
    kept: Kept, chance: random.Random, figures: Figures
) -> None:
    counted = answers_in_the_wal(kept, flips_in_the_wal(kept, chance))
    told(figures, "flipped bits, WAL", counted)
    assert counted["silent"] == 0
    assert counted["lost tail"] > 0


def accepted_key_files(stage: Path, count: int, chance: random.Random) -> int:
    """How many key files with one flipped bit opened the register."""
    original = stage.with_name("unflipped")
    shutil.rmtree(original, ignore_errors=True)
    original.mkdir()
    found_register(register_path(original)).close()
    content = keys_path(register_path(original)).read_bytes()
    accepted = 0
    for at in sorted(chance.sample(range(len(content)), min(count, len(content)))):
        shutil.rmtree(stage, ignore_errors=True)
        shutil.copytree(original, stage)
        path = register_path(stage)
        keys_path(path).write_bytes(damaged(content, flip(at, chance)))
        try:
            look_at(path)
            accepted += 1
        except AssessError:
            pass
        assert path.read_bytes() == register_path(original).read_bytes()
    return accepted


def test_some_flipped_bits_in_the_key_file_are_refused(stage: Path, chance: random.Random, figures: Figures) -> None:
    accepted = accepted_key_files(stage, 30, chance)
    figures("flipped bits, key file", tried=30, accepted=accepted)
    assert accepted == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_flipped_bit_in_the_key_file_is_refused(stage: Path, chance: random.Random, figures: Figures) -> None:
    accepted = accepted_key_files(stage, 400, chance)
    figures("flipped bits, key file", tried=400, accepted=accepted)
    assert accepted == 0
