"""A walk through every screen of the planted case, and what is drawn there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from textual.pilot import Pilot
from textual.widgets import ContentSwitcher

from assess.casework.assessment import Assessment
from assess.instrument.model import Step
from assess.screens.agenda import AgendaScreen
from assess.screens.agenda_people import AgendaPeopleScreen
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.follow_up import FollowUpScreen
from assess.screens.home import HomeScreen
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.rating_grid import RatingGridScreen
from assess.screens.report_forms import FORMS
from assess.screens.reports import ReportsScreen
from assess.screens.triage import TriageScreen
from assess.screens.triage_as_kept import TriageAsKeptScreen
from assess.screens.triage_list import TriageListScreen
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from tests.screens.planted import PlantedCase, drawn

Seen = AsyncIterator[tuple[str, str]]
"""Where one is, and what is drawn there."""


async def walk(pilot: Pilot[None], case: PlantedCase) -> Seen:
    """Go through every screen from the case on, and from home after it, and yield what is drawn where."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    assert isinstance(app.screen, CaseScreen)
    yield "case", drawn(app)
    async for place, text in _follow_up(pilot):
        yield place, text
    async for place, text in _reports(pilot):
        yield place, text
    for assessment in case.assessments:
        app.screen._open(assessment.id)
        await pilot.pause()
        async for place, text in _meeting(pilot, app, assessment):
            yield f"{assessment.number} {place}", text
        await pilot.press("ctrl+w")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
    await pilot.press("c")
    await pilot.pause()
    yield "compare", drawn(app)
    await pilot.press("backspace")
    await pilot.pause()
    await pilot.press("slash")
    await pilot.pause()
    yield "search in a case", drawn(app)
    await press(pilot, "escape", "backspace")
    assert isinstance(app.screen, HomeScreen)
    yield "home", drawn(app)
    async for place, text in _calls(pilot):
        yield place, text
    async for place, text in _agenda(pilot):
        yield place, text


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each once the one before it has been dealt with."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.05)


async def _over(pilot: Pilot[None], where: str, *keys: tuple[str, ...]) -> Seen:
    """What the keys open over the screen that one is on; each is left again."""
    screen = pilot.app.screen
    for opening in keys:
        await press(pilot, *opening)
        assert pilot.app.screen is not screen, (where, opening)
        yield f"{where}: {' '.join(opening)}", drawn_on(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is screen, (where, opening)


async def _down(pilot: Pilot[None], where: str, lines: ItemList) -> Seen:
    """What is drawn while the cursor is on each of the lines."""
    for item in [line.item for line in lines._lines if line.item]:
        lines.go_to(item)
        await pilot.pause(0.05)
        yield f"{where} {item}", drawn_on(pilot)


def drawn_on(pilot: Pilot[None]) -> str:
    """What stands on the screen of the app."""
    assert isinstance(pilot.app, AssessApp)
    return drawn(pilot.app)


async def _follow_up(pilot: Pilot[None]) -> Seen:
    await press(pilot, "f")
    assert isinstance(pilot.app.screen, FollowUpScreen)
    lines = pilot.app.screen.query_one("#between", ItemList)
    async for place, text in _down(pilot, "follow-up", lines):
        yield place, text
    async for place, text in _over(pilot, "follow-up", *FOLLOW_UP):
        yield place, text
    for item in ("m0", "k0"):
        lines.go_to(item)
        async for place, text in _over(pilot, f"follow-up {item}", ("enter",)):
            yield place, text
    await press(pilot, "escape")


async def _reports(pilot: Pilot[None]) -> Seen:
    await press(pilot, "p")
    assert isinstance(pilot.app.screen, ReportsScreen)
    yield "reports", drawn_on(pilot)
    for kind in FORMS:
        async for place, text in _over(pilot, f"report {kind}", ("enter",)):
            yield place, text
        await press(pilot, "down")
    await press(pilot, "escape")


async def _calls(pilot: Pilot[None]) -> Seen:
    await press(pilot, "t")
    for row in range(3):
        assert isinstance(pilot.app.screen, TriageListScreen)
        yield f"calls {row}", drawn_on(pilot)
        await press(pilot, "enter")
        if row == 2:
            assert isinstance(pilot.app.screen, TriageAsKeptScreen)
            yield "call as kept", drawn_on(pilot)
        else:
            assert isinstance(pilot.app.screen, TriageScreen)
            async for place, text in _down(pilot, f"call {row}", pilot.app.screen.query_one("#call-lines", ItemList)):
                yield place, text
        if row == 0:
            async for place, text in _over(pilot, "call", *CALL):
                yield place, text
        await press(pilot, "backspace", "down")
    await press(pilot, "backspace")


async def _agenda(pilot: Pilot[None]) -> Seen:
    await press(pilot, "m")
    yield "meetings", drawn_on(pilot)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, AgendaScreen)
    async for place, text in _down(pilot, "agenda", pilot.app.screen.query_one("#points", ItemList)):
        yield place, text
    await press(pilot, "home")
    async for place, text in _over(pilot, "agenda", *AGENDA):
        yield place, text
    await press(pilot, "h")
    assert isinstance(pilot.app.screen, AgendaPeopleScreen)
    yield "people", drawn_on(pilot)
    async for place, text in _over(pilot, "people", *PEOPLE):
        yield place, text
    await press(pilot, "backspace", "backspace", "backspace")


