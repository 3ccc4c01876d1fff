from __future__ import annotations

import dataclasses
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.instrument.model import Instrument
from assess.reports.dossier import Dossier
from assess.reports.pictures.board import board
from assess.reports.pictures.board_layout import Board
from assess.reports.pictures.marks import Mark
from assess.reports.pictures.room import TALLEST
from tests.reports.conftest import make_id
from tests.reports.pictures_material import agreed_on, answers, apart, inside, instruments, room_of, room_of_words

LEVELS = {"plain", "concern", "strong", "strength", "weak"}


def drawn(dossier: Dossier) -> list[Board]:
    return [cast("Board", picture.drawing) for picture in board(dossier)]


def marks_by_item(dossier: Dossier) -> dict[str, Mark]:
    """Each item's mark, by the id that stands beside it on the same row."""
    found = {}
    for one in drawn(dossier):
        beside = {(words.x, words.y): words.text.split()[0] for words in one.names}
        for mark in one.marks:
            found[beside[round(mark.x + mark.width + 5, 2), round(mark.y + 8.7, 2)]] = mark
    return found


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_nothing_on_the_board_covers_anything_else_or_leaves_it(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    for one in drawn(agreed_on(dossier, instrument, data.draw(answers(instrument)))):
        rooms = [
            *(room_of(mark) for mark in (*one.marks, *one.key.marks)),
            *(room_of_words(words, 7.5) for words in one.names),
            *(room_of_words(words, 7) for words in (*one.heads.notes, *one.key.words)),
            *((head.x, head.y - 6, head.x + 5, head.y) for head in (*one.heads.sides, *one.heads.domains)),
        ]
        assert apart(rooms)
        assert inside(rooms, one.width, one.height)


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_each_item_stands_once_in_the_instruments_order_and_no_picture_is_taller_than_a_page(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    there = agreed_on(dossier, instrument, data.draw(answers(instrument)))
    pictures = drawn(there)
    assert sum(len(one.marks) for one in pictures) == len(list(instrument.items()))
    assert sorted(marks_by_item(there)) == sorted(item.id for item in instrument.items())
    assert sum(len(one.pointers) for one in pictures) == sum(item.critical is not None for item in instrument.items())
    assert all(one.height <= TALLEST + 60 for one in pictures)


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_what_is_unknown_never_looks_like_a_level_and_the_words_name_it(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    codes = data.draw(answers(instrument))
    there = agreed_on(dossier, instrument, codes)
    said = " ".join(picture.says for picture in board(there))
    for item, mark in marks_by_item(there).items():
        code = codes.get(item)
        if code in {"U", "X"} or code is None:
            assert mark.look not in LEVELS
            assert mark.look == {"U": "unknown", "X": "unsought", None: "blank"}[code]
            assert f"{item} {instrument.item(item).title}" in said
        else:
            assert mark.look in LEVELS


def test_no_drawn_word_is_a_figure_over_several_items(dossier: Dossier) -> None:
    (one,) = drawn(dossier)
    assert [words.text for words in one.heads.notes] == [
        "kjent 1 av 3 · ukjent 1 · ikke innhentet 1",
        "kjent 2 av 2",
        "kjent 1 av 1",
    ]
    assert {words.text for words in one.heads.domains} == {"A Uttrykk", "B Mestring", "J Utvikling"}


def test_risk_stands_beside_resilience(dossier: Dossier) -> None:
    (one,) = drawn(dossier)
    risk, resilience, across = one.heads.sides
    assert (risk.text, resilience.text, across.text) == ("Risiko og trussel", "Trivsel og motstandskraft", "På tvers")
    assert risk.y == resilience.y < across.y
    assert risk.x < resilience.x


def test_a_strength_is_round_and_a_missing_one_is_no_risk(dossier: Dossier) -> None:
    marks = marks_by_item(dossier)
    assert (marks["B1"].look, marks["B2"].look) == ("strength", "weak")
    assert marks["A1"].look == "strong"


def test_what_only_lawful_things_speak_for_is_not_drawn_as_a_concern(dossier: Dossier) -> None:
    lawful = Observation(id=make_id(111), number=1, seen="Bærer et kors.", lawful=True, speaks_for=("A1",))
    there = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, observations=(lawful,)))
    assert marks_by_item(there)["A1"].look == "lawful"
    (picture,) = board(there)
    assert "men bare lovlig ytring, tro eller samling taler for, og det er ingen bekymring: A1." in picture.says
    names = [words.text for words in cast("Board", picture.drawing).names]
    assert "A1 Forsvarer vold §" in names


def test_the_hatching_ends_at_the_edges_of_its_mark() -> None:
    mark = Mark(10.0, 20.0, 16.0, "U", "unknown")
    points = [pair.split() for line in mark.hatching.split("M")[1:] for pair in line.split("L")]
    assert len(points) > 8
    assert all(10 <= float(x) <= 26 and 20 <= float(y) <= 32 for x, y in points)
