"""A report is set while nobody touches a key; it is let out only when somebody asks, and only if it is still right."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assess.casework.deeds.convening import Observe
from assess.casework.observation import Observation
from assess.errors import RegisterDamaged
from assess.language import speak
from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.journal import Anchor, Head
from assess.register.register import Register
from assess.register.report_copies import copies_of
from assess.register.roles import Role
from assess.reports.ahead import NO_HEAD_YET
from assess.reports.content import ReportContent
from assess.reports.head_stamp import SetPages, stamped
from assess.reports.issue import Gathered, Order, Prepared, prepare, under
from assess.reports.printer import Printer, PrintingEnded, end_printing, printer
from assess.reports.render import pdf_bytes, set_pages
from assess.reports.request import OnePage, PaperCopy
from assess.screens.reports import ReportsScreen
from assess.screens.widgets.set_ahead import SetAhead
from tests.screens.conftest import MeetingApp, OpenMeeting, type_text, until

SIZE = (80, 24)


class Press:
    """Sets nothing, and says what it was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[ReportContent] = []
        self.fails: Exception | None = None
        monkeypatch.setattr(Printer, "pages", self.pages)
        monkeypatch.setattr(Printer, "pages_ahead", self.pages)

    def pages(self, content: ReportContent) -> SetPages:
        self.asked.append(content)
        if self.fails is not None:
            raise self.fails
        return SetPages(b"%PDF-1.7 of report " + str(len(self.asked)).encode())


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


def ahead_of(app: MeetingApp) -> SetAhead:
    return app.screen.query_one(SetAhead)


def order(app: MeetingApp) -> Order:
    return Order(app.desk.case, app.desk.assessment)


def files(app: MeetingApp) -> list[Path]:
    return sorted(app.desk.register.path.parent.rglob("*.pdf"))


def said(app: MeetingApp) -> str:
    return " ".join(one.message for one in app._notifications)


async def printed(pilot: Pilot[None], app: MeetingApp, count: int = 1) -> list[bytes]:
    for _time in range(600):
        if len(files(app)) == count and len(copies_of(app.desk.register, app.desk.case.id)) == count:
            break
        await pilot.pause(0.05)
    return [one.read_bytes() for one in files(app)]


@pytest.mark.parametrize("ahead", [True, False])
async def test_the_words_are_made_where_no_key_waits_for_them(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch, *, ahead: bool
) -> None:
    made_by: list[threading.Thread] = []
    in_words = Gathered.in_words

    def watched(gathered: Gathered, profiles: Profiles) -> Prepared:
        made_by.append(threading.current_thread())
        return in_words(gathered, profiles)

    monkeypatch.setattr(Gathered, "in_words", watched)
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        if ahead:
            await ahead_of(app).set_ahead()
        else:
            await pilot.press("f5")
            await printed(pilot, app)
    assert len(made_by) == 1
    assert made_by[0] is not threading.main_thread()


async def test_nothing_is_told_written_or_shown_before_somebody_asks(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before, there = app.desk.register.head(), set(app.desk.register.path.parent.rglob("*"))
        await ahead_of(app).set_ahead()
        await pilot.pause(0.1)
        assert [one.head for one in press.asked] == [NO_HEAD_YET]
        assert app.desk.register.head() == before
        assert set(app.desk.register.path.parent.rglob("*")) == there
        assert not app._notifications


async def test_what_was_set_ahead_is_the_very_report_that_would_be_made_and_is_set_once(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ReportContent] = []

    def pages(_printer: Printer, content: ReportContent) -> SetPages:
        asked.append(content)
        return set_pages(content)

    monkeypatch.setattr(Printer, "pages_ahead", pages)
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        wanted = order(app)
        await pilot.press("f5")
        (made,) = await printed(pilot, app)
        register = app.desk.register
        (copy,) = copies_of(register, app.desk.case.id)
        assert len(asked) == 1
        straight = prepare(register, app.desk.profiles, wanted, copy.anchor)
        assert made == pdf_bytes(straight.content)
        assert under(prepare(register, app.desk.profiles, wanted, NO_HEAD_YET), copy.anchor) == straight
        anchor = Anchor.parse(copy.anchor)
        assert anchor is not None
        assert register.verify(anchor).broken_at is None
        (told,) = [one for one in register.store.entries() if one.seq == anchor.seq]
        assert told.action == "report"


async def test_the_journal_is_told_before_there_is_a_pdf(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = meeting_app("level")
    told: list[str] = []

    def stamping(pages: SetPages, head: str) -> bytes:
        told.extend(one.action for one in app.desk.register.store.entries())
        assert head == app.desk.register.head().text
        return stamped(pages, head)

    monkeypatch.setattr("assess.reports.head_stamp.stamped", stamping)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.press("f5")
        assert await printed(pilot, app) == [b"%PDF-1.7 of report 1"]
        assert told[-1] == "report"
        assert len(press.asked) == 1


async def test_it_is_given_once_and_a_key_held_down_gets_no_second(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.press("f5")
        await printed(pilot, app)
        await pilot.press("f5", "f5")
        await pilot.pause(0.1)
        assert len(await printed(pilot, app)) == 1
        assert ahead_of(app).take(order(app)) is None


def observed(app: MeetingApp) -> None:
    desk = app.desk
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen="Sa noe i friminuttet")))


