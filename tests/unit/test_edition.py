from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785

from assess.instrument.edition import ENGINE, Edition
from assess.instrument.library import Library
from assess.instrument.locale import Locale
from assess.instrument.model import Instrument
from tests.unit.conftest import changed_item, made, small

ENGLISH = Locale.model_validate(
    {
        "format": 1,
        "language": "en",
        "translator": "Nobody",
        "texts": {"title": "In English"},
        "of": {"id": "small", "version": "1.0.0"},
    }
)


def test_the_hash_is_over_the_canonical_json_of_instrument_and_locales(instrument: Instrument) -> None:
    edition = Edition(instrument=instrument, locales=(ENGLISH,))
    data = json.loads(edition.model_dump_json(by_alias=True))
    assert data.pop("engine") == ENGINE
    assert edition.hash == hashlib.sha256(rfc8785.dumps(data)).hexdigest()


def test_a_changed_word_anywhere_changes_the_hash(instrument: Instrument) -> None:
    one, other = Edition(instrument=instrument), Edition(instrument=instrument, locales=(ENGLISH,))
    changed = Edition(instrument=made(changed_item(small(), "words", question="What of the words?")))
    assert len({one.hash, other.hash, changed.hash}) == 3


def test_the_engine_does_not_change_the_hash(instrument: Instrument) -> None:
    assert Edition(instrument=instrument, engine=2).hash == Edition(instrument=instrument).hash


@pytest.mark.parametrize("name", ["vrb", "triage"])
def test_a_frozen_copy_is_the_same_edition_with_the_same_hash(name: str) -> None:
    edition = Library().edition(name)
    again = Edition.model_validate_json(edition.model_dump_json(by_alias=True))
    assert again == edition
    assert again.hash == edition.hash


def test_the_source_language_stands_first(instrument: Instrument) -> None:
    assert Edition(instrument=instrument, locales=(ENGLISH,)).languages == ("nb", "en")


def test_a_language_it_does_not_speak_gives_the_source(instrument: Instrument) -> None:
    edition = Edition(instrument=instrument, locales=(ENGLISH,))
    assert edition.spoken("en").title == "In English"
    assert edition.spoken("en") is edition.spoken("en")
    assert edition.spoken("fr") == edition.spoken("nb") == instrument
