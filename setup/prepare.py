"""Make `.venv` ready, so that `make demo` and `make test` need nothing but a Debian with `python3` and `make`.

Arguments: the lock to install, `run` or `dev` (the development lock holds the other one too, and with veraPDF and a
Java all that the tests check a PDF by). Says nothing when there is nothing to do. Standard library only, and readable
from Python 3.7 on: an older Python must get as far as being told that it is too old.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LOCKS = {"run": ["run"], "dev": ["dev", "run"]}

# What WeasyPrint opens when it is imported, by the names it uses on Linux and (as stems) on macOS.
LIBRARIES = {
    "libgobject-2.0.so.0": "gobject-2.0",
    "libpango-1.0.so.0": "pango-1.0",
    "libpangoft2-1.0.so.0": "pangoft2-1.0",
    "libharfbuzz.so.0": "harfbuzz",
    "libharfbuzz-subset.so.0": "harfbuzz-subset",
    "libfontconfig.so.1": "fontconfig",
}
PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
PROBE = """
import ctypes, ctypes.util, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name if sys.platform == "linux" else ctypes.util.find_library(name) or name)
    except OSError:
        print(name)
"""

# A path with a space, or a long one, fits no `#!` line; `sh` reads the first two lines, Python skips them as text.
COMMAND = """#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
import sys

from assess.__main__ import main

sys.exit(main())
"""


class Stopped(Exception):
    """The set-up cannot go on; the message says why and what to type."""


def main(arguments: list[str]) -> int:
    """Prepare `.venv` with the lock that is named; return the exit status: 0 ready, 1 stopped, 2 misused."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("bruk: python3 setup/prepare.py run|dev", file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        if not _venv_works():
            _require_python()
            _require_venv_module()
            _make_venv()
        _install(arguments[0])
        _connect_checkout()
        _run([PYTHON, "-m", "compileall", "-qq", ROOT / "assess"])
        _require_pango()
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAvbrutt. Kjør samme kommando på nytt for å fortsette.", file=sys.stderr)
        return 130
    return 0


def _require_python() -> None:
    if sys.version_info >= OLDEST:
        return
    have = ".".join(map(str, sys.version_info[:2]))
    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if _starts(name)]
    what = (
        f"Denne maskinen har også {newer[0]}. Skriv for eksempel: make demo PYTHON={newer[0]}"
        if newer
        else "Installer en nyere Python (Debian 12 eller nyere har den), og kjør samme kommando på nytt."
    )
    raise Stopped(f"Programmet trenger Python 3.11 eller nyere. Her er python3 versjon {have}.\n{what}")


def _require_venv_module() -> None:
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if _has_venv_module():
        return
    _install_with_apt([package], "Python mangler modulen venv.")
    importlib.invalidate_caches()
    if not _has_venv_module():
        raise Stopped(f"Python mangler modulen venv. Skriv: {_by_hand([package])}")


def _has_venv_module() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _starts(program: str) -> bool:
    return shutil.which(program) is not None and _run([program, "--version"]).returncode == 0


def _venv_works() -> bool:
    """Say whether `.venv` has a Python that starts, is new enough and finds its own packages and pip."""
    if not os.access(PYTHON, os.X_OK):
        return False
    ask = "import sys; print(sys.prefix); print(*sys.version_info[:2])"
    answer = _run([PYTHON, "-I", "-c", ask])
    if answer.returncode != 0:
        return False
    prefix, version = answer.stdout.splitlines()
    major, minor = map(int, version.split())
    packages = VENV / "lib" / f"python{major}.{minor}" / "site-packages"
    return Path(prefix) == VENV and (major, minor) >= OLDEST and (packages / "pip").is_dir()


def _make_venv() -> None:
    print("Lager et eget Python-miljø i .venv …", flush=True)
    made = _run([sys.executable, "-m", "venv", "--clear", VENV])
    if made.returncode != 0:
        raise Stopped(f"{made.stdout}{made.stderr}Klarte ikke å lage .venv. Feilen står over.")


def _install(kind: str) -> None:
    lock = ROOT / "requirements" / f"{kind}.txt"
    if _is_installed(kind):
        return
    print("Installerer pakkene programmet trenger. Det tar omtrent et minutt …", flush=True)
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input"]
    only_locked = ["--require-hashes", "--only-binary=:all:", "-r", str(lock)]
    installed = _run([PYTHON, "-m", "pip", "install", *quietly, *only_locked])
    if installed.returncode != 0:
        raise Stopped(
            f"{installed.stderr}Pakkene ble ikke installert. Feilen står over.\n"
            "Sjekk at maskinen har nett, og kjør samme kommando på nytt."
        )
    for held in LOCKS[kind]:
        _stamp(held).write_text(_fingerprint(held), encoding="utf-8")


def _is_installed(kind: str) -> bool:
    stamp = _stamp(kind)
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _fingerprint(kind)


def _stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def _fingerprint(kind: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{kind}.txt").read_bytes()).hexdigest() + "\n"


def _connect_checkout() -> None:
    """Let `.venv` find the package in this folder, and give it the command `assess`.

    An editable install does the same through the build back-end, which the runtime lock need not hold.
    """
    command = VENV / "bin" / "assess"
    _write(command, COMMAND.format(python=shlex.quote(str(PYTHON))))
    command.chmod(0o755)
    for packages in (VENV / "lib").glob("python3.*/site-packages"):
        _write(packages / "assess-checkout.pth", f"{ROOT}\n")


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _require_pango() -> None:
    if not _missing_libraries():
        return
    if sys.platform == "darwin":
        raise Stopped("PDF-rapporten trenger Pango. Skriv: brew install pango")
    _install_with_apt(PANGO, "PDF-rapporten trenger Pango.")
    missing = _missing_libraries()
    if missing:
        raise Stopped(
            f"PDF-rapporten trenger Pango. Dette mangler fortsatt: {', '.join(missing)}\nSkriv: {_by_hand(PANGO)}"
        )


def _missing_libraries() -> list[str]:
    names = LIBRARIES.keys() if sys.platform == "linux" else LIBRARIES.values()
    answer = _run([PYTHON, "-c", PROBE, *names])
    if answer.returncode != 0:
        raise Stopped(f"{answer.stderr}Klarte ikke å lete etter Pango. Feilen står over.")
    return answer.stdout.split()


def _install_with_apt(packages: list[str], reason: str) -> None:
    """Install Debian packages when this user may without a password; raise `Stopped` saying what to type if not."""
    prefix = _administrator()
    if prefix is None or shutil.which("apt-get") is None:
        raise Stopped(f"{reason} Skriv dette, og kjør samme kommando på nytt:\n  {_by_hand(packages)}")
    print(f"{reason} Installerer {' '.join(packages)} …", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run([*apt, "update"])  # its failure shows in the next line, unless the lists that are here will do
    installed = _run([*apt, "install", "-y", "--no-install-recommends", *packages])
    if installed.returncode != 0:
        raise Stopped(f"{installed.stderr}{reason} apt klarte det ikke. Skriv:\n  {_by_hand(packages)}")


def _administrator() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def _by_hand(packages: list[str]) -> str:
    install = f"apt-get update && {{}}apt-get install {' '.join(packages)}"
    return install.format("") if os.geteuid() == 0 else "sudo " + install.format("sudo ")


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
