"""A real register with one case, and the meeting over it, for the tests of the meeting's steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.meeting import Attendee
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.founding import Founding, found
from assess.register.register import Register
from assess.register.session import now
from assess.register.store import Place
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.step import StepPane
from assess.screens.terminal import SafeApp
from tests.unit.conftest import CHEAP, PEOPLE, RECOVERY
from tests.unit.founded_once import FoundedOnce

PRESENT = (
    ("sekretaer", "kommune"),
    ("slt", "kommune"),
    ("skole", "kommune"),
    ("politi", "politi"),
    ("radikaliseringskontakt", "politi"),
)
"""Role and party of the five who meet; the first is the secretary and does not rate."""


class MeetingApp(SafeApp[None]):
    """Nothing but the meeting, opened at one step."""

    def __init__(self, desk: Desk, step: Step, item: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.meeting = MeetingScreen(desk, exercise=False, start=Place(step, item))

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.meeting)

    @property
    def pane(self) -> StepPane:
        """The step that is open."""
        assert self.meeting.pane is not None
        return self.meeting.pane


OpenMeeting = Callable[..., MeetingApp]
"""`meeting_app(step, item="")`: the app, not yet running; `async with app.run_test(size=…) as pilot` runs it."""


@pytest.fixture(scope="session")
def edition() -> Edition:
    return Library().edition("vrb")


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> FoundedOnce:
    def made(path: Path) -> Register:
        return found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP)

    return FoundedOnce(tmp_path_factory.mktemp("founded"), made)


@pytest.fixture
def register(founded_once: FoundedOnce, own_state_folder: Path, tmp_path: Path) -> Iterator[Register]:
    with founded_once.copied(tmp_path / "r.db", now) as made:
        yield made


@pytest.fixture
def empty_desk(register: Register, edition: Edition) -> Desk:
    """A started assessment where nobody is entered yet."""
    case = register.open_case(
        Case(
            id=register.new_id(),
            reference="F-2026-0001",
            organisation="kommune",
            opened_at=register.now(),
            phase="initial",
            age_band="a16_17",
            ideology="ikke_vurdert",
            sender="skole",
            summary="Skolen er bekymret for en elev",
        )
    )
    assessment = register.start(case, edition, norwegian(register.now()).date())
    return Desk(register, case, assessment, Profiles())


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """A started assessment with the five of `PRESENT`, impartial all of them."""
    five = tuple(
        Attendee(
            id=empty_desk.new_id(),
            role=role,
            party=party,
            secretary=role == "sekretaer",
            impartial=True,
            rates=role != "sekretaer",
        )
        for role, party in PRESENT
    )
    empty_desk.do(Convene(empty_desk.assessment.meeting.model_copy(update={"attendees": five})))
    return empty_desk


@pytest.fixture
def meeting_app(desk: Desk) -> OpenMeeting:
    """Make the app with the meeting of `desk` open at a step."""

    def open_at(step: Step, item: str = "") -> MeetingApp:
        return MeetingApp(desk, step, item)

    return open_at


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type a text key by key."""
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def until(pilot: Pilot[None], true: Callable[[], object], within: float = 60) -> None:
    """Wait until something is so, however busy the machine is; fail when it is not within so many seconds."""
    end = time.monotonic() + within
    while not true() and time.monotonic() < end:
        await pilot.pause(0.05)
    assert true()


async def put_text(pilot: Pilot[None], text: str) -> None:
    """Put a line into the field with the focus at once, where how it is typed is not what is asked."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await pilot.pause()