FOLLOW_UP = (("s",), ("d",), ("o",), ("slash",), ("ctrl+p",), ("f1",))
CALL = (("a",), ("slash",), ("ctrl+p",), ("f1",))
AGENDA = (("m",), ("p",), ("delete",), ("a",), ("slash",), ("ctrl+p",), ("f1",))
PEOPLE = (("n",), ("b",), ("d",), ("ctrl+p",))
"""What opens over each of the screens around the assessments."""


async def _meeting(pilot: Pilot[None], app: AssessApp, assessment: Assessment) -> Seen:
    meeting = meeting_of(app)
    steps: tuple[Step, ...] = meeting.desk.instrument.steps
    for step in steps:
        await meeting.open_step(step)
        await pilot.pause()
        yield step, drawn(app)
        pane = meeting.pane
        assert pane is not None
        if step == "discussion":
            await pilot.press("v")
        for place in _places(meeting, step, assessment):
            pane.go_to(place)
            await pilot.pause()
            if step == "individual" and pane.query_one("#pages", ContentSwitcher).current == "curtain":
                await press(pilot, "enter")
                if isinstance(app.screen, Confirm):
                    yield f"{step} {place}: whose keyboard", drawn(app)
                    await press(pilot, "j")
            yield f"{step} {place}", drawn(app)
    if assessment.revealed_at is None:
        await open_dialog(pilot, meeting, "individual", "", ("g", "j"))
        assert isinstance(app.screen, RatingGridScreen)
        yield "individual: g", drawn(app)
        await press(pilot, "escape")
    for step, item, keys in dialogs(assessment):
        await open_dialog(pilot, meeting, step, item, keys)
        yield f"{step}: {' '.join(keys)}", drawn(app)
        await pilot.press("escape")
        await pilot.pause()


def meeting_of(app: AssessApp) -> MeetingScreen:
    """The meeting that is open on top."""
    assert isinstance(app.screen, MeetingScreen)
    return app.screen


async def open_dialog(pilot: Pilot[None], meeting: MeetingScreen, step: Step, item: str, keys: tuple[str, ...]) -> None:
    """Open a step of the meeting at an item, and press what opens a dialog over it."""
    assert pilot.app.screen is meeting
    await meeting.open_step(step, item)
    await pilot.pause(0.1)
    await pilot.press(*keys)
    await pilot.pause(0.1)
    assert pilot.app.screen is not meeting, keys


def _places(meeting: MeetingScreen, step: Step, assessment: Assessment) -> Iterator[str]:
    pane = meeting.pane
    assert pane is not None
    if step == "individual" and assessment.revealed_at is None:
        for rater in assessment.meeting.raters():
            rated = [item for who, item in assessment.individual if who == rater.id]
            yield from (f"{rater.id} {item}" for item in rated)
    elif step == "discussion":
        yield from dict.fromkeys(one.item for one in assessment.ratings)
    elif step == "quality":
        yield from (str(n) for n, line in enumerate(meeting.desk.instrument.quality, 1) if line.auto is None)
        yield "S"
    elif step != "individual":
        for items in pane.query(ItemList):
            yield from [line.item for line in items._lines if line.item]


def dialogs(assessment: Assessment) -> Iterator[tuple[Step, str, tuple[str, ...]]]:
    """Each dialog: the step, where in it, and the keys that open it."""
    yield "meeting", "", ("f8",)
    yield "meeting", "", ("slash",)
    yield "meeting", "", ("f1",)
    yield "meeting", "", ("ctrl+p",)
    if assessment.state == "draft":
        yield "meeting", assessment.meeting.attendees[1].id, ("b",)
        yield "meeting", next(one.id for one in assessment.meeting.attendees if not one.rates), ("delete",)
        yield "meeting", "", ("n",)
        yield "observations", assessment.observations[1].id, ("i",)
        yield "observations", assessment.observations[1].id, ("t",)
        yield "level", "6a", ("delete",)
        yield "measures", "1", ("delete",)
        yield "measures", "1", ("ctrl+o",)
