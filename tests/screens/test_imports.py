"""What the program imports before its first screen, by name: it is most of what a user waits for."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from assess.profile.load import Profiles
from assess.register.founding import Founding, found
from assess.register.keeping import keeping_for
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY, a_case

HEAVY = {"argon2", "cffi", "click", "cryptography", "jinja2", "pydantic", "rfc8785", "sqlcipher3", "sqlite3"}
HEAVY |= {"phonenumbers", "pypdf", "sqlite_utils", "stdnum", "weasyprint", "yaml"}
SMALL = ("encodings.", "pydantic.", "rich.")
"""What a library gets for itself at its first use, a few milliseconds in all."""

OURS = {
    "assess",
    "assess.collecting",
    "assess.errors",
    "assess.hardening",
    "assess.language",
    "assess.places",
    "assess.register",
    "assess.register.file_modes",
    "assess.register.key_file",
    "assess.register.passphrases",
    "assess.settings",
}
"""Beside the rooms' own `__init__` and what stands in `assess.screens`."""

FIRST_SCREEN = """
import asyncio, json, sys
from pathlib import Path
from assess.screens.app import AssessApp

async def drawn(path):
    app = AssessApp(path, None, None, settings=path.with_name("settings.json"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        return type(app.screen).__name__

print(json.dumps([asyncio.run(drawn(Path(sys.argv[1]))), sorted(sys.modules)]))
"""

FROM_PASSPHRASE_TO_HOME = """
import asyncio, json, sys
from pathlib import Path
from assess.commands.workplace import Workplace
from assess.screens.ahead import fetch_ahead
from assess.screens.app import AssessApp

read = []
sys.addaudithook(lambda event, args: read.append(str(args[0])) if event == "open" else None)

async def home(path, passphrase):
    place = Workplace(path)
    app = AssessApp(path, place.library, place.all_profiles, settings=path.with_name("settings.json"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        fetch_ahead(lambda: app.library).join()
        before = set(sys.modules)
        del read[:]
        from assess.register.register import Register
        with Register.unlock(path, passphrase) as register:
            app.enter(register)
            await pilot.pause()
            while not app.screen.query_one("#cases").row_count:
                await pilot.pause()
            files = [name for name in read if name.endswith((".py", ".pyc", ".yaml"))]
            return type(app.screen).__name__, sorted(set(sys.modules) - before), files

print(json.dumps(asyncio.run(home(Path(sys.argv[1]), sys.argv[2]))))
"""


def first_screen(path: Path) -> tuple[str, set[str]]:
    screen, modules = told(FIRST_SCREEN, path)
    return screen, set(modules)


def told(program: str, *words: Path | str) -> list[Any]:
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    said: list[Any] = json.loads(done.stdout)
    return said


def test_the_passphrase_is_asked_for_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    found(tmp_path / "r.assess", PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP).close()
    screen, modules = first_screen(tmp_path / "r.assess")
    assert screen == "UnlockScreen"
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    ours = {name for name in modules if name.partition(".")[0] == "assess"}
    assert {name for name in ours if not name.startswith("assess.screens")} == OURS
    assert len([name for name in ours if name.startswith("assess.screens")]) <= 31


def test_what_home_needs_is_there_before_the_passphrase_is_right(tmp_path: Path) -> None:
    with found(tmp_path / "r.assess", PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        case = a_case(1)
        register.open_case(case, keeping_for(case, Profiles().profile("fredrikstad"), date(2026, 1, 1)))
    screen, imported, files = told(FROM_PASSPHRASE_TO_HOME, tmp_path / "r.assess", PASSPHRASE)
    assert screen == "HomeScreen"
    assert [name for name in imported if not name.startswith(SMALL)] == []
    assert [name for name in files if name.endswith(".yaml")] == []
