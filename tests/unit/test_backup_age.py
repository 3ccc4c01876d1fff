from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.register.backup import make_backup
from assess.register.backup_age import backup_age, backup_warning
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.register import Register
from assess.register.restore import restore, verify_backup
from tests.unit.conftest import CHEAP, NOW


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "minnepinne"
    folder.mkdir()
    return folder


def test_home_says_how_old_the_last_verified_backup_is(register: Register, away: Path) -> None:
    assert backup_age(register, NOW) == "Siste kontrollerte sikkerhetskopi: aldri"
    make_backup(register, away / "a.backup", 10)
    assert backup_warning(register, NOW).startswith("Siste kontrollerte sikkerhetskopi: aldri. Ta en ny")
    verify_backup(register, away / "a.backup")
    made = datetime(2026, 11, 20, 9, 1, tzinfo=UTC)
    moments = {days: made + timedelta(days=days) for days in (0, 1, 7, 8, 9, 11)}
    told = {days: (backup_age(register, now), bool(backup_warning(register, now))) for days, now in moments.items()}
    line = "Siste kontrollerte sikkerhetskopi: "
    assert told == {
        0: (line + "i dag", False),
        1: (line + "i går", False),
        7: (line + "for 7 dager siden", False),
        8: (line + "for 8 dager siden", True),
        9: (line + "for 9 dager siden", True),
        11: (line + "aldri", True),
    }
    assert backup_age(register, made - timedelta(days=30)) == line + "i dag", "a clock set back is no younger backup"


def test_a_demonstration_is_backed_up_but_never_warns(tmp_path: Path, away: Path) -> None:
    path = tmp_path / "d.assess"
    with found_demonstration(path, Founding("fredrikstad", "kommune"), cost=CHEAP) as demo:
        assert backup_warning(demo, demo.now()) == ""
        make_backup(demo, away / "d.backup")
        assert verify_backup(demo, away / "d.backup").verified_at is not None
    restored = restore(away / "d.backup", away / "ny.assess", DEMONSTRATION_PASSPHRASE)
    assert restored.manifest.kind == "demonstration"
    assert not (tmp_path / "state").exists(), "nothing is remembered of a demonstration"
