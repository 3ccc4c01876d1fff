from __future__ import annotations

import dataclasses
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.casework.deeds.deed import renewed
from assess.instrument.model import Instrument
from assess.reports.dossier import Dossier
from assess.reports.pictures.board import PARTS
from assess.reports.pictures.room import TALLEST
from assess.reports.pictures.spread import spread
from assess.reports.pictures.spread_layout import CHIP, Chip, Field, Spread
from assess.reports.view import Picture
from tests.reports.pictures_material import Rectangle, agreed_on, answers, apart, inside, instruments


def pictures(dossier: Dossier) -> list[Picture]:
    return [picture for part in PARTS for picture in spread(dossier, part)]


def drawn(dossier: Dossier) -> list[Spread]:
    return [cast("Spread", picture.drawing) for picture in pictures(dossier)]


def room_of_chip(chip: Chip) -> Rectangle:
    return chip.x - CHIP / 2, chip.y - CHIP / 2, chip.x + CHIP / 2, chip.y + CHIP / 2


def room_of_field(field: Field) -> Rectangle:
    return field.x, field.y, field.x + field.width, field.y + field.height


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_every_answer_stands_once_within_its_picture_and_on_no_other(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    codes = data.draw(answers(instrument))
    there = agreed_on(dossier, instrument, codes)
    found = drawn(there)
    raters = len(dossier.assessment.meeting.raters())
    assert sum(len(one.chips) for one in found) == raters * len(codes)
    assert sum(len(one.fields) for one in found) == len(codes)
    for one in found:
        chips, fields = [room_of_chip(chip) for chip in one.chips], [room_of_field(field) for field in one.fields]
        assert apart(chips)
        assert apart(fields)
        assert inside([*chips, *fields], one.width, one.height)
        assert one.height <= TALLEST + 2


@given(data=st.data(), instrument=instruments())
@settings(max_examples=25, deadline=None)
def test_an_agreed_unknown_never_looks_like_a_step_and_the_words_say_every_item(
    dossier: Dossier, data: st.DataObject, instrument: Instrument
) -> None:
    codes = data.draw(answers(instrument))
    there = agreed_on(dossier, instrument, codes)
    looks = [field.look for one in drawn(there) for field in one.fields]
    assert looks.count("unknown") == list(codes.values()).count("U")
    assert looks.count("unsought") == list(codes.values()).count("X")
    if codes:
        said = " ".join(picture.says for picture in pictures(there))
        assert all(f"{item.id} {item.title}:" in said for item in instrument.items())


def test_who_stood_where_is_said_by_letter_with_the_roles(dossier: Dossier) -> None:
    first = pictures(dossier)[0]
    assert "A SLT-koordinator · B " in first.says
    assert "A1 Forsvarer vold: C 1, A, B og D 2; gruppa: 2." in first.says
    assert "A2 Forbereder noe: alle U; gruppa: U." in first.says
    (one, *_others) = drawn(dossier)
    row = {chip.letter: chip.x for chip in one.chips[:4]}
    assert row["C"] < row["A"] < row["B"] < row["D"]


def test_before_the_reveal_nothing_is_drawn(practice_draft: Dossier) -> None:
    assert practice_draft.assessment.individual
    assert pictures(practice_draft) == []


def test_nothing_is_drawn_where_nobody_rates_alone(dossier: Dossier) -> None:
    together = dossier.instrument.model_copy(update={"rounds": "agreed_only"})
    assert pictures(dataclasses.replace(dossier, instrument=together)) == []
    agreed = tuple(one for one in dossier.assessment.ratings if one.round == "agreed")
    alone = renewed(dossier.assessment, ratings=agreed)
    assert pictures(dataclasses.replace(dossier, assessment=alone)) == []