def observed_by_somebody_else(app: MeetingApp) -> None:
    """The desk doesn't know of it."""
    desk = app.desk
    desk.register.do(desk.assessment, Observe(Observation(id=desk.new_id(), number=1, seen="Sa noe i friminuttet")))


def next_day(app: MeetingApp) -> None:
    clock = app.desk.register._clock
    app.desk.register._clock = lambda: clock() + timedelta(days=1)


def profile_edited(app: MeetingApp) -> None:
    file = own_profiles(app) / "fredrikstad.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# rettet\n", encoding="utf-8")


def own_profiles(app: MeetingApp) -> Path:
    return app.desk.register.path.parent / "profiler"


@pytest.mark.parametrize("change", [observed, observed_by_somebody_else, next_day, profile_edited])
async def test_after_a_change_it_is_never_let_out(
    meeting_app: OpenMeeting, press: Press, change: Callable[[MeetingApp], None]
) -> None:
    app = meeting_app("level")
    shutil.copytree(shipped("profiles"), own_profiles(app))
    app.desk.profiles = Profiles(own_profiles(app))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.pause(0.1)
        change(app)
        await pilot.press("f5")
        assert await printed(pilot, app) == [b"%PDF-1.7 of report 2"]


@pytest.mark.parametrize(
    "other",
    [
        lambda wanted: replace(wanted, language="en"),
        lambda wanted: replace(wanted, copy=PaperCopy(1, 1, "Skolen")),
        lambda wanted: replace(wanted, request=OnePage()),
    ],
)
async def test_another_order_is_never_answered_with_it(
    meeting_app: OpenMeeting, press: Press, other: Callable[[Order], Order]
) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        assert ahead_of(app).take(other(order(app))) is None
        await ahead_of(app).set_ahead()
        assert ahead_of(app).take(order(app)) is not None
        await pilot.pause(0.05)
    assert len(press.asked) == 2


