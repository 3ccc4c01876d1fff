from __future__ import annotations

import dataclasses
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.instrument.model import Instrument
from assess.reports.dossier import Dossier
from assess.reports.pictures.strip import strip
from assess.reports.pictures.strip_layout import Strip
from tests.reports.conftest import AGREED
from tests.reports.pictures_material import agreed_on, answers, apart, before, inside, instruments, room_of


def drawn(dossier: Dossier) -> list[Strip]:
    return [cast("Strip", picture.drawing) for picture in strip(dossier)]


def movements(dossier: Dossier) -> dict[str, str]:
    """Each item's link, by the id that stands on the same row."""
    (one,) = drawn(dossier)
    rows = {(round(words.y - 8.7, 1), words.x > one.width / 2): words.text.split()[0] for words in one.names}
    return {rows[round(link.y - 6, 1), link.x > one.width / 2]: link.movement for link in one.links}


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_each_item_has_one_link_and_no_mark_covers_another(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    then, now = (data.draw(answers(instrument)) for _time in range(2))
    there = before(agreed_on(dossier, instrument, now), then)
    found = drawn(there)
    assert sum(len(one.links) for one in found) == len(list(instrument.items()))
    for one in found:
        rooms = [room_of(mark) for mark in (*one.marks, *one.key.marks)]
        rooms += [(link.x, link.y - 5, link.end, link.y + 5) for link in (*one.links, *one.link_key.links)]
        assert apart(rooms)
        assert inside(rooms, one.width, one.height)
    said = " ".join(picture.says for picture in strip(there))
    assert all(item.id in said for item in instrument.items())


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_what_is_not_known_any_longer_is_never_drawn_as_an_improvement(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    then, now = (data.draw(answers(instrument)) for _time in range(2))
    there = before(agreed_on(dossier, instrument, now), then)
    gone = [
        item.id
        for item in instrument.items()
        if then.get(item.id, "U") not in {"U", "X"} and now.get(item.id, "U") in {"U", "X"}
    ]
    links = [link.movement for one in drawn(there) for link in one.links]
    assert links.count("lost") == len(gone)
    assert sum(len(one.lost) > 0 for one in drawn(there)) == sum(
        any(link.movement == "lost" for link in one.links) for one in drawn(there)
    )


def test_every_kind_of_change_has_a_link_of_its_own(dossier: Dossier) -> None:
    there = before(dossier, {"A1": "1", "A2": "2", "A3": "X", "B1": "0", "B2": "2", "J1": "U"})
    assert AGREED == {"A1": "2", "A2": "U", "A3": "X", "B1": "2", "B2": "0", "J1": "1"}
    assert movements(there) == {
        "A1": "worsened",
        "A2": "lost",
        "A3": "open",
        "B1": "strengthened",
        "B2": "weakened",
        "J1": "found",
    }
    (picture,) = strip(there)
    assert "Ikke lenger kjent: A2 Forbereder noe fra 2 til ukjent, bør avklares." in picture.says
    assert "Svekket: B2 Har venner fra 2 til 0." in picture.says


def test_an_item_that_changed_between_versions_is_said_not_to_be_comparable(dossier: Dossier) -> None:
    there = before(dossier, AGREED)
    (earlier,) = there.earlier
    old = earlier.instrument.model_copy(update={"id": "annet"})
    there = dataclasses.replace(there, earlier=(dataclasses.replace(earlier, instrument=old),))
    assert set(movements(there).values()) == {"apart"}
    (one,) = drawn(there)
    assert len(one.marks) == len(AGREED)
    assert "Kan ikke sammenlignes med forrige gang: A1 Forsvarer vold er nå 2;" in strip(there)[0].says


def test_without_an_earlier_assessment_there_is_no_strip(dossier: Dossier) -> None:
    assert strip(dossier) == ()
