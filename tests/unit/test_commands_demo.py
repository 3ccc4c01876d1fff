from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.language import speak
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.vault import Vault
from tests.unit.conftest import CHEAP, PEOPLE, RECOVERY


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


def run(*words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # WeasyPrint leaves its colour profile open
def test_a_demonstration_is_made_and_replaces_the_one_that_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "assess-demo"
    register, report = folder / "demo.assess", folder / "BLÅKLOKKE-1.pdf"
    founding = Founding(profile="oslo", organisation="kommune")
    found_demonstration(register, founding, cost=CHEAP).close()
    first = Vault.read(register).register_id
    for name in ("notat.txt", report.name):
        (folder / name).write_text("%PDF- fra forrige gang", encoding="utf-8")
    code, out, err = run("demo")
    assert code == 0
    assert err == "Lager øvingsregisteret …\nLager PDF …\n"
    assert out.splitlines() == [
        f"Øvingsregister: {register}",
        f"PDF: {report}",
        "Alle personer og saker i det er diktet opp.",
        f"Åpne det igjen med: assess --register {register}",
    ]
    assert Vault.read(register).register_id != first
    assert report.read_bytes()[-6:].strip() == b"%%EOF"
    assert (folder / "notat.txt").read_text(encoding="utf-8") == "%PDF- fra forrige gang"
    made = {register, keys_path(register), report}
    assert set(folder.iterdir()) == {*made, folder / "notat.txt"}
    assert os.name != "posix" or {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}
    with Register.unlock(register, DEMONSTRATION_PASSPHRASE) as opened:
        assert opened.demonstration
        assert len(opened.case_lines()) == 5
        assert {line.state for line in opened.case_lines()} == {"locked", "draft"}
        assert opened.verify().broken_at is None


def test_a_real_register_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "demo.assess"
    founding = Founding(profile="oslo", organisation="kommune")
    found(path, PEOPLE, RECOVERY, founding, cost=CHEAP).close()
    assert_refused(tmp_path)


def test_a_real_register_beside_a_demonstrations_keys_is_never_replaced(tmp_path: Path) -> None:
    founding = Founding(profile="oslo", organisation="kommune")
    real, invented = tmp_path / "demo.assess", tmp_path / "annet.assess"
    found(real, PEOPLE, RECOVERY, founding, cost=CHEAP).close()
    found_demonstration(invented, founding, cost=CHEAP).close()
    shutil.copy(keys_path(invented), keys_path(real))
    assert_refused(tmp_path)


@pytest.mark.parametrize("name", ["demo.assess", "demo.assess.keys", "demo.assess-wal", "BLÅKLOKKE-1.pdf"])
def test_anything_else_that_stands_in_the_way_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("noe annet", encoding="utf-8")
    err = assert_refused(tmp_path)
    assert err.startswith(f"{tmp_path / name} hører ikke til et øvingsregister.")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    code, out, err = run("demo", "--dir", tmp_path / "fil" / "mappe")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith(f"Øvingsregisteret kunne ikke lages i {tmp_path / 'fil' / 'mappe'} (")


def assert_refused(folder: Path) -> str:
    before = {file: file.read_bytes() for file in folder.iterdir()}
    code, out, err = run("demo", "--dir", folder)
    assert (code, out) == (1, "")
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    return err
