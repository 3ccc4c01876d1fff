"""The catalogue of measures on a small screen."""

from __future__ import annotations

import pytest

from assess.screens.terminal import SafeApp
from assess.screens.widgets.choice import Choice
from tests.screens.conftest import OpenMeeting

pytestmark = pytest.mark.slow


def seen(app: SafeApp[None]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_catalogue_opens_at_its_top_with_the_cursor_on_the_first_measure(
    meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("measures")
    async with app.run_test(size=size) as pilot:
        await pilot.press("n")
        await pilot.pause(0.2)
        assert "Hvilket tiltak?" in seen(app)
        assert "▸ ( ) 1 5.1" in seen(app)
        await pilot.press("end")
        await pilot.pause(0.1)
        assert "▸ ( ) e Eget tiltak" in seen(app)
        await pilot.press("home")
        await pilot.pause(0.1)
        assert "▸ ( ) 1 5.1" in seen(app)


async def test_the_catalogue_says_which_measures_are_not_for_one_person(meeting_app: OpenMeeting) -> None:
    app = meeting_app("measures")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause(0.1)
        options = app.screen.query_one(Choice).options
        told = [option.value for option in options if option.help.startswith("Ikke for én person: for flere")]
        assert told == ["5.1", "5.2", "5.5"]
