"""What holds for every test: nothing of it reaches the folders of whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.commands import doctor
from assess.language import speak
from assess.register import connection


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what the program remembers on a machine between runs."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def swift_registers() -> Iterator[None]:
    """Registers that don't lock and wipe memory; once one does in a process, all do. Programs that a test starts do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "MEMORY_SECURITY", "OFF")
        patch.setitem(doctor.WANTED, "cipher_memory_security", "0")
        yield


@pytest.fixture(autouse=True)
def in_norwegian() -> Iterator[None]:
    """Whatever another test chose, each begins in bokmål, and leaves bokmål behind."""
    speak("nb")
    yield
    speak("nb")
