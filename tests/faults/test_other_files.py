"""What stands where a register should, and isn't the whole of it: said in one sentence, and left byte for byte.

`tests/unit/test_connection.py` has the simplest ones: nothing, a folder, a pipe, text, random bytes, a cut-off file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assess.errors import NotARegister, RegisterError
from assess.register.connection import checkpoint_and_close, create, faults, open_existing, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.key_file import keys_path
from assess.register.migrations import migrate
from tests.faults.conftest import Figures
from tests.faults.rehearsal import look_at, unlocked
from tests.unit.conftest import found_register

KEY = DataKey(bytes(range(32)))
PAGE = 4096
Spoil = Callable[[Path], None]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, sockets and devices are POSIX")


def a_register(path: Path, key: DataKey = KEY) -> Path:
    db = create(path, key, "register")
    migrate(db, path, key)
    with writing(db):
        db.conn.executemany("INSERT INTO register_facts VALUES (?, ?)", [(f"fact {n}", "x" * 500) for n in range(50)])
    checkpoint_and_close(db)
    return path


@pytest.fixture
def path(place: Path) -> Path:
    return a_register(place / "r.assess")


def contents(folder: Path) -> dict[str, str]:
    """Every file's name with its hash, and links and sockets by name; the shared memory is made anew by looking."""
    return {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest() if entry.is_file() else "not a file"
        for entry in folder.iterdir()
        if not entry.name.endswith("-shm")
    }


def lies_about(path: Path) -> list[str]:
    """What is wrong with the register, by refusal or by the program's own reading; empty when it opens as it was."""
    try:
        db = open_existing(path, KEY, "register")
    except RegisterError as refused:
        return [str(refused)] if refused.message.endswith(".") and refused.hint else []
    try:
        return faults(db)
    finally:
        checkpoint_and_close(db)


def put(at: int, content: bytes) -> Spoil:
    """Lay bytes over the file, counted from its end when `at` is negative."""

    def spoil(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
            file.write(content)

    return spoil


def swapped(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:PAGE] + content[2 * PAGE : 3 * PAGE] + content[PAGE : 2 * PAGE] + content[3 * PAGE :])


def turned_around(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[len(content) // 2 :] + content[: len(content) // 2])


def all_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def one_byte_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def half_a_page(path: Path) -> None:
    os.truncate(path, PAGE // 2)


def another_register(path: Path) -> None:
    path.write_bytes(a_register(path.with_name("other.assess"), DataKey(bytes(32))).read_bytes())


def a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 64)


def a_zip_of_itself(path: Path) -> None:
    packed = path.with_name("packed.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "r.assess")
    packed.replace(path)


def utf_16(path: Path) -> None:
    path.write_bytes(("Bekymring om en ungdom\r\n" * 400).encode("utf-16"))


def json(path: Path) -> None:
    path.write_text('{"format": 1, "program": "assess"}\n' * 300, encoding="utf-8")


def its_own_wal(path: Path) -> None:
    path.write_bytes(wal_of(path))


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nothing"))


def a_link_to_a_folder(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent)


def a_link_to_a_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_socket(path: Path) -> None:
    path.unlink()
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def another_registers_wal(path: Path) -> None:
    other = a_register(path.with_name("other.assess"), DataKey(bytes(32)))
    path.with_name("r.assess-wal").write_bytes(wal_of(other, DataKey(bytes(32))))


def wal_of(path: Path, key: DataKey = KEY) -> bytes:
    db = open_existing(path, key, "register")
    with writing(db):
        db.conn.execute("INSERT INTO register_facts VALUES ('in the wal', 'x')")
    content = path.with_name(f"{path.name}-wal").read_bytes()
    checkpoint_and_close(db)
    return content


SPOILT: list[Spoil] = [
    swapped,
    turned_around,
    all_zeros,
    one_byte_short,
    half_a_page,
    another_register,
    a_pdf,
    a_zip_of_itself,
    utf_16,
    json,
    its_own_wal,
    a_link_to_itself,
    a_link_to_nothing,
    a_link_to_a_folder,
    a_link_to_a_device,
    a_socket,
    another_registers_wal,
]
ZEROED = {
    "the first page": put(0, bytes(PAGE)),
    "a page": put(4 * PAGE, bytes(PAGE)),
    "the last": put(-PAGE, bytes(PAGE)),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("spoil", [*SPOILT, *ZEROED.values()], ids=[*(one.__name__ for one in SPOILT), *ZEROED])
def test_what_isnt_the_whole_register_is_said_and_left_as_it_is(path: Path, spoil: Spoil, figures: Figures) -> None:
    spoil(path)
    before = contents(path.parent)
    assert lies_about(path)
    assert contents(path.parent) == before
    figures("other files", tried=1, changed=0)


def everything(db: Database) -> list[str]:
    return [repr(row) for name in db.table_names() for row in db.table(name).rows]


@pytest.mark.parametrize("more", [b"x", bytes(PAGE // 2), bytes(PAGE), b"\xd3" * PAGE, b"\xd3" * 5000])
def test_what_stands_after_the_end_is_found_or_means_nothing(path: Path, more: bytes, figures: Figures) -> None:
    db = open_existing(path, KEY, "register")
    wanted = everything(db)
    checkpoint_and_close(db)
    with path.open("ab") as file:
        file.write(more)
    before = contents(path.parent)
    if not lies_about(path):
        db = open_existing(path, KEY, "register")
        assert everything(db) == wanted
        checkpoint_and_close(db)
    assert contents(path.parent) == before
    figures("other files", tried=1, changed=0)


@pytest.fixture
def two(place: Path) -> Iterator[tuple[Path, Path]]:
    """A register, and another that was founded with the same passphrase."""
    ours, theirs = place / "ours" / "r.assess", place / "theirs" / "r.assess"
    for path in (ours, theirs):
        found_register(path).close()
    yield ours, theirs
    look_at(theirs)


def test_another_registers_key_file_is_refused_though_the_passphrase_fits(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    shutil.copy(keys_path(theirs), keys_path(ours))
    before = contents(ours.parent)
    with pytest.raises(NotARegister, match="hører ikke sammen"):
        unlocked(ours)
    assert contents(ours.parent) == before


def test_another_register_under_our_key_file_is_refused(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    shutil.copy(theirs, ours)
    before = contents(ours.parent)
    with pytest.raises(NotARegister, match="hører ikke sammen"):
        unlocked(ours)
    assert contents(ours.parent) == before


def test_a_register_that_is_deleted_while_it_is_open_is_never_made_anew(place: Path) -> None:
    path = place / "r.assess"
    with found_register(path) as register:
        for file in place.glob("r.assess*"):
            file.unlink()
        assert register.faults() == []
    assert not path.exists()
