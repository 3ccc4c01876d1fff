"""From the checklist to the plan and back: an empty measure, and a day that is later than the level allows."""

from __future__ import annotations

from datetime import date

import pytest

from assess.casework.deeds.planning import PlanMeasure, SetReview
from assess.casework.plan import PlannedMeasure
from assess.judgement.quality import clear
from assess.screens.meeting.desk import Desk
from tests.screens.conftest import OpenMeeting
from tests.screens.test_step_level import write
from tests.screens.test_step_measures import seen as card
from tests.screens.test_step_quality import cleared, seen


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_measure_is_named_before_signing_and_enter_goes_to_it(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    cleared(desk)
    whole = PlannedMeasure(
        id=desk.new_id(), number="5.3", text="Samtale", owner="SLT", deadline=date(2027, 1, 1), harm="Nei"
    )
    desk.do(PlanMeasure(whole))
    assert clear(desk.folder) is not None
    desk.do(PlanMeasure(PlannedMeasure(id=desk.new_id(), number="5.6", text="", owner="")))
    assert clear(desk.folder) is None
    app = meeting_app("quality", "S")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Dere kan ikke signere ennå" in seen(app)
        app.pane.go_to("18")
        await pilot.pause()
        said = " ".join(seen(app).split())
        assert "mangler: 2" in said
        assert "tiltak 2, 5.6 Mentor og EXIT: ansvarlig, frist, samtykke, om det kan gjøre vondt verre" in said
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert (app.pane.step, app.pane.at()) == ("measures", "2")


async def test_a_day_later_than_the_level_allows_asks_why_and_keeps_the_answer(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    cleared(desk)
    desk.do(SetReview(date(2028, 1, 1), "Skolen følger opp"))
    assert clear(desk.folder) is None
    app = meeting_app("quality", "15")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Datoen er senere enn" in seen(app)
        assert "ingen har skrevet hvorfor" in seen(app)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.pane.step == "measures"
        assert "Skriv hvorfor, ellers kan dere ikke signere." in card(app)
        await pilot.press("enter", "tab")
        await write(pilot, "Skolen ser ham hver dag")
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert "ellers kan dere ikke signere" not in card(app)
    assert clear(desk.folder) is not None
    assert [one.note for one in desk.assessment.checks if one.check == "ny_dato"] == ["Skolen ser ham hver dag"]
