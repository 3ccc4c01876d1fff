"""A first call that was left open with an acute answer: home says so, and it opens where it stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.acute_calls import acute_notices
from assess.screens.app import AssessApp
from assess.screens.triage import TriageScreen
from assess.screens.triage_acute import AcuteAnswerScreen
from tests.screens.planted import drawn
from tests.screens.test_triage import put_call, to_list

pytestmark = pytest.mark.slow


@pytest.fixture
def app(register: Register, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def test_home_names_an_open_call_with_an_acute_answer_and_it_opens_at_the_acute_page(
    app: AssessApp, register: Register
) -> None:
    put_call(register, answers={"T1": "J"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.enter(register)
        await pilot.pause(0.2)
        assert "Åpne henvendelser med et svar som haster: 1." in drawn(app)
        await pilot.press("t")
        await pilot.pause(0.1)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, AcuteAnswerScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)


@pytest.mark.parametrize("change", [{"answers": {"T1": "N"}}, {"called": True}, {"ended": True}])
async def test_a_call_that_waits_for_nobody_opens_as_it_is(
    app: AssessApp, register: Register, change: dict[str, object]
) -> None:
    at = register.now()
    told = {"called_at": at} if "called" in change else {"ended_at": at} if "ended" in change else change
    put_call(register, **{"answers": {"T1": "J"}, **told})
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, register)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, TriageScreen)


def test_only_open_calls_with_an_acute_answer_are_counted(register: Register) -> None:
    at = register.now()
    assert acute_notices(register, Library()) == []
    put_call(register, answers={"T1": "N"})
    put_call(register, answers={"T1": "J"}, ended_at=at)
    assert acute_notices(register, Library()) == []
    put_call(register, answers={"T1": "J"}, called_at=at)
    (said,) = acute_notices(register, Library())
    assert "haster: 1." in said
    assert "varslet" not in said
    put_call(register, answers={"T1": "J"})
    (said,) = acute_notices(register, Library())
    assert "haster: 2. Uten at noen er notert varslet: 1." in said
