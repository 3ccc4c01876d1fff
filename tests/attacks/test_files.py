"""What the program leaves on the disk is private and nothing temporary; where it may not write, it says so."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assess.register.file_modes import make_private_folder
from assess.register.key_file import keys_path
from tests.attacks.attacked_register import empty_register, hostile_register, unlock
from tests.attacks.conftest import Figures, Start
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.journeys import blaklokke
from tests.journeys.terminal import Secretary, environment
from tests.unit.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

UNSHARE = shutil.which("unshare")


def loose(folder: Path) -> list[str]:
    """What somebody else could open: files that are looser than 0600, folders looser than 0700."""
    return [
        f"{stat.S_IMODE(path.lstat().st_mode):04o} {path.relative_to(folder)}"
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink() and stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]


def temporary(home: Path) -> list[str]:
    """What is left of work that was not finished."""
    left = [*(home / "tmp").rglob("*")] + [
        path
        for path in home.rglob("*")
        if path.name.startswith((".assess-work-", ".ny-", ".F-")) or path.suffix == ".part"
    ]
    return [str(path.relative_to(home)) for path in left]


@pytest.fixture
def with_tmp(home: Path) -> dict[str, str | None]:
    """A temporary folder of our own that can be looked into."""
    (home / "tmp").mkdir(mode=0o700)
    return {"TMPDIR": str(home / "tmp"), "XDG_DATA_HOME": str(home / "data"), "XDG_STATE_HOME": str(home / "state")}


def to_a_case(terminal: RecordedTerminal, *, first_start: bool) -> None:
    secretary = Secretary(terminal)
    if first_start:
        blaklokke.set_up(secretary)
    else:
        unlock(terminal, sees="Ingen saker ennå")
    blaklokke.new_case(secretary)
    terminal.press("n")
    terminal.see("Hvem er til stede?")


def register_made_with(umask: int, home: Path) -> None:
    """The register where the program looks for it, made by itself under this umask."""
    before = os.umask(umask)
    try:
        make_private_folder(home / "data" / "assess")
        empty_register(home / "data" / "assess").rename(home / "data" / "assess" / "register.assess")
        made = home / "data" / "assess" / "saker.assess"
        keys_path(made).rename(keys_path(made.with_name("register.assess")))
    finally:
        os.umask(before)


def command(home: Path, words: list[str], umask: int, tmp: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    secret = home.parent / "passordfrase"
    secret.write_text(blaklokke.PASSPHRASE)
    secret.chmod(0o600)
    env = {**environment(home), **{name: value or "" for name, value in tmp.items()}}
    return subprocess.run(
        [sys.executable, "-m", "assess", *words],
        env={**env, "ASSESS_PASSPHRASE_FILE": str(secret)},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        umask=umask,
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_nobody_else_can_open_what_a_whole_journey_leaves(
    home: Path, start: Start, figures: Figures, umask: int, with_tmp: dict[str, str | None]
) -> None:
    if umask:  # the first start takes its time; once is enough
        register_made_with(umask, home)
    terminal = start([], env=with_tmp, umask=umask)
    to_a_case(terminal, first_start=not umask)
    terminal.press("f5")
    terminal.see("PDF-en ligger på", within=90)
    terminal.press("\x1b[21~")  # F10: the language is kept in the settings
    terminal.settle(0.3)
    terminal.press("\x1b[21~")
    terminal.settle(0.3)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    at = ["--register", str(home / "data" / "assess" / "register.assess")]
    for words in (
        ["assessment", "export", "F-2026-0001", "-o", "ut.json"],
        ["report", "F-2026-0001", "-o", "ut.pdf"],
        ["register", "backup", "--to", str(home)],
        ["demo", "--no-screens", "--dir", str(home / "demo")],
    ):
        ran = command(home, [*at, *words], umask, with_tmp)
        assert ran.returncode == 0, (words, ran.stderr)
    made = [path for path in home.rglob("*") if path.is_file()]
    figures(f"files made with umask {umask:03o}", made=len(made), loose=len(loose(home)))
    assert len(made) >= 8
    assert loose(home) == []
    assert temporary(home) == []


@pytest.mark.parametrize("wait", [0.0, 0.3, 0.8])
def test_a_kill_in_the_midst_of_a_pdf_leaves_nothing_after_the_next_start(
    home: Path, start: Start, wait: float, with_tmp: dict[str, str | None]
) -> None:
    register = hostile_register(home)
    terminal = start(["--register", str(register)], env=with_tmp)
    unlock(terminal)
    terminal.press("enter")
    terminal.see("låst 13")
    terminal.press("f5")
    terminal.see("Lager PDF")
    terminal.settle(wait or 0.01, wait)
    terminal.kill()
    terminal.ended()
    again = start(["--register", str(register)], env=with_tmp)
    unlock(again)
    again.press("enter")
    again.see("låst 13")
    again.press("f5")
    again.see("PDF-en ligger på", within=90)
    again.press("ctrl+q")
    assert again.ended() == 0
    assert temporary(home) == []
    assert [path.read_bytes()[-6:].strip() for path in (home / "rapporter").glob("*.pdf")] in (
        [b"%%EOF"],
        [b"%%EOF"] * 2,
    )


def refused(ran: subprocess.CompletedProcess[str]) -> str:
    """The words of a refusal: an exit code that is not 0, no traceback, and something to read."""
    assert ran.returncode not in (0, None), ran.stdout
    assert "Traceback" not in ran.stderr
    assert "feil i programmet selv" not in ran.stderr, ran.stderr
    assert len(ran.stderr.split()) > 4
    return ran.stderr


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """A script runner in which disks can be mounted; nothing is left of them afterwards."""
    if UNSHARE is None or os.geteuid() != 0:
        pytest.skip("only root can mount a read-only disk")
    if subprocess.run([UNSHARE, "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    return tmp_path


def in_mount(script: str, home: Path, words: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    secret = home.parent / "passordfrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    shell = f'{script} && exec "$@"'
    return subprocess.run(
        [str(UNSHARE), "-m", "sh", "-c", shell, "sh", sys.executable, "-m", "assess", *words],
        env={**environment(home), "ASSESS_PASSPHRASE_FILE": str(secret), **env},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_read_only_disk_is_said_in_words_and_changes_nothing(home: Path, mounted: Path) -> None:
    folder = home / "disk"
    folder.mkdir(mode=0o700)
    register = empty_register(folder)
    before = register.read_bytes()
    script = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
    for words in (
        ["--register", str(register), "case", "list"],
        ["--register", str(register), "register", "backup", "--to", str(folder)],
        ["demo", "--no-screens", "--dir", str(folder / "demo")],
    ):
        ran = in_mount(script, home, words)
        if ran.returncode or "list" not in words:
            refused(ran)
    assert register.read_bytes() == before


def test_a_temporary_folder_where_nothing_may_be_run_is_no_hindrance(home: Path, mounted: Path) -> None:
    tmp = home / "tmp"
    tmp.mkdir(mode=0o700)
    script = f"mount -t tmpfs -o noexec,mode=700 tmpfs {tmp}"
    ran = in_mount(script, home, ["demo", "--no-screens", "--dir", str(home / "demo")], TMPDIR=str(tmp))
    assert ran.returncode == 0, ran.stderr
    assert list((home / "demo").glob("*.pdf"))


def test_a_home_that_does_not_exist_and_cannot_be_made_is_said_in_words(home: Path, mounted: Path) -> None:
    script = f"mount --bind {home} {home} && mount -o remount,ro,bind {home}"
    nowhere = home / "nei" / "her"
    places = {"HOME": str(nowhere), "XDG_DATA_HOME": str(nowhere / "d"), "XDG_CONFIG_HOME": str(nowhere / "c")}
    refused(in_mount(script, home, ["demo", "--no-screens"], **places))
    refused(in_mount(script, home, ["case", "list"], **places))


def test_the_first_start_where_nothing_may_be_written_ends_in_words(home: Path, mounted: Path, start: Start) -> None:
    script = f'mount --bind {home} {home} && mount -o remount,ro,bind {home} && exec "$@"'
    program = [str(UNSHARE), "-m", "sh", "-c", script, "sh", sys.executable, "-m", "assess"]
    terminal = start(["--register", str(home / "x" / "r.assess")], program=program)
    with pytest.raises(AssertionError):
        blaklokke.set_up(Impatient(terminal))
    words = terminal.words()
    assert terminal.alive()
    assert "uventet feil" not in words
    assert "skrive" in words or "lages" in words, words
    terminal.press("ctrl+q")
    assert terminal.ended() == 0


class Impatient(Secretary):
    """Somebody who doesn't wait for what never comes."""

    def see(self, *texts: str, within: float = 15) -> str:
        """Wait at most a quarter of a minute."""
        return super().see(*texts, within=min(within, 15))


def test_files_of_another_owner_are_refused_or_opened_but_never_changed(home: Path, mounted: Path) -> None:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is not installed")
    register = empty_register(home)
    before = {path.name: path.read_bytes() for path in home.glob("saker*")}
    other = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]
    reads = subprocess.run([*other, sys.executable, "-c", "import assess"], capture_output=True, check=False)
    if reads.returncode:
        pytest.skip("another user can't read this Python")
    ran = subprocess.run(
        [*other, sys.executable, "-m", "assess", "--register", str(register), "case", "list"],
        env=dict(environment(home)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    refused(ran)
    assert {path.name: path.read_bytes() for path in home.glob("saker*")} == before
