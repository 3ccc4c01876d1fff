"""F5: the PDF comes while people go on working; it can be broken off, and when it fails there is something instead."""

from __future__ import annotations

import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.errors import ReportError
from assess.profile.load import Profiles
from assess.register.exchange import read
from assess.register.report_copies import copies_of
from assess.reports.content import ReportContent
from assess.reports.issue import Gathered, Order, Prepared
from assess.reports.printer import Printer, PrintingEnded, Progress, end_printing, printer
from assess.reports.request import OnePage, PaperCopy
from assess.reports.steps import Step
from assess.screens.make_report import make_reports
from assess.screens.report_failed import ReportFailed
from assess.screens.report_forms import Printable
from assess.screens.widgets.printing_line import PrintingLine, printing_words
from tests.screens.conftest import MeetingApp, OpenMeeting, until

SIZE = (80, 24)
BROKEN = ReportError("PDF-en ble ikke laget, fordi Pango mangler på denne maskinen. Vurderingen er urørt.")


@pytest.fixture(autouse=True, scope="module")
def _end_worker() -> Iterator[None]:
    yield
    end_printing()


def said(app: MeetingApp) -> str:
    return " ".join(one.message for one in app._notifications)


def folder_of(app: MeetingApp) -> Path:
    return app.desk.register.path.parent / "rapporter"


def lines(app: MeetingApp) -> list[PrintingLine]:
    return list(app.meeting.query(PrintingLine))


