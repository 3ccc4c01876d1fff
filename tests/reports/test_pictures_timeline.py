from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from assess.casework.deeds.deed import renewed
from assess.reports.dossier import Dossier
from assess.reports.pictures.timeline import timeline
from assess.reports.pictures.timeline_layout import Dated, Lane, Timeline, scale_of, ticks, timelines
from tests.reports.pictures_material import apart, before, inside

DAYS = st.dates(date(2020, 1, 1), date(2032, 1, 1))


@st.composite
def lanes(draw: st.DrawFn) -> list[Lane]:
    events = st.builds(
        Dated, st.just("measure"), DAYS, st.text("abc ", max_size=80), st.one_of(st.none(), DAYS)
    ) | st.builds(Dated, st.sampled_from(["call", "review", "unknown"]), DAYS, st.text("abc ", max_size=80))
    meeting = Dated("meeting", draw(DAYS), "møte")
    return [Lane("Møter", (meeting,)), Lane("Annet", tuple(draw(st.lists(events, max_size=60))))]


@given(lanes=lanes())
def test_everything_with_a_date_stands_once_where_its_day_is(lanes: list[Lane]) -> None:
    found = timelines(lanes)
    scale = scale_of(lanes)
    signs = sorted((sign.x, sign.kind) for one in found for sign in one.signs)
    assert signs == sorted((scale.x(event.at), event.kind) for lane in lanes for event in lane.events)
    for one in found:
        labels = [(label.x, label.y - 5, label.x + label.width, label.y) for label in one.labels]
        marks = [(sign.x - 4.5, sign.y - 4.5, sign.x + 4.5, sign.y + 4.5) for sign in one.signs]
        assert apart(labels)
        assert apart(marks)
        assert inside([*labels, *marks], one.width, one.height)


@given(first=DAYS, days=st.integers(0, 5000))
def test_the_days_on_the_line_can_be_read(first: date, days: int) -> None:
    scale = scale_of([Lane("", (Dated("meeting", first, ""), Dated("review", first + timedelta(days=days), "")))])
    places = [scale.x(day) for day in ticks(scale)]
    assert all(later - earlier >= 44 for earlier, later in pairwise(places))


def test_a_later_day_never_stands_before_an_earlier_one(dossier: Dossier) -> None:
    (picture,) = timeline(dossier)
    one = cast("Timeline", picture.drawing)
    by_kind = {sign.kind: sign.x for sign in one.signs}
    # the meeting and a call on 3 March, an unknown by 6 March, a measure by 10 March, a new assessment by 28 April
    assert by_kind["meeting"] < by_kind["call"] < by_kind["unknown"] < by_kind["measure"] < by_kind["review"]
    assert one.labels[0].text == "03.03.2026 vurdering 1: Moderat"


def test_the_words_say_every_date_in_order(dossier: Dossier) -> None:
    (picture,) = timeline(dossier)
    days = ["03.03.2026", "03.03.2026 kl. 11.00 operasjonssentralen", "06.03.2026", "10.03.2026", "28.04.2026"]
    places = [picture.says.index(day) for day in days]
    assert places == sorted(places)


def test_an_earlier_meeting_stands_with_the_level_it_set(dossier: Dossier) -> None:
    (picture,) = timeline(before(dossier, {}))
    assert sum(sign.kind == "meeting" for sign in cast("Timeline", picture.drawing).signs) == 2


def test_a_measure_without_a_deadline_is_said_and_not_drawn(dossier: Dossier) -> None:
    (measure,) = dossier.assessment.measures
    open_ended = renewed(dossier.assessment, measures=(measure.model_copy(update={"deadline": None}),))
    (picture,) = timeline(dataclasses.replace(dossier, assessment=open_ended))
    assert "measure" not in {sign.kind for sign in cast("Timeline", picture.drawing).signs}
    assert "1 tiltak har ingen frist og er ikke tegnet." in picture.says


def test_a_case_with_nothing_but_its_meeting_has_no_timeline(practice_draft: Dossier) -> None:
    bare = renewed(practice_draft.assessment, measures=(), unknown_plans=(), review_on=None, calls=())
    assert timeline(dataclasses.replace(practice_draft, assessment=bare)) == ()
