from __future__ import annotations

import json
import os
import pickle
import stat
import unicodedata
from pathlib import Path

import pytest
import rfc8785

from assess.errors import NotARegister, RegisterError, RegisterExists, RegisterMissing, WrongPassphrase
from assess.register.vault import DataKey, KeyCost, Vault, keys_path

CHEAP = KeyCost(memory_kib=8, passes=1, lanes=1)
REGISTER_ID = "019a9e7c-6f00-7000-8000-000000000001"
PASSPHRASE = "blåbær på tørr kvist"


def made(register: Path) -> tuple[Vault, DataKey]:
    return Vault.create(
        register,
        kind="register",
        register_id=REGISTER_ID,
        user="sekretær",
        role="secretary",
        passphrase=PASSPHRASE,
        cost=CHEAP,
    )


def edited(register: Path, **changes: object) -> None:
    keys = keys_path(register)
    content = json.loads(keys.read_bytes())
    for dotted, value in changes.items():
        *parents, name = dotted.split("__")
        part = content
        for parent in parents:
            part = part[int(parent)] if isinstance(part, list) else part[parent]
        part[name] = value
    keys.write_bytes(rfc8785.dumps(content))


def test_the_passphrase_gives_the_same_data_key_back(tmp_path: Path) -> None:
    _vault, key = made(tmp_path / "r.assess")
    assert Vault.read(tmp_path / "r.assess").unlock(PASSPHRASE).reveal() == key.reveal()


def test_two_registers_never_share_a_key(tmp_path: Path) -> None:
    assert made(tmp_path / "a")[1].reveal() != made(tmp_path / "b")[1].reveal()


def test_a_passphrase_typed_with_decomposed_letters_opens_the_same_slot(tmp_path: Path) -> None:
    vault, key = made(tmp_path / "r.assess")
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    assert vault.unlock(decomposed).reveal() == key.reveal()


@pytest.mark.parametrize("wrong", ["", "blåbær", PASSPHRASE + " ", PASSPHRASE.upper(), "\udce5", "x" * 1_000_000])
def test_another_passphrase_opens_nothing_and_changes_nothing(tmp_path: Path, wrong: str) -> None:
    vault, _key = made(tmp_path / "r.assess")
    before = keys_path(tmp_path / "r.assess").read_bytes()
    with pytest.raises(WrongPassphrase):
        vault.unlock(wrong)
    assert keys_path(tmp_path / "r.assess").read_bytes() == before


def test_a_named_user_opens_only_that_users_slot(tmp_path: Path) -> None:
    vault, key = made(tmp_path / "r.assess")
    assert vault.unlock(PASSPHRASE, "sekretær").reveal() == key.reveal()
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE, "veileder")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "demonstration"),
        ("register_id", "019a9e7c-6f00-7000-8000-000000000002"),
        ("slots__0__user", "veileder"),
        ("slots__0__role", "supervisor"),
        ("slots__0__kdf__t", 2),
        ("slots__0__kdf__m_kib", 16),
        ("slots__0__kdf__salt", "00" * 16),
        ("slots__0__nonce", "00" * 12),
        ("slots__0__wrapped", "00" * 48),
    ],
)
def test_an_edited_key_file_opens_no_longer(tmp_path: Path, field: str, value: object) -> None:
    register = tmp_path / "r.assess"
    made(register)
    edited(register, **{field: value})
    with pytest.raises(WrongPassphrase):
        Vault.read(register).unlock(PASSPHRASE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 2),
        ("kind", "other"),
        ("register_id", "F-2026-0042"),
        ("slots", []),
        ("extra", 1),
        ("slots__0__kdf__m_kib", 2 * 1024 * 1024 + 1),
        ("slots__0__kdf__t", 1_000_000),
        ("slots__0__kdf__t", "3"),
        ("slots__0__kdf__name", "pbkdf2"),
        ("slots__0__wrapped", "00"),
        ("slots__0__nonce", "zz" * 12),
    ],
)
def test_a_hostile_key_file_is_refused_before_it_costs_anything(tmp_path: Path, field: str, value: object) -> None:
    register = tmp_path / "r.assess"
    made(register)
    edited(register, **{field: value})
    with pytest.raises(NotARegister) as refused:
        Vault.read(register)
    assert field.rsplit("__", maxsplit=1)[-1] in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"<html>", b"[]", b"[" * 100_000, b"{" + b" " * 2_000_000, b"\xff\xfe"]
)
def test_what_is_no_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    keys_path(tmp_path / "r.assess").write_bytes(content)
    with pytest.raises(NotARegister):
        Vault.read(tmp_path / "r.assess")


@pytest.mark.skipif(os.name != "posix", reason="pipes in folders are a POSIX thing")
def test_a_pipe_in_the_key_files_place_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(keys_path(tmp_path / "r.assess"))
    with pytest.raises(NotARegister):
        Vault.read(tmp_path / "r.assess")


def test_missing_keys_are_told_apart_from_a_missing_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing, match="ikke noe register"):
        Vault.read(tmp_path / "r.assess")
    (tmp_path / "r.assess").write_bytes(b"something")
    with pytest.raises(RegisterMissing, match=r"Nøkkelfilen .* mangler"):
        Vault.read(tmp_path / "r.assess")


@pytest.mark.parametrize("name", ["r.assess", "r.assess.keys"])
def test_keys_are_never_made_over_something_that_stands_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(RegisterExists):
        made(tmp_path / "r.assess")
    assert (tmp_path / name).read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_key_file_that_cant_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RegisterError, match="Ingenting ble laget"):
        made(tmp_path / "file" / "r.assess")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no mode bits")
def test_the_key_file_and_its_new_folder_are_this_users_only(tmp_path: Path) -> None:
    register = tmp_path / "new" / "folder" / "r.assess"
    made(register)
    assert stat.S_IMODE(keys_path(register).stat().st_mode) == 0o600
    assert stat.S_IMODE(register.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(register.parent.parent.stat().st_mode) == 0o700
    assert list(register.parent.iterdir()) == [keys_path(register)]


def test_the_key_file_is_canonical_and_holds_no_secret(tmp_path: Path) -> None:
    _vault, key = made(tmp_path / "r.assess")
    content = keys_path(tmp_path / "r.assess").read_bytes()
    assert content == rfc8785.dumps(json.loads(content))
    assert key.reveal().hex().encode() not in content
    assert PASSPHRASE.encode() not in content


def test_a_data_key_shows_itself_nowhere(tmp_path: Path) -> None:
    key = DataKey(bytes(range(32)))
    assert "00010203" not in f"{key} {key!r} {[key]}"
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_derived_keys_differ_by_purpose_and_from_the_data_key() -> None:
    key = DataKey(bytes(range(32)))
    assert len({key.derive("one"), key.derive("two"), key.reveal()}) == 3
    assert key.derive("one") == DataKey(bytes(range(32))).derive("one")


def test_the_strong_cost_is_what_the_documentation_says() -> None:
    assert KeyCost.strong() == KeyCost(memory_kib=262_144, passes=3, lanes=4)
