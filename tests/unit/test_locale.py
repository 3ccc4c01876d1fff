from __future__ import annotations

from typing import Any

import pytest

from assess.instrument.locale import Locale, in_language, texts_of
from assess.instrument.model import Instrument
from assess.places import shipped
from tests.unit.conftest import changed_item, made, small


def locale(texts: dict[str, Any]) -> Locale:
    of = {"id": "small", "version": "1.0.0"}
    return Locale.model_validate({"format": 1, "language": "en", "translator": "Nobody", "of": of, "texts": texts})


def test_every_text_has_a_path_of_keys_and_ids(instrument: Instrument) -> None:
    texts = texts_of(instrument)
    assert texts["title",] == "The small one"
    assert texts["domains", "W", "items", "words", "question"] == "What of words?"
    assert texts["domains", "W", "items", "threat", "critical", "floor", "because"] == "A threat is never small"
    assert texts["outcomes", "level", "levels", "N1", "label"] == "level N1"
    assert texts["outcomes", "level", "undecided", "label"] == "level NX"
    assert texts["rules", "both", "because"] == "Words and plans"


def test_names_codes_and_numbers_are_no_texts(instrument: Instrument) -> None:
    last = {path[-1] for path in texts_of(instrument)}
    assert not last & {"id", "code", "scale", "kind", "at_least", "version", "licence", "auto", "means"}


def test_words_are_laid_over_and_nothing_else_is_changed(instrument: Instrument) -> None:
    texts = {"title": "Small", "domains": {"W": {"items": {"words": {"question": "Which words?"}}}}}
    spoken = in_language(instrument, locale(texts))
    assert (spoken.language, spoken.title) == ("en", "Small")
    assert spoken.item("words").question == "Which words?"
    assert spoken.item("threat") == instrument.item("threat")
    assert (spoken.rules, spoken.scales, spoken.outcomes) == (instrument.rules, instrument.scales, instrument.outcomes)


def test_a_list_of_words_is_replaced_whole() -> None:
    source = made(changed_item(small(), "words", probes=["Ett?", "To?"], anchors={"0": "ingen"}))
    words = {"probes": ["One?", "Two?"], "anchors": {"0": "none"}}
    item = in_language(source, locale({"domains": {"W": {"items": {"words": words}}}})).item("words")
    assert item.probes == ("One?", "Two?")
    assert item.anchors == {"0": "none"}


def test_a_gap_keeps_the_words_of_the_source(instrument: Instrument) -> None:
    assert in_language(instrument, locale({"title": "Small"})).description == instrument.description


def test_no_locale_gives_the_source_itself(instrument: Instrument) -> None:
    assert in_language(instrument, None) is instrument


@pytest.mark.parametrize("folder", ["instruments", "profiles"])
def test_the_shipped_locales_are_found(folder: str) -> None:
    assert list(shipped(folder).rglob("locales/**/*.yaml"))
