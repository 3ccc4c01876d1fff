"""The lock comes from every screen and dialog: by a key, by nobody being there, after a sleep. Nothing runs on."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.retention import block
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.closing import ClosingScreen
from assess.screens.home import HomeScreen
from assess.screens.idle import Clocks, IdleWatch
from assess.screens.unlock import UnlockScreen
from assess.settings import LOCK_AFTER, Settings, read_settings
from tests.screens.conftest import type_text
from tests.screens.planted import PlantedCase, drawn, planted_case
from tests.screens.walking import dialogs, meeting_of, open_dialog

pytestmark = pytest.mark.slow

LIMIT = LOCK_AFTER * 60
SIZE = (80, 24)


class Time:
    """Two clocks that stand still until they are moved."""

    def __init__(self) -> None:
        self.monotonic = 1000.0
        self.wall = 1_800_000_000.0

    @property
    def clocks(self) -> Clocks:
        return Clocks(lambda: self.monotonic, lambda: self.wall)

    def goes_by(self, seconds: float) -> None:
        self.monotonic += seconds
        self.wall += seconds


@pytest.fixture(scope="module")
def planted() -> PlantedCase:
    return planted_case()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def app(register: Register, planted: PlantedCase, time: Time, tmp_path: Path) -> AssessApp:
    planted.put_into(register)
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "s.json", clocks=time.clocks)


async def home(pilot: Pilot[None], register: Register) -> None:
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.enter(register)
    await pilot.pause(0.2)


def press(*keys: str) -> Callable[[Pilot[None], PlantedCase], Awaitable[None]]:
    async def go(pilot: Pilot[None], _planted: PlantedCase) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.1)

    return go


def dialog(number: int) -> Callable[[Pilot[None], PlantedCase], Awaitable[None]]:
    async def go(pilot: Pilot[None], planted: PlantedCase) -> None:
        app = pilot.app
        assert isinstance(app, AssessApp)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(planted.discussed.id)
        await pilot.pause(0.2)
        await open_dialog(pilot, meeting_of(app), *list(dialogs(planted.discussed))[number])

    return go


async def too_small(pilot: Pilot[None], _planted: PlantedCase) -> None:
    await pilot.resize_terminal(30, 8)
    await pilot.pause(0.1)


async def closing(pilot: Pilot[None], planted: PlantedCase) -> None:
    profile = Profiles().profile("fredrikstad")
    pilot.app.push_screen(ClosingScreen(planted.case, profile, "", lambda _criteria, _reason, _by: None))
    await pilot.pause(0.1)


async def paper_grid(pilot: Pilot[None], planted: PlantedCase) -> None:
    app = pilot.app
    assert isinstance(app, AssessApp)
    await press("enter")(pilot, planted)
    assert isinstance(app.screen, CaseScreen)
    app.screen._open(planted.alone.id)
    await pilot.pause(0.2)
    await open_dialog(pilot, meeting_of(app), "individual", "", ("g", "j"))


POINTS = {
    "home": press(),
    "home-help": press("f1"),
    "home-search": press("slash"),
    "home-palette": press("ctrl+p"),
    "home-emergency": press("f8"),
    "new-case": press("n"),
    "case": press("enter"),
    "case-question": press("enter", "n"),
    "compare": press("enter", "c"),
    "meeting": press("enter", "enter"),
    "steps": press("enter", "enter", "f4"),
    "report-being-made": press("enter", "f5"),
    "follow-up": press("enter", "f"),
    "follow-up-progress": press("enter", "f", "enter"),
    "follow-up-consent": press("enter", "f", "s"),
    "follow-up-day": press("enter", "f", "d"),
    "follow-up-handover": press("enter", "f", "o"),
    "closing": closing,
    "calls": press("t"),
    "call": press("t", "enter"),
    "call-new": press("t", "n"),
    "call-acute": press("t", "enter", "a"),
    "call-to-case": press("t", "enter", "s"),
    "meetings": press("m"),
    "agenda": press("m", "enter"),
    "agenda-title": press("m", "enter", "m"),
    "agenda-cases": press("m", "enter", "s"),
    "agenda-end": press("m", "enter", "a"),
    "agenda-people": press("m", "enter", "h"),
    "agenda-roles": press("m", "enter", "h", "n"),
    "agenda-label": press("m", "enter", "h", "b"),
    "paper-grid": paper_grid,
    "too-small": too_small,
    **{f"dialog-{number}": dialog(number) for number in range(12)},
}

QUICK = {
    *("home", "home-palette", "new-case", "meeting", "report-being-made", "too-small", "dialog-4"),
    *("follow-up-consent", "call", "agenda-people"),
}

SOME_SLOW = [point if point in QUICK else pytest.param(point, marks=pytest.mark.slow) for point in POINTS]
"""Every point; most of them are tried in the slow set."""


@pytest.mark.parametrize("point", SOME_SLOW)
async def test_f12_locks_at_once_wherever_one_is(
    app: AssessApp, register: Register, planted: PlantedCase, point: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await POINTS[point](pilot, planted)
        assert not app.locked
        await pilot.press("f12")
        assert app.locked
        await pilot.pause(0.3)
    assert app.return_code == 0
    assert not app.is_running


@pytest.mark.parametrize("point", SOME_SLOW)
async def test_the_program_locks_by_itself_wherever_one_was_when_one_left(
    app: AssessApp, register: Register, planted: PlantedCase, time: Time, point: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await POINTS[point](pilot, planted)
        time.goes_by(LIMIT - 1)
        app.look_at_clocks()
        assert not app.locked
        time.goes_by(1)
        app.look_at_clocks()
        assert app.locked
        await pilot.pause(0.3)
    assert not app.is_running


async def test_the_clocks_are_looked_at_without_anybody_doing_anything(
    app: AssessApp, register: Register, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.screens.lock.LOOK_EVERY", 0.05)
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        time.goes_by(LIMIT)
        await pilot.pause(0.3)
        assert app.locked


async def test_nothing_that_is_pressed_after_the_lock_does_anything(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(planted.discussed.id)
        await pilot.pause(0.2)
        meeting = meeting_of(app)
        await meeting.open_step("discussion")
        await pilot.pause(0.1)
        before = register.assessment(planted.discussed.id)
        pane = meeting.pane
        assert pane is not None
        answers = pane.query_one("#answers").region
        app.lock()
        app.post_message(events.Key("delete", None))
        for line in (answers.y, answers.y + 2):
            for kind in (events.MouseDown, events.MouseUp):
                app.post_message(kind(None, answers.x + 4, line, 0, 0, 1, shift=False, meta=False, ctrl=False))
        await pilot.pause(0.05)
        assert app.is_running
        assert register.assessment(planted.discussed.id) == before
        assert not await app.run_action("app.help")
        assert not await app.run_action("screen.next_step")
        assert meeting.is_current


async def test_what_is_being_written_is_kept_before_it_locks(
    app: AssessApp, register: Register, planted: PlantedCase, time: Time
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(planted.discussed.id)
        await pilot.pause(0.2)
        await meeting_of(app).open_step("formulation")
        await pilot.press("f9", "enter")
        await pilot.pause(0.1)
        assert isinstance(app.focused, TextArea)
        await type_text(pilot, "Halvskrevet")
        time.goes_by(LIMIT)
        app.look_at_clocks()
        await pilot.pause(0.3)
    assert "Halvskrevet" in register.assessment(planted.discussed.id).prompts[0].text
    assert app.open_assessment == planted.discussed.id
    assert app.anew()[-2:] == ["--resume", planted.discussed.id]


async def test_a_disk_that_takes_nothing_more_does_not_keep_it_open(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await press("enter", "enter")(pilot, planted)
        register.close()
        await pilot.press("f12")
        assert app.locked
        await pilot.pause(0.3)
    assert not app.is_running


async def test_any_key_or_click_begins_the_time_anew(app: AssessApp, register: Register, time: Time) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        click = events.MouseDown(None, 5, 5, 0, 0, 1, shift=False, meta=False, ctrl=False)
        for sign in (events.Key("down", None), click, events.Paste("x"), events.Key("f4", None)):
            time.goes_by(LIMIT - 1)
            app.look_at_clocks()
            app.post_message(sign)
            await pilot.pause(0.1)
            assert not app.locked
        time.goes_by(LIMIT)
        app.look_at_clocks()
        assert app.locked


async def test_the_line_on_top_says_so_in_the_last_half_minute_and_a_key_takes_it_back(
    app: AssessApp, register: Register, planted: PlantedCase, time: Time
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await press("enter", "enter", "f1")(pilot, planted)
        time.goes_by(LIMIT - 31)
        app.look_at_clocks()
        await pilot.pause(0.1)
        assert "Låses" not in drawn(app)
        time.goes_by(3)
        app.look_at_clocks()
        await pilot.pause(0.1)
        assert "Låses om 30 s. Trykk en tast." in drawn(app).splitlines()[0]
        time.goes_by(20)
        app.look_at_clocks()
        await pilot.pause(0.1)
        assert "Låses om 10 s. Trykk en tast." in drawn(app).splitlines()[0]
        await pilot.press("down")
        await pilot.pause(0.1)
        assert "Låses" not in drawn(app)


@pytest.mark.parametrize("clock", ["monotonic", "wall"])
async def test_a_machine_that_slept_for_long_is_locked_when_it_wakes_whichever_clock_saw_it(
    app: AssessApp, register: Register, time: Time, clock: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        setattr(time, clock, getattr(time, clock) + LIMIT)
        app.wake()
        assert app.locked


async def test_the_key_that_wakes_a_machine_locks_it_and_does_nothing_else(
    app: AssessApp, register: Register, time: Time
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        time.wall += 8 * 3600
        await pilot.press("n")
        assert app.locked
        assert len(app.screen_stack) == 2


async def test_a_wall_clock_that_is_set_back_neither_locks_nor_keeps_open(
    app: AssessApp, register: Register, time: Time
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        time.goes_by(LIMIT / 2)
        app.look_at_clocks()
        time.wall -= 10 * 365 * 86400
        app.look_at_clocks()
        assert not app.locked
        time.goes_by(LIMIT / 2)
        app.look_at_clocks()
        assert app.locked


def test_sleep_adds_to_the_time_nobody_was_there_before_it() -> None:
    time = Time()
    idle = IdleWatch(600, time.clocks)
    time.goes_by(300)
    assert idle.left() == 300
    time.wall += 299
    assert idle.left() == 1
    time.wall -= 86400
    time.monotonic += 1
    assert idle.left() == 0
    idle.begin()
    assert idle.left() == 600


async def test_a_passphrase_that_somebody_began_to_write_does_not_stand_there_for_ever(
    app: AssessApp, time: Time
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        assert isinstance(app.screen, UnlockScreen)
        await type_text(pilot, "fire ord")
        time.goes_by(LIMIT)
        app.look_at_clocks()
        await pilot.pause(0.1)
        assert not app.ending
        assert [field.value for field in app.screen.query(Input) if field.password] == [""]
        await type_text(pilot, "fem")
        assert [field.value for field in app.screen.query(Input) if field.password] == ["fem"]


async def test_a_locked_program_that_is_stopped_or_locked_once_more_still_knows_the_meeting(
    register: Register, planted: PlantedCase, tmp_path: Path
) -> None:
    app = AssessApp(register.path, Library, Profiles, resume=planted.discussed.id, settings=tmp_path / "s.json")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f12", "ctrl+z")
        assert not app.put_away()
        assert not app.ending
        assert app.open_assessment == planted.discussed.id


async def test_a_case_that_was_blocked_while_the_program_was_locked_is_said_on_home(
    register: Register, planted: PlantedCase, tmp_path: Path
) -> None:
    planted.put_into(register)
    block(register, Profiles().profile("fredrikstad"), planted.case.reference, "Ber om sletting")
    app = AssessApp(register.path, Library, Profiles, resume=planted.discussed.id, settings=tmp_path / "s.json")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.enter(register)
        await pilot.pause(0.3)
        assert isinstance(app.screen, HomeScreen)
        assert [one.severity for one in app._notifications] == ["warning"]


async def test_ctrl_z_locks_as_a_stopped_job_but_undoes_in_a_text(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await press("enter", "enter")(pilot, planted)
        await meeting_of(app).open_step("formulation")
        await pilot.press("f9", "enter")
        await pilot.pause(0.1)
        await pilot.press("X", "ctrl+z")
        assert not app.locked
        await pilot.press("escape", "ctrl+z")
        assert app.locked
        assert app.anew()[-1] == "--stopped"


BUSY = """
import sys, time
from textual.widgets import Static
from assess.screens.idle import Clocks
from assess.screens.lock import LockingApp
from assess.screens.process import replace_process
class Busy(LockingApp[None]):
    is_open = property(lambda self: True)
    def anew(self): return [sys.executable, "-c", "import os; print('ERSTATTET', os.getpid())"]
    def compose(self): yield Static("KLAR")
    def on_key(self, event):
        if sys.argv[1] == "beside": self.run_worker(lambda: time.sleep(60), thread=True)
        self.lock()
        if sys.argv[1] == "screen": time.sleep(60)
