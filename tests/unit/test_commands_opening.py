from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.language import speak
from assess.register.founding import Founding, found, found_demonstration
from assess.register.key_file import keys_path
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY

FOUNDING = Founding(profile="fredrikstad", organisation="kommune")


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demonstration without cases."""
    path = tmp_path / "demo.assess"
    found_demonstration(path, FOUNDING, cost=CHEAP).close()
    return path


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path, secret = tmp_path / "saker.assess", tmp_path / "passord"
    found(path, PEOPLE, RECOVERY, FOUNDING, cost=CHEAP).close()
    secret.write_text(f"{PASSPHRASE}\nnoe annet\n", encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(secret))
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_PASSPHRASE_FILE", "ASSESS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


def run(*words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def on(register: Path, *words: str | Path) -> tuple[int, str, str]:
    return run("--register", register, *words)


def test_a_register_is_made_only_by_somebody_at_a_terminal(real: Path, tmp_path: Path) -> None:
    code, _out, err = on(tmp_path / "nytt.assess", "register", "init", "--profile", "oslo")
    assert code == 2
    assert err.startswith("Dette må gjøres av noen ved en terminal.")
    assert not (tmp_path / "nytt.assess").exists()


def test_a_register_is_never_made_over_another(real: Path) -> None:
    before = real.read_bytes()
    code, _out, err = on(real, "register", "init", "--profile", "oslo")
    assert code == 1
    assert err.startswith(f"{real} finnes fra før. Ingenting er laget eller endret.")
    assert real.read_bytes() == before


def test_a_passphrase_file_opens_the_register_and_warns_when_others_can_read_it(
    real: Path,
) -> None:
    assert on(real, "case", "list") == (0, "Registeret har ingen saker ennå.\n", "")
    secret = Path(os.environ["ASSESS_PASSPHRASE_FILE"])
    secret.chmod(0o644)
    code, _out, err = on(real, "case", "list")
    assert code == 0
    assert os.name != "posix" or err.startswith(f"Advarsel: Andre brukere av maskinen kan lese {secret}.")
    assert PASSPHRASE not in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"feil passord\n", "Passordfrasen åpner ikke registeret. Registeret er ikke rørt."),
        (b"\n\n", "Den første linjen i "),
        (b"\xff\xfe\n", "Filen med passordfrasen, "),
        (None, "Filen med passordfrasen, "),
    ],
)
def test_a_passphrase_that_does_not_open_it_leaves_the_register_untouched(
    real: Path, content: bytes | None, said: str
) -> None:
    secret = Path(os.environ["ASSESS_PASSPHRASE_FILE"])
    if content is None:
        secret.unlink()
    else:
        secret.write_bytes(content)
    before = real.read_bytes()
    code, out, err = on(real, "case", "list")
    assert (code, out) == (1, "")
    assert err.startswith(said)
    assert real.read_bytes() == before


def test_with_nobody_to_ask_for_a_passphrase_it_is_wrong_use(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSESS_PASSPHRASE_FILE")
    code, out, err = on(real, "case", "list")
    assert (code, out) == (2, "")
    assert err.startswith("Det er ingen terminal å spørre om passordfrasen i.")


def broken(demo: Path, how: str) -> None:
    content = demo.read_bytes()
    match how:
        case "text":
            demo.write_text("Dette er ikke et register.\n" * 200, encoding="ascii")
        case "empty":
            demo.write_bytes(b"")
        case "truncated":
            demo.write_bytes(content[: len(content) // 2 + 100])
        case "short":
            demo.write_bytes(content[:1000])
        case "plain SQLite":
            demo.unlink()
            with closing(sqlite3.connect(demo)) as db:
                db.execute("CREATE TABLE t (x)")
        case "no keys":
            keys_path(demo).unlink()
        case "foreign keys":
            keys_path(demo).write_text("{}", encoding="ascii")


@pytest.mark.parametrize("how", ["text", "empty", "truncated", "short", "plain SQLite", "no keys", "foreign keys"])
def test_what_is_not_a_whole_register_is_told_and_left_as_it_is(demo: Path, how: str) -> None:
    broken(demo, how)
    before = {file: file.read_bytes() for file in demo.parent.glob("demo.assess*")}
    code, out, err = on(demo, "case", "list")
    assert (code, out) == (1, "")
    assert "Programmet stoppet" not in err
    assert err.count("\n") == 1
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize("place", ["mangler.assess", "finnes/ikke/mangler.assess"])
def test_a_register_that_is_missing_is_never_made_by_looking_for_it(tmp_path: Path, place: str) -> None:
    code, _out, err = on(tmp_path / place, "case", "list")
    assert code == 1
    assert err.startswith("Det er ikke noe register på ")
    assert not (tmp_path / place).parent.exists() or not list((tmp_path / place).parent.glob("mangler*"))