class Slow:
    """Prints nothing until it is broken off, or told to fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails: ReportError | None = None) -> None:
        self.asked: list[ReportContent] = []
        self._fails = fails
        monkeypatch.setattr(Printer, "pdf", self.pdf)
        monkeypatch.setattr(Printer, "break_off", self.break_off)
        monkeypatch.setattr(Printer, "progress", property(lambda _printer: self.progress))
        self.began = time.monotonic()
        self._over = False

    @property
    def progress(self) -> Progress:
        return Progress(self.began, Step("layout", 3), 3)

    def pdf(self, content: ReportContent) -> bytes:
        self.asked.append(content)
        if self._fails is not None:
            raise self._fails
        end = time.monotonic() + 20
        while not self._over and time.monotonic() < end:
            time.sleep(0.01)
        raise PrintingEnded

    def break_off(self) -> None:
        self._over = True


async def test_f5_writes_the_pdf_and_the_register_knows_the_copy(meeting_app: OpenMeeting) -> None:
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = app.desk.assessment
        await pilot.press("f5")
        await pilot.pause()
        assert len(lines(app)) == 1
        await until(pilot, lambda: "PDF-en ligger på" in said(app))
        await until(pilot, lambda: not lines(app))
        (made,) = folder_of(app).iterdir()
        assert made.read_bytes().startswith(b"%PDF-")
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        (copy,) = copies_of(app.desk.register, app.desk.case.id)
        assert (copy.name, copy.variant) == (made.name, "full")
        assert app.desk.assessment == before


@pytest.mark.slow
async def test_whoever_leaves_the_meeting_meanwhile_still_gets_the_file(meeting_app: OpenMeeting) -> None:
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await pilot.press("ctrl+w")
        await until(pilot, lambda: "PDF-en ligger på" in said(app))
        assert len(list(folder_of(app).iterdir())) == 1


async def test_people_go_on_working_while_it_is_made(meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, lambda: slow.asked)
        await pilot.press("f3")
        await pilot.pause()
        assert app.pane.step == "observations"
        assert len(lines(app)) == 1
        slow.break_off()
        await until(pilot, lambda: not lines(app))


async def test_a_second_press_breaks_it_off_but_within_the_first_second_it_is_only_answered(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        slow.began = time.monotonic()
        await pilot.press("f5")
        await until(pilot, lambda: slow.asked)
        slow.began = time.monotonic()
        await pilot.press("f5", "f5")
        await pilot.pause(0.1)
        assert "avbrutt" not in said(app)
        (line,) = lines(app)
        assert str(line.render()) == "Lager PDF: setter side 3 · F5 avbryter om litt"
        assert said(app) == ""
        slow.began = time.monotonic() - 2
        line.look()
        assert str(line.render()) == "Lager PDF: setter side 3 · 2 s · F5 avbryter"
        await pilot.press("f5")
        await until(pilot, lambda: "PDF-en ble avbrutt" in said(app))
        await until(pilot, lambda: not lines(app))
        assert len(slow.asked) == 1
        assert list(folder_of(app).iterdir()) == []
        assert copies_of(app.desk.register, app.desk.case.id) == ()


@pytest.mark.slow
@pytest.mark.parametrize(("size", "keys"), [((80, 24), ("h",)), ((200, 50), ("right", "enter"))])
async def test_when_no_pdf_can_be_made_the_same_words_are_had_as_html(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    Slow(monkeypatch, BROKEN)
    app = meeting_app("attendance")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ReportFailed))
        assert list(folder_of(app).iterdir()) == []
        await pilot.press(*keys)
        await until(pilot, lambda: "HTML-filen ligger på" in said(app))
        (made,) = folder_of(app).iterdir()
        assert made.suffix == ".html"
        assert app.desk.case.summary in made.read_text()
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        (copy,) = copies_of(app.desk.register, app.desk.case.id)
        assert copy.name == made.name


async def test_the_assessment_is_had_as_data_that_can_be_read_in_again(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    Slow(monkeypatch, BROKEN)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ReportFailed))
        await pilot.press("j")
        await until(pilot, lambda: "JSON-filen ligger på" in said(app))
        (made,) = folder_of(app).iterdir()
        assert read(made).assessment.id == app.desk.assessment.id


async def test_data_is_not_offered_in_the_place_of_a_report_that_leaves_something_out(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    Slow(monkeypatch, BROKEN)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        about = Printable(app.desk, app.desk.profiles, ())
        order = Order(app.desk.case, app.desk.assessment, OnePage())
        make_reports(app.meeting, about, (order,), lambda: None)
        await until(pilot, lambda: isinstance(app.screen, ReportFailed))
        assert not app.screen.query("#json")
        await pilot.press("j")
        await pilot.pause()
        assert isinstance(app.screen, ReportFailed)
        assert list(folder_of(app).iterdir()) == []


@pytest.mark.slow
async def test_each_recipient_gets_a_file_and_a_second_order_waits_its_turn(meeting_app: OpenMeeting) -> None:
    app = meeting_app("attendance")
    kept: list[int] = []
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        about = Printable(app.desk, app.desk.profiles, ())
        orders = tuple(
            Order(app.desk.case, app.desk.assessment, OnePage(), copy=PaperCopy(number, 2, f"Nr. {number}"))
            for number in (1, 2)
        )
        make_reports(app.meeting, about, orders, lambda: kept.append(1))
        make_reports(app.meeting, about, orders, lambda: kept.append(1))
        await pilot.pause()
        assert "En rapport lages allerede" in said(app)
        await until(pilot, lambda: len(kept) == 2 and not lines(app))
        copies = copies_of(app.desk.register, app.desk.case.id)
        assert [(one.number, one.recipient) for one in copies] == [(1, "Nr. 1"), (2, "Nr. 2")]
        assert {one.name for one in copies} == {one.name for one in folder_of(app).iterdir()}


async def test_one_can_try_again_or_leave_it(meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch, BROKEN)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ReportFailed))
        await pilot.press("p")
        await until(pilot, lambda: len(slow.asked) == 2 and isinstance(app.screen, ReportFailed))
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.meeting
        assert list(folder_of(app).iterdir()) == []


async def test_a_program_that_locks_says_nothing_and_starts_no_worker(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    started: list[Printer] = []
    monkeypatch.setattr(Printer, "start", started.append)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, lambda: slow.asked)
        app.end()
        slow.break_off()
        await pilot.pause(0.05)
        assert started == []
        assert "avbrutt" not in said(app)


async def test_a_program_that_locks_while_the_words_are_made_prints_nothing(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    begun, locked = threading.Event(), threading.Event()
    in_words = Gathered.in_words

    def held(gathered: Gathered, profiles: Profiles) -> Prepared:
        begun.set()
        locked.wait(10)
        return in_words(gathered, profiles)

    monkeypatch.setattr(Gathered, "in_words", held)
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await until(pilot, begun.is_set)
        app.end()
        locked.set()
        await pilot.pause(0.1)
    assert slow.asked == []
    assert not folder_of(app).exists() or list(folder_of(app).iterdir()) == []


@pytest.mark.slow
async def test_no_worker_is_started_by_a_meeting_that_nobody_sees(meeting_app: OpenMeeting) -> None:
    end_printing()
    app = meeting_app("attendance")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.8)
        assert not printer().running


@pytest.mark.parametrize(
    ("step", "page", "since", "words"),
    [
        (Step("start"), 0, 0, "Lager PDF: starter …"),
        (Step("read"), 0, 3, "Lager PDF: leser teksten · 3 s · F5 avbryter"),
        (Step("layout"), 0, 0, "Lager PDF: setter sidene …"),
        (Step("layout", 2), 7, 12, "Lager PDF: setter side 7 · 12 s · F5 avbryter"),
        (Step("write"), 11, 2, "Lager PDF: skriver 11 sider · 2 s · F5 avbryter"),
    ],
)
def test_the_line_says_what_is_done_since_when_and_how_to_stop_it(
    step: Step, page: int, since: int, words: str
) -> None:
    assert printing_words(Progress(time.monotonic() - since - 0.01, step, page)) == words
    assert printing_words(None) == "Lager PDF …"


def test_the_line_says_that_it_can_be_stopped_soon_only_to_whoever_tried_and_only_until_it_can() -> None:
    now = time.monotonic()
    assert printing_words(Progress(now, Step("read"), 0), soon=True) == "Lager PDF: leser teksten · F5 avbryter om litt"
    assert printing_words(Progress(now, Step("read"), 0)) == "Lager PDF: leser teksten …"
    later = Progress(now - 3.01, Step("read"), 0)
    assert printing_words(later, soon=True) == "Lager PDF: leser teksten · 3 s · F5 avbryter"
    assert printing_words(None, soon=True) == "Lager PDF …"
