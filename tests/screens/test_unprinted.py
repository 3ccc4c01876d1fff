"""A PDF that the lock broke off: said once when the register is open again, and nothing of it left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.cards import ReportCopy
from assess.register.register import Register
from assess.register.report_copies import copies_of, export_folder, note_written
from assess.register.workroom import unfinished
from assess.reports.file import write_whole
from assess.reports.issue import Order
from assess.reports.printer import Printer, PrintingEnded, Progress, end_printing
from assess.reports.request import OnePage, PaperCopy
from assess.reports.steps import Step
from assess.screens.app import AssessApp
from assess.screens.home import HomeScreen
from assess.screens.make_report import make_reports
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.report_forms import Printable
from assess.screens.terminal import SafeApp
from assess.screens.widgets.printing_line import PrintingLine
from tests.screens.conftest import until
from tests.screens.planted import PlantedCase, drawn, planted_case
from tests.screens.walking import meeting_of

SIZE = (120, 40)
MADE = b"%PDF-1.7 en hel PDF"


class Press:
    """Prints nothing before it is let go, or never: then it ends as a worker does that was killed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.free = False
        self.dead = False
        monkeypatch.setattr(Printer, "pdf", self.pdf)
        monkeypatch.setattr("assess.screens.app.stop_printing", self.die)

    def pdf(self, _content: object) -> bytes:
        self.asked += 1
        end = time.monotonic() + 20
        while not self.free and not self.dead and time.monotonic() < end:
            time.sleep(0.01)
        if not self.free:
            raise PrintingEnded
        return MADE

    def die(self) -> None:
        self.dead = True


@pytest.fixture(autouse=True, scope="module")
def _end_worker() -> Iterator[None]:
    yield
    end_printing()


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


@pytest.fixture(scope="module")
def planted() -> PlantedCase:
    return planted_case()


@pytest.fixture
def label(planted: PlantedCase) -> str:
    return f"{planted.case.reference}/{planted.discussed.number}"


def app_on(register: Register, tmp_path: Path, resume: str = "", unprinted: str = "") -> AssessApp:
    app = AssessApp(register.path, Library, Profiles, resume=resume, settings=tmp_path / "s.json")
    app.unprinted = unprinted
    return app


async def to_the_meeting(pilot: Pilot[None], register: Register, resume: str) -> None:
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.open_assessment = resume
    pilot.app.enter(register)
    await until(pilot, lambda: isinstance(pilot.app.screen, MeetingScreen if resume else HomeScreen))
    await pilot.pause(0.3)


def said(app: SafeApp[None]) -> list[str]:
    return [one.message for one in app._notifications if "låsen" in one.message]


def files(register: Register) -> list[str]:
    return sorted(one.name for one in export_folder(register).iterdir())


async def test_the_lock_carries_along_whose_pdf_f5_had_begun_and_nothing_of_it_is_left(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f5")
        await until(pilot, lambda: press.asked)
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert app.anew()[-4:] == ["--resume", planted.discussed.id, "--unprinted", f"{planted.discussed.id}:f5"]
    assert files(register) == []
    assert copies_of(register, planted.case.id) == ()


async def test_the_lock_carries_neither_which_report_was_ordered_nor_for_whom(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        meeting = meeting_of(app)
        orders = tuple(
            Order(planted.case, planted.discussed, OnePage(), copy=PaperCopy(number, 2, "Politiet"))
            for number in (1, 2)
        )
        make_reports(meeting, Printable(meeting.desk, Profiles(), ()), orders, lambda: None)
        await until(pilot, lambda: press.asked)
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert app.anew()[-2:] == ["--unprinted", planted.discussed.id]


async def test_a_pdf_that_was_finished_before_the_lock_is_not_told_of(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f5")
        press.free = True
        await until(pilot, lambda: copies_of(register, planted.case.id))
        await until(pilot, lambda: not app.workers)
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert "--unprinted" not in app.anew()
    assert len(files(register)) == 1


async def test_a_pdf_that_is_noted_in_the_moment_of_the_lock_stays_and_is_not_told_of(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path)

    def late(register: Register, copy: ReportCopy) -> None:
        app.lock()
        note_written(register, copy)

    monkeypatch.setattr("assess.register.report_copies.note_written", late)
    press.free = True
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f5")
        await until(pilot, lambda: not app.is_running)
    assert app.locked
    assert "--unprinted" not in app.anew()
    assert [one.name for one in copies_of(register, planted.case.id)] == files(register)


async def test_a_file_that_comes_after_the_lock_goes_again_since_the_register_will_never_know_it(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path)
    written: list[Path] = []

    def slowly(made: bytes, path: Path) -> None:
        while not app.ending:
            time.sleep(0.01)
        write_whole(made, path)
        written.append(path)

    monkeypatch.setattr("assess.reports.file.write_whole", slowly)
    press.free = True
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f5")
        await until(pilot, lambda: press.asked)
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert len(written) == 1
    assert "--unprinted" in app.anew()
    assert files(register) == []
    assert copies_of(register, planted.case.id) == ()


async def test_a_second_lock_does_not_carry_along_what_was_told_after_the_first(
    register: Register, planted: PlantedCase, label: str, tmp_path: Path
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path, planted.discussed.id, f"{planted.discussed.id}:f5")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        words = f"PDF-en av {label} ble ikke ferdig før låsen. Trykk F5 for å lage den på nytt."
        assert said(app) == [words]
        assert meeting_of(app).is_current
        await until(pilot, lambda: "ble ikke ferdig før låsen" in " ".join(drawn(app).split()))
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert "--unprinted" not in app.anew()


@pytest.mark.parametrize("by_key", [":f5", ""])
async def test_f5_is_not_named_where_it_would_make_nothing_or_another_report(
    register: Register, planted: PlantedCase, label: str, tmp_path: Path, by_key: str
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path, unprinted=planted.discussed.id + by_key)
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, "" if by_key else planted.discussed.id)
        assert said(app) == [f"PDF-en av {label} ble ikke ferdig før låsen. Lag den på nytt fra saken."]


async def test_nothing_is_said_of_an_assessment_that_the_register_does_not_show(
    register: Register, planted: PlantedCase, tmp_path: Path
) -> None:
    planted.put_into(register)
    app = app_on(register, tmp_path, unprinted=f"{planted.case.id}:f5")
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, "")
        assert said(app) == []


async def test_what_a_killed_program_had_begun_to_write_goes_when_the_register_is_opened(
    register: Register, tmp_path: Path
) -> None:
    folder = export_folder(register)
    (folder / "F-2026-0001-1.pdf.abc.part").write_bytes(MADE)
    (folder / "F-2026-0001-1.pdf").write_bytes(MADE)
    app = app_on(register, tmp_path)
    with unfinished(folder / "F-2026-0002-1.pdf") as being_written:
        async with app.run_test(size=SIZE) as pilot:
            await to_the_meeting(pilot, register, "")
            assert files(register) == ["F-2026-0001-1.pdf", being_written.name]


async def test_a_press_where_no_line_is_seen_is_answered_too(
    register: Register, planted: PlantedCase, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.put_into(register)
    began = Progress(time.monotonic() + 60, Step("layout", 3), 3)
    monkeypatch.setattr(Printer, "progress", property(lambda _printer: began))
    app = app_on(register, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await to_the_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f5")
        await until(pilot, lambda: press.asked)
        await pilot.press("ctrl+w")
        await pilot.pause(0.2)
        assert not app.screen.query(PrintingLine)
        await pilot.press("f5")
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["PDF-en lages. F5 avbryter om litt."]
        assert not press.dead
        press.dead = True
        await until(pilot, lambda: not app.workers)
