"""The provisions that something may be left out by: data, dated, and with somebody to complain to."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from assess.profile.load import Profiles, legal_complaints
from assess.profile.model import LegalBases, Provision, Redress, WithheldKind


@pytest.fixture(scope="module")
def legal() -> LegalBases:
    return Profiles().legal("no")


def test_every_kind_that_is_left_out_has_one_usual_provision(legal: LegalBases) -> None:
    assert all(legal.usual_provision(kind) is not None for kind in get_args(WithheldKind))
    twice = legal.withholding[0].model_copy(update={"usual_for": ("source",)})
    wrong = legal.model_copy(update={"withholding": (twice, *legal.withholding[1:])})
    assert ["usual for more than one" in one.message for one in legal_complaints(wrong)] == [True]


def test_every_provision_and_complaint_says_who_read_the_law_when_and_asks_for_a_jurist(legal: LegalBases) -> None:
    assert legal.redress
    every: tuple[Provision | Redress, ...] = (*legal.withholding, *legal.redress)
    for one in every:
        assert date.fromisoformat(one.checked_on) >= date(2026, 11, 20), one.id
        assert "ikke kontrollert av jurist" in one.checked_by, one.id
        assert "2. juli 2026" in one.source, one.id
        assert one.needs_jurist, one.id


def test_a_provision_is_named_as_exactly_as_a_refusal_must(legal: LegalBases) -> None:
    for one in legal.withholding:
        assert "§" in one.section, one.id
        assert "ledd" in one.section, one.id


def test_the_english_words_change_the_words_and_nothing_else(legal: LegalBases) -> None:
    english = Profiles().legal("no", "en")
    assert [(one.id, one.section, one.usual_for) for one in english.withholding] == [
        (one.id, one.section, one.usual_for) for one in legal.withholding
    ]
    assert all(here.title != there.title for here, there in zip(english.withholding, legal.withholding, strict=True))
    assert all(here.content != there.content for here, there in zip(english.redress, legal.redress, strict=True))