async def test_when_another_language_is_spoken_it_is_not_let_out(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.pause(0.1)
        speak("en")
        await pilot.press("f5")
        await printed(pilot, app)
        assert [one.language for one in press.asked] == ["nb", "en"]


@pytest.mark.parametrize("role", ["keyholder", "reader"])
async def test_nothing_is_set_for_whoever_may_not_print_and_no_refusal_is_told(
    meeting_app: OpenMeeting, press: Press, role: Role
) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        register = app.desk.register
        await ahead_of(app).set_ahead()
        await pilot.pause(0.05)
        register.ring, before = replace(register.ring, roles=(role,)), register.head()
        await ahead_of(app).set_ahead()
        assert len(press.asked) == 1
        assert ahead_of(app).take(order(app)) is None
        assert register.head() == before


async def test_whoever_lost_the_role_meanwhile_is_refused_as_always(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        register = app.desk.register
        await ahead_of(app).set_ahead()
        register.ring = replace(register.ring, roles=("reader",))
        await pilot.press("f5")
        await pilot.pause(0.2)
        assert files(app) == []
        assert register.store.entries()[-1].action == "denied"


async def test_nothing_is_kept_of_a_step_or_a_screen_that_was_left(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        left = ahead_of(app)
        await left.set_ahead()
        await pilot.press("f2")
        await pilot.pause()
        assert left._ahead is None
        assert not app.screen.query(SetAhead)
    assert len(press.asked) == 1


async def test_a_program_that_locks_keeps_nothing_and_lets_nothing_out(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        held = ahead_of(app)
        await held.set_ahead()
        app.end()
        await pilot.press("f5")
    assert held._ahead is None
    assert files(app) == []
    assert len(press.asked) == 1


@pytest.mark.parametrize("error", [PrintingEnded(), ValueError("en feil")])
async def test_when_it_came_to_nothing_the_report_is_made_as_always(
    meeting_app: OpenMeeting, press: Press, error: Exception
) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        press.fails = error
        await ahead_of(app).set_ahead()
        await pilot.pause(0.1)
        press.fails = None
        await pilot.press("f5")
        assert await printed(pilot, app) == [b"%PDF-1.7 of report 2"]


@pytest.mark.parametrize("broken_off", [True, False])
async def test_one_that_is_still_being_set_is_waited_for_and_can_be_broken_off(
    meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch, *, broken_off: bool
) -> None:
    over, ended = threading.Event(), threading.Event()

    def held(press: Printer, _content: ReportContent) -> SetPages:
        with press._printing:
            over.wait(20)
            press._progress = None
            if ended.is_set():
                raise PrintingEnded
            return SetPages(b"%PDF-1.7 that was waited for")

    def end(_press: Printer) -> None:
        ended.set()
        over.set()

    monkeypatch.setattr(Printer, "pages_ahead", held)
    monkeypatch.setattr(Printer, "break_off", end)
    monkeypatch.setattr("assess.screens.widgets.printing_line.UNSTOPPED", 0)
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.press("f5")
        await until(pilot, lambda: printer().progress is not None)
        assert files(app) == []
        if broken_off:
            await pilot.press("f5")
            await until(pilot, lambda: "avbrutt" in said(app))
            assert files(app) == []
        else:
            over.set()
            assert await printed(pilot, app) == [b"%PDF-1.7 that was waited for"]
            assert "avbrutt" not in said(app)
    monkeypatch.undo()
    end_printing()  # a worker was started for the next report


async def test_it_is_set_once_a_rest_and_forgotten_when_a_key_finds_it_outdated(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        ahead, away = ahead_of(app), [0.0]
        monkeypatch.setattr(SetAhead, "_rested_for", lambda _self: away[0])
        monkeypatch.setattr(Printer, "running", property(lambda _self: True))
        for seconds, sets in ((0.5, 0), (1.0, 1), (1.5, 1), (0.2, 1), (0.7, 1)):
            away[0] = seconds
            await ahead.look()
            await pilot.pause(0.05)
            assert len(press.asked) == sets, seconds
        observed(app)
        away[0] = 0.1
        await ahead.look()
        assert ahead._ahead is None
        away[0] = 1.2
        await ahead.look()
        await pilot.pause(0.05)
        assert len(press.asked) == 2


async def test_a_rest_in_which_the_register_cant_be_read_ends_nothing(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_register: Register) -> Head:
        raise RegisterDamaged("Registeret er skadet.")

    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        ahead, away = ahead_of(app), [9.0]
        monkeypatch.setattr(SetAhead, "_rested_for", lambda _self: away[0])
        monkeypatch.setattr(Printer, "running", property(lambda _self: True))
        await ahead.look()
        assert ahead._ahead is not None
        with monkeypatch.context() as broken:
            broken.setattr(Register, "head", fails)
            for seconds in (0.2, 1.2):
                away[0] = seconds
                await ahead.look()
            assert ahead.take(order(app)) is None
        assert ahead._ahead is None


async def test_where_it_is_not_known_what_would_be_read_it_is_not_let_out(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Profiles, "state", lambda _self: None)
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await ahead_of(app).set_ahead()
        await pilot.press("f5")
        assert await printed(pilot, app) == [b"%PDF-1.7 of report 2"]


async def test_nothing_more_is_set_while_the_worker_is_at_it(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        monkeypatch.setattr(SetAhead, "_rested_for", lambda _self: 9.0)
        monkeypatch.setattr(Printer, "running", property(lambda _self: True))
        busy = [True]
        monkeypatch.setattr(Printer, "busy", property(lambda _self: busy[0]))
        for busy[0], sets in ((True, 0), (False, 1)):
            await ahead_of(app).look()
            await pilot.pause(0.05)
            assert len(press.asked) == sets


async def test_nothing_is_set_while_no_worker_stands_ready(
    meeting_app: OpenMeeting, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_printing()
    app = meeting_app("level")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        monkeypatch.setattr(SetAhead, "_rested_for", lambda _self: 9.0)
        await ahead_of(app).look()
        await pilot.pause(0.05)
        assert press.asked == []


async def test_a_form_has_its_first_copy_set_ahead_once_it_is_filled_in(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=SIZE) as pilot:
        screen = ReportsScreen(app.desk, Profiles(), ())
        await app.push_screen(screen)
        await pilot.pause()
        await screen.query_one(SetAhead).set_ahead()
        assert press.asked == []
        await pilot.press("down", "enter")
        await pilot.pause()
        await type_text(pilot, "Skolen")
        await screen.query_one(SetAhead).set_ahead()
        await pilot.press("ctrl+s")
        assert await printed(pilot, app) == [b"%PDF-1.7 of report 1"]
        (copy,) = copies_of(app.desk.register, app.desk.case.id)
        assert (copy.variant, copy.recipient) == ("one-page", "Skolen")


async def test_a_form_that_somebody_must_read_first_is_not_foreseen(meeting_app: OpenMeeting, press: Press) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=SIZE) as pilot:
        screen = ReportsScreen(app.desk, Profiles(), ())
        await app.push_screen(screen)
        await pilot.pause()
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        await screen.query_one(SetAhead).set_ahead()
        await pilot.pause(0.05)
        assert press.asked == []
