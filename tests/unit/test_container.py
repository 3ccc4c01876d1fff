from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.errors import NotARegister, RegisterDamaged
from assess.register import container
from assess.register.backup import make_backup
from assess.register.container import KEYS, MANIFEST, REGISTER
from assess.register.restore import restore
from tests.unit.archives import Parts, packed, parts_of, zipped
from tests.unit.conftest import PASSPHRASE, found_register


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """What lies in a good backup."""
    folder = tmp_path_factory.mktemp("god")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with found_register(folder / "r.assess") as register:
            make_backup(register, folder / "a.backup")
    return parts_of(folder / "a.backup")


def _named(name: str, **more: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for field, value in more.items():
        setattr(info, field, value)
    return info


def _renamed(old: str, new: str) -> Callable[[Path, Parts], None]:
    return lambda file, parts: zipped(file, [(new if name == old else name, one) for name, one in parts.items()])


def _plus(name: str, **more: int) -> Callable[[Path, Parts], None]:
    return lambda file, parts: zipped(file, [*parts.items(), (_named(name, **more), b"../../etc/passwd")])


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path, Parts], None]:
    def make(file: Path, parts: Parts) -> None:
        packed(parts, file)
        file.write_bytes(change(file.read_bytes()))

    return make


def _poke(offset: int, value: bytes) -> Callable[[Path, Parts], None]:
    return _bytes(lambda whole: whole[:offset] + value + whole[offset + len(value) :])


def _compressed(file: Path, parts: Parts) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in parts.items():
            archive.writestr(name, one)


def _bomb(file: Path, parts: Parts) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, parts[MANIFEST])
        archive.writestr(KEYS, parts[KEYS])
        archive.writestr(REGISTER, bytes(50_000_000))


def _nested(file: Path, parts: Parts) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(REGISTER, parts[REGISTER])
    packed({**parts, REGISTER: inner.getvalue()}, file)


def _pipe(file: Path, _parts: Parts) -> None:
    os.mkfifo(file)


HOSTILE: dict[str, Callable[[Path, Parts], None]] = {
    "empty": lambda file, _parts: (file.write_bytes(b""), None)[-1],
    "text": lambda file, _parts: (file.write_text("hei\n" * 5000), None)[-1],
    "a folder": lambda file, _parts: file.mkdir(),
    "a pipe": _pipe,
    "cut by a byte": _bytes(lambda whole: whole[:-1]),
    "cut in half": _bytes(lambda whole: whole[: len(whole) // 2]),
    "trailing junk": _bytes(lambda whole: whole + b"\0"),
    "leading junk": _bytes(lambda whole: b"#!/bin/sh\n" + whole),
    "two archives in one": _bytes(lambda whole: whole + whole),
    "a comment": lambda file, parts: zipped(file, list(parts.items()), b"les meg"),
    "another program's zip": lambda file, parts: zipped(file, list(parts.items())),
    "zip-slip": _renamed(REGISTER, "../../utenfor.assess"),
    "zip-slip with backslashes": _renamed(REGISTER, "..\\..\\utenfor.assess"),
    "an absolute path": _renamed(REGISTER, "/srv/utenfor.assess"),
    "a drive letter": _renamed(KEYS, "C:register.keys"),
    "a folder inside": _renamed(KEYS, "mappe/register.assess.keys"),
    "case clash": _renamed(KEYS, "REGISTER.ASSESS"),
    "a name that looks the same": _renamed(REGISTER, "regis\u0442er.assess"),
    "a symlink": _plus("register.link", external_attr=0o120777 << 16),
    "a fourth part": _plus("les-meg.txt"),
    "a hidden folder": _plus("mappe/", external_attr=0o40755 << 16),
    "a missing part": lambda file, parts: zipped(file, [(n, one) for n, one in parts.items() if n != KEYS]),
    "another order": lambda file, parts: zipped(file, list(reversed(parts.items()))),
    "compressed": _compressed,
    "a bomb": _bomb,
    "a size that lies": _poke(22, struct.pack("<L", 0xFFFFFFFF)),
    "a smaller size": _poke(22, struct.pack("<L", 10)),
    "an encrypted part": _poke(6, b"\1\0"),
    "sizes told afterwards": _poke(6, b"\x08\0"),
    "another method": _poke(8, b"\x08\0"),
    "an archive inside": _nested,
    "no register": lambda file, parts: packed({**parts, REGISTER: b""}, file),
    "a plain database": lambda file, parts: packed({**parts, REGISTER: b"SQLite format 3\0" + bytes(8176)}, file),
    "a huge manifest": lambda file, parts: packed({**parts, MANIFEST: b" " * 70_000}, file),
    "a manifest with spaces": lambda file, parts: packed({**parts, MANIFEST: parts[MANIFEST] + b" "}, file),
    "a manifest that isn't one": lambda file, parts: packed({**parts, MANIFEST: b"[]"}, file),
    "keys that aren't": lambda file, parts: packed({**parts, KEYS: b"{}"}, file),
}


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("name", [*HOSTILE, "duplicate names"])
def test_a_hostile_archive_leaves_nothing_anywhere(parts: Parts, tmp_path: Path, name: str) -> None:
    file = tmp_path / "inn" / "x.backup"
    file.parent.mkdir()
    if name == "duplicate names":
        zipped(file, [*parts.items(), (REGISTER, parts[REGISTER])])
    else:
        HOSTILE[name](file, parts)
    (tmp_path / "ut").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises((NotARegister, RegisterDamaged)) as told:
        restore(file, tmp_path / "ut" / "r.assess", PASSPHRASE)
    assert str(file) in told.value.message
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["a huge manifest", "a size that lies", "a bomb"])
def test_what_is_too_large_is_refused_before_it_is_unpacked(
    parts: Parts, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def put(_file: object, _whole: object, path: Path, _size: int) -> container.Part:
        written.append(path)
        raise AssertionError

    monkeypatch.setattr(container, "_put", put)
    HOSTILE[name](tmp_path / "x.backup", parts)
    with pytest.raises(NotARegister, match="ikke en hel sikkerhetskopi"):
        restore(tmp_path / "x.backup", tmp_path / "r.assess", PASSPHRASE)
    assert written == []
