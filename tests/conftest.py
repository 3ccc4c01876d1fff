"""What holds for every test: nothing of it reaches the folders of whoever runs it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from assess.commands import doctor
from assess.language import speak
from assess.register import connection

settings.register_profile("a few examples", deadline=None)
settings.register_profile("all examples", deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """Look at a few examples of each property with the quick tests, and at all of them with the slow ones."""
    quick = config.getoption("markexpr") == "not slow"
    settings.load_profile("a few examples" if quick else "all examples")


def pytest_collection_finish() -> None:
    """Look through all memory for rubbish a hundred times more seldom: it costs the screens a quarter of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def state_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder at each `next`. All are in one folder, which needn't be read through to find a free name."""
    home = tmp_path_factory.mktemp("state")
    return (home / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_state_folder(state_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what the program remembers on a machine between runs."""
    folder = next(state_folders)
    folder.mkdir(mode=0o700)
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
