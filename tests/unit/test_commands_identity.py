from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.casework.case import Case
from assess.casework.identity import Identity
from assess.language import speak
from assess.register.founding import Founding, found
from assess.register.identity import enter_identity, has_identity, open_identity
from assess.register.register import Register
from assess.register.slot import NewUser
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY, a_case

WHO = Identity(name="Zigne Oppdiktsen", birth_year=2009)
WHY = "Barnevernet trenger det"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_USER", "ASSESS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with one case, and the secretary's passphrase in a file."""
    path, secret = tmp_path / "saker.assess", tmp_path / "passord"
    with found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        register.open_case(a_case())
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(secret))
    return path


@pytest.fixture
def named(path: Path) -> Path:
    with Register.unlock(path, PASSPHRASE) as register:
        enter_identity(register, the_case(register), WHO)
    return path


def the_case(register: Register) -> Case:
    return register.case_called("F-2026-0042")


def on(path: Path, *words: str, written: str = "") -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation(input=written.encode()) as (out, err, _both):
        code = main(["--register", str(path), "identity", *words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def at_terminal(path: Path, *words: str) -> pexpect.spawn:
    """The program with somebody in front of it."""
    arguments = ["-m", "assess", "--register", str(path), "identity", *words]
    return pexpect.spawn(
        sys.executable, arguments, env=dict(os.environ), encoding="utf-8", timeout=20, preexec_fn=interruptible
    )


def interruptible() -> None:
    """Let Ctrl-C reach the program also where the tests run with it ignored, as a shell's background jobs do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_identity_is_read_from_standard_input_and_never_said_again(path: Path) -> None:
    data = json.dumps({"name": "Zigne Oppdiktsen", "birth_year": 2009})
    code, out, err = on(path, "set", "f-2026-0042", written=data)
    assert (code, out, err) == (0, "Lagret for F-2026-0042. Bare en nøkkelholder kan lese det.\n", "")
    with Register.unlock(path, PASSPHRASE) as register:
        assert open_identity(register, the_case(register), "slt", OTHER_PASSPHRASE).identity == WHO


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("Zigne", "Det som kom inn, er ikke JSON med feltene name, birth_year"),
        ('{"navn": "Zigne"}', "Det som kom inn, er ikke JSON med feltene name, birth_year"),
        ('{"name": "Zigne", "name2": "Zigne"}', "Det som kom inn, er ikke JSON"),
        ('{"birth_year": 2009}', "Skriv hvem saken gjelder."),
        ('{"name": "Zigne", "note": "13890950056"}', "Det ser ut til å stå et fødselsnummer i «Merknad»."),
        ('{"name": "Zigne\\u001b[2J"}', "«Navn» er ikke slik det skal være."),
    ],
)
def test_what_comes_in_wrongly_is_refused_and_not_said_again(path: Path, data: str, why: str) -> None:
    code, out, err = on(path, "set", "F-2026-0042", written=data)
    assert (code, out) == (1, "")
    assert err.startswith(why)
    assert "Zigne" not in err
    assert "\x1b" not in err
    with Register.unlock(path, PASSPHRASE) as register:
        assert not has_identity(register, the_case(register).id)


def test_no_identity_is_shown_where_it_could_end_in_a_file(named: Path) -> None:
    code, out, err = on(named, "show", "F-2026-0042", "--reason", WHY)
    assert (code, out) == (2, "")
    assert err.startswith("Dette vises bare i en terminal, og aldri i en fil.")


def test_what_is_forgotten_is_gone_and_twice_is_no_error(named: Path) -> None:
    assert on(named, "forget", "F-2026-0042") == (0, "Tatt bort.\n", "")
    assert on(named, "forget", "F-2026-0042") == (0, "Det var ikke skrevet inn hvem saken gjelder.\n", "")


def test_a_keyholder_who_may_read_no_case_takes_an_identity_away_by_its_reference(tmp_path: Path, path: Path) -> None:
    other, phrase = tmp_path / "andre.assess", "seks sauer bak låven"
    people = (*PEOPLE, NewUser("øyvind", ("keyholder",), phrase))
    with found(other, people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        enter_identity(register, register.open_case(a_case()), WHO)
    Path(os.environ["ASSESS_PASSPHRASE_FILE"]).write_text(f"{phrase}\n", encoding="utf-8")
    assert on(other, "forget", "F-2026-0042") == (0, "Tatt bort.\n", "")
    assert on(other, "forget", "F-2026-0043")[2].startswith("Registeret har ingen sak som heter F-2026-0043.")


@pytest.mark.skipif(sys.platform == "win32", reason="a pty")
def test_a_keyholder_at_a_terminal_sees_it_on_a_screen_that_is_emptied(named: Path) -> None:
    shown = at_terminal(named, "show", "F-2026-0042", "--keyholder", "slt")
    shown.expect("Passordfrasen til slt, for å åpne hvem F-2026-0042 gjelder: ")
    shown.sendline(OTHER_PASSPHRASE)
    shown.expect_exact("\x1b[?1049h")
    assert "Zigne" not in (shown.before or "")
    shown.expect("Navn +Zigne Oppdiktsen")
    shown.expect("Vises i 60 sekunder")
    shown.sendintr()
    shown.expect_exact("\x1b[2J\x1b[3J\x1b[?1049l")
    shown.expect(pexpect.EOF)
    assert "Zigne" not in (shown.before or "")
    shown.close()
    assert shown.exitstatus == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a pty")
def test_the_keyholders_passphrase_is_typed_even_when_a_file_opens_the_register(named: Path) -> None:
    shown = at_terminal(named, "show", "F-2026-0042", "--reason", WHY)
    shown.expect("Passordfrasen til sekretær, for å åpne hvem")
    shown.sendline("feil frase")
    shown.expect("Det er ikke passordfrasen til sekretær. Ingenting er åpnet")
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 1
    with Register.unlock(named, PASSPHRASE) as register:
        assert [one.action for one in register.entries()].count("denied") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pty")
def test_somebody_at_a_terminal_is_asked_for_each_part_on_a_screen_that_is_emptied(path: Path) -> None:
    asked = at_terminal(path, "set", "F-2026-0042")
    asked.expect_exact("\x1b[?1049h")
    for question, reply in (("Navn", "Zigne Oppdiktsen"), ("Fødselsår", "2009")):
        asked.expect(f"{question}: ")
        asked.sendline(reply)
    for question in ("Hvordan personen kan nås", "Foresatte, når personen er mindreårig", "Merknad"):
        asked.expect(f"{question}: ")
        asked.sendline("")
    asked.expect_exact("\x1b[?1049l")
    asked.expect("Lagret for F-2026-0042.")
    asked.expect(pexpect.EOF)
    asked.close()
    with Register.unlock(path, PASSPHRASE) as register:
        assert open_identity(register, the_case(register), "slt", OTHER_PASSPHRASE).identity == WHO