app = Busy(600, Clocks())
app.run()
replace_process(app.anew())
"""


@pytest.mark.parametrize("where", ["screen", "beside"])
def test_neither_a_screen_that_no_longer_answers_nor_work_beside_it_holds_the_lock_up(where: str) -> None:
    pexpect = pytest.importorskip("pexpect")
    environment = {**os.environ, "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, ["-c", BUSY, where], env=environment, dimensions=(24, 80), timeout=20)
    try:
        child.expect("KLAR")
        child.send("x")
        child.expect("ERSTATTET ([0-9]+)", timeout=4)
        assert int(child.match[1]) == child.pid
        assert b"\x1b[2J\x1b[H" in child.before
        assert b"\x1b[?1049l" in child.before
    finally:
        child.close(force=True)


async def test_a_signal_that_ends_the_program_while_it_locks_ends_it(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        app.lock()
        app.end(143)
        await pilot.pause(0.3)
    assert not app.locked
    assert app.return_code == 143


@pytest.mark.parametrize(
    ("written", "minutes"),
    [(1, 1), (30, 30), (0, 10), (31, 10), (-5, 10), (2.5, 10), ("5", 10), (True, 10), (None, 10)],
)
def test_the_minutes_can_be_chosen_from_1_to_30_and_anything_else_means_10(
    tmp_path: Path, written: object, minutes: int
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "en", "lock_after_minutes": written}), encoding="utf-8")
    assert read_settings(path) == Settings(language="en", lock_after_minutes=minutes)


async def test_the_minutes_that_were_chosen_count_and_stay_when_something_else_is_chosen(
    register: Register, time: Time, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"lock_after_minutes": 2}', encoding="utf-8")
    app = AssessApp(register.path, Library, Profiles, settings=path, clocks=time.clocks)
    async with app.run_test(size=SIZE) as pilot:
        await home(pilot, register)
        await pilot.press("ctrl+t")
        await pilot.pause(0.1)
        time.goes_by(119)
        app.look_at_clocks()
        assert not app.locked
        time.goes_by(1)
        app.look_at_clocks()
        assert app.locked
    assert read_settings(path).lock_after_minutes == 2
    assert read_settings(path).theme
