"""What is being written around the assessments: hidden at once by F9, and kept when the program locks, where it can be.

A page that is kept only when it is whole, such as a consent or the end of a case, can't keep half of it: the locked
program is another process, and nothing of a case lies in a file outside the register. It says so by its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input, TextArea

from assess.casework.agenda import AgendaPoint, ContactMeeting
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.triage import Triage
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.app import AssessApp
from assess.screens.meeting.day_line import DayLine
from assess.screens.widgets.item_list import ItemList
from assess.settings import LOCK_AFTER
from tests.screens.conftest import type_text
from tests.screens.planted import MARK, PlantedCase, drawn, planted_case
from tests.screens.test_lock import POINTS, Time, home
from tests.screens.walking import press
from tests.unit.conftest import record_id

pytestmark = pytest.mark.slow

HALF = "Zqzqzq"
"""Half a word; none of its letters is a key."""


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


def fields(screen: Screen[object]) -> Iterator[Input | TextArea]:
    """Everything on a screen that words can be written in now; a day is no note."""
    for field in (*screen.query(Input), *screen.query(TextArea)):
        if (
            not isinstance(field.parent, DayLine)
            and not field.is_disabled
            and all(one.display for one in field.ancestors_with_self)
        ):
            yield field


WRITTEN = {
    "follow-up-progress": 1,
    "follow-up-consent": 3,
    "follow-up-day": 1,
    "follow-up-handover": 3,
    "closing": 6,
    "call-acute": 2,
    "agenda-title": 1,
    "agenda-label": 1,
}
"""Each page that is written on, and how many fields it has."""


@pytest.mark.parametrize(
    "point", [one if one == "closing" else pytest.param(one, marks=pytest.mark.slow) for one in WRITTEN]
)
@pytest.mark.parametrize("hides_first", [False, True])
async def test_a_page_hides_what_is_being_written_on_it_and_takes_nothing_while_it_is_hidden(
    app: AssessApp, register: Register, planted: PlantedCase, point: str, *, hides_first: bool
) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await home(pilot, register)
        await POINTS[point](pilot, planted)
        page = app.screen
        if not hides_first:
            await press(pilot, "f9")
            assert len(list(fields(page))) == WRITTEN[point]
            for number, field in enumerate(fields(page)):
                _put(field, f"{HALF}{number}")
            await pilot.pause(0.05)
            assert HALF in drawn(app)
            await press(pilot, "f9")
        else:
            await type_text(pilot, HALF)
        assert app.screen is page
        in_a_day = app.focused is not None and isinstance(app.focused.parent, DayLine)
        assert HALF not in drawn(app) or in_a_day
        assert MARK not in drawn(app)
        if hides_first:
            assert not any("z" in _text(field) for field in fields(page))


Kept = Callable[[Register], str]


def call(register: Register) -> Triage:
    found = register.store.card(Triage, record_id(7520))
    assert found is not None
    return found


def point(register: Register) -> AgendaPoint:
    found = register.store.card(AgendaPoint, record_id(7531))
    assert found is not None
    return found


def meeting(register: Register) -> ContactMeeting:
    found = register.store.card(ContactMeeting, record_id(7530))
    assert found is not None
    return found


KEPT: dict[str, tuple[tuple[str, ...], str, str, Kept]] = {
    "summary": (("t", "enter"), "kort", "#summary", lambda register: call(register).summary),
    "words": (("t", "enter"), "T5", "#words TextArea", lambda register: call(register).notes["T5"]),
    "outcome": (("t", "enter"), "utfall", "#outcome-reason TextArea", lambda register: call(register).reason),
    "said": (("m", "enter"), record_id(7531), "#point-note TextArea", lambda register: point(register).note),
    "agreed": (("m", "enter"), record_id(7531), "#point-agreed TextArea", lambda register: point(register).agreed),
    "rule": (("m", "enter", "h"), "", "#deviation TextArea", lambda register: meeting(register).deviation_reason),
}
"""How to come to each field that is kept while it is written, and where that is kept."""


@pytest.mark.parametrize("name", KEPT)
async def test_what_is_being_written_in_a_call_or_on_the_agenda_is_kept_before_it_locks(
    app: AssessApp, register: Register, time: Time, name: str
) -> None:
    keys, line, where, kept = KEPT[name]
    async with app.run_test(size=(120, 40)) as pilot:
        await home(pilot, register)
        await press(pilot, *keys, "f9")
        if line:
            app.screen.query(ItemList).first().go_to(line)
            await pilot.pause(0.1)
        app.screen.query_one(where).focus()
        await pilot.pause(0.05)
        await type_text(pilot, HALF)
        if name == "said":
            await pilot.press("f12")
        else:
            time.goes_by(LOCK_AFTER * 60)
            app.look_at_clocks()
        await pilot.pause(0.3)
    assert not app.is_running
    assert HALF in kept(register)


@pytest.mark.parametrize("point", ["follow-up-consent", pytest.param("follow-up-handover", marks=pytest.mark.slow)])
async def test_half_an_entry_is_not_kept_by_the_lock_and_harms_nothing_that_was(
    app: AssessApp, register: Register, planted: PlantedCase, point: str
) -> None:
    kinds = (MeasureProgress, ConsentEntry, DatedCheck, Handover, Closure)
    async with app.run_test(size=(120, 60)) as pilot:
        await home(pilot, register)
        before = [register.store.cards(kind) for kind in kinds]
        await POINTS[point](pilot, planted)
        await press(pilot, "f9")
        for field in fields(app.screen):
            _put(field, HALF)
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert not app.is_running
    assert [register.store.cards(kind) for kind in kinds] == before


def _put(field: Input | TextArea, text: str) -> None:
    if isinstance(field, Input):
        field.value = text
    else:
        field.load_text(text)


def _text(field: Input | TextArea) -> str:
    return field.value if isinstance(field, Input) else field.text
