"""The meeting's steps as pictures of invented cases: a changed look must be looked at before it is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.language import SOURCE, speak
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import Founding, found_demonstration
from assess.register.register import Register
from assess.register.slot import KeyCost
from assess.screens.meeting.desk import Desk
from assess.training.demonstration import demonstration
from tests.screens.conftest import MeetingApp

Compare = Callable[..., bool]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    library, profiles = Library(), Profiles()
    edition = library.edition("vrb")
    records = demonstration(edition, profiles.profile("fredrikstad"), library.folder("vrb") / "cases")
    founding = Founding(profile="fredrikstad", organisation="kommune")
    path: Path = tmp_path_factory.mktemp("pictures") / "demo.assess"
    cost = KeyCost(memory_kib=1024, passes=1, lanes=1)
    with found_demonstration(path, founding, cost=cost) as register:
        register.bring_in(tuple(Arrival(one.case, edition, each) for one in records for each in one.assessments))
        yield register


@pytest.fixture(autouse=True)
def _in_norway(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Oslo")
        time.tzset()
        yield
    time.tzset()


def opened(register: Register, label: str, step: Step, item: str = "") -> MeetingApp:
    case, assessment = register.assessment_called(label)
    return MeetingApp(Desk(register, case, assessment, Profiles()), step, item)


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause(0.4)


STEPS: tuple[Step, ...] = (
    *("meeting", "observations", "individual", "discussion"),
    *("formulation", "level", "measures", "quality"),
)
SIZES = ((80, 24), (120, 40))


@pytest.fixture(params=[SOURCE, pytest.param("en", marks=pytest.mark.slow)])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak(SOURCE)


def looks(size: tuple[int, int]) -> object:
    """The first size is looked at by default, the others with the slow tests."""
    return pytest.param(size, id=f"{size[0]}x{size[1]}", marks=() if size == SIZES[0] else pytest.mark.slow)


@pytest.mark.parametrize("size", [looks(size) for size in SIZES])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_looks_as_it_did(
    snap_compare: Compare, invented: Register, language: str, step: Step, size: tuple[int, int]
) -> None:
    async def ready(pilot: Pilot[None]) -> None:
        await settled(pilot)
        if step == "individual":
            await pilot.press("enter", "j")
            await settled(pilot)

    if step == "individual":
        _case, assessment = invented.assessment_called("TYTTEBÆR/1")
        app = opened(invented, "TYTTEBÆR/1", step, f"{assessment.meeting.raters()[0].id} D2")
    else:
        app = opened(invented, "RØSSLYNG/2", step)
    assert snap_compare(app, terminal_size=size, run_before=ready)
