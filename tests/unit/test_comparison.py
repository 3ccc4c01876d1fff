from __future__ import annotations

from typing import Any

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.planning import PlanMeasure
from assess.casework.deeds.rating import Rate, Reveal
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.judgement.comparison import KINDS, Kind, compare
from assess.places import shipped
from assess.profile.model import Profile
from assess.training.demonstration import demonstration
from tests.unit.conftest import RATERS, begun, changed_item, done, made, measure, rating, small


def answered(case: Case, instrument: Instrument, answers: str, number: int = 1) -> Assessment:
    """An assessment with these agreed answers, and nothing for items that are left out."""
    start = begun(case, Edition(instrument=instrument), number)
    first = next(instrument.items())
    deeds = [Rate(rating(*pair.split("=", maxsplit=1))) for pair in answers.split()]
    return done(start, instrument, Rate(rating(first.id, "0", RATERS[0])), Reveal(start.started_at, "Vi øver"), *deeds)


def kinds(case: Case, before: str, after: str, old: Instrument, new: Instrument) -> dict[str, Kind]:
    one, two = answered(case, old, before), answered(case, new, after, 2)
    return {change.item: change.kind for change in compare(one, old, two, new).changes}


def kind(case: Case, instrument: Instrument, before: str, after: str, item: str = "words") -> Kind:
    codes = [f"{item}={code}" if code else "" for code in (before, after)]
    return kinds(case, codes[0], codes[1], instrument, instrument)[item]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        *(("0", "1", "worsened"), ("2", "1", "eased"), ("1", "1", "unchanged")),
        *(("1", "U", "known_to_unknown"), ("U", "1", "unknown_to_known"), ("U", "U", "still_unknown")),
        *(("1", "", "known_to_unknown"), ("", "1", "unknown_to_known"), ("", "", "still_unknown")),
        *(("1", "X", "known_to_unknown"), ("X", "U", "still_unknown")),
    ],
)
def test_each_item_changes_in_one_way(
    case: Case, instrument: Instrument, before: str, after: str, expected: Kind
) -> None:
    assert kind(case, instrument, before, after) == expected


@pytest.mark.parametrize("before", ["0", "1", "2"])
@pytest.mark.parametrize("item", ["words", "friends"])
def test_going_from_known_to_unknown_is_a_kind_of_its_own_and_never_eased(
    case: Case, instrument: Instrument, before: str, item: str
) -> None:
    assert kind(case, instrument, before, "U", item) == "known_to_unknown"


def test_a_strength_that_grows_eases(case: Case, instrument: Instrument) -> None:
    assert kind(case, instrument, "0", "2", "friends") == "eased"
    assert kind(case, instrument, "2", "1", "friends") == "worsened"


def newer(item: str = "words", **changes: object) -> Instrument:
    data: dict[str, Any] = {**changed_item(small(), item, **changes), "version": "2.0.0"}
    return made(data)


def test_an_item_whose_words_stayed_the_same_is_compared_across_versions(case: Case, instrument: Instrument) -> None:
    assert kinds(case, "words=0", "words=2", instrument, newer())["words"] == "worsened"


@pytest.mark.parametrize("field", ["title", "question"])
def test_an_item_whose_words_changed_is_not_comparable(case: Case, instrument: Instrument, field: str) -> None:
    new = newer(**{field: "Something else?"})
    found = kinds(case, "words=0 plans=0", "words=2 plans=2", instrument, new)
    assert (found["words"], found["plans"]) == ("not_comparable", "worsened")


def test_an_item_on_another_scale_is_not_comparable(case: Case, instrument: Instrument) -> None:
    data = small()
    data["scales"].append({**data["scales"][0], "id": "finer", "levels": [*data["scales"][0]["levels"]]})
    data["scales"][-1]["levels"].append({"code": "3", "label": "step 3"})
    new = made({**changed_item(data, "words", scale="finer"), "version": "2.0.0"})
    assert kinds(case, "words=0", "words=2", instrument, new)["words"] == "not_comparable"


@pytest.mark.parametrize(
    ("comparability", "expected"), [("exact", "worsened"), ("close", "not_comparable"), ("none", "not_comparable")]
)
def test_only_what_is_declared_exactly_the_same_is_compared(
    case: Case, instrument: Instrument, comparability: str, expected: Kind
) -> None:
    same = [{"version": "1.0.0", "item": "words", "comparability": comparability}]
    new = newer(id="speech", question="Which speech?", same_as=same)
    new = made({**new.model_dump(mode="json", by_alias=True), "rules": []})
    assert kinds(case, "words=0", "speech=2", instrument, new)["speech"] == expected


def test_a_new_item_and_another_instrument_are_not_comparable(case: Case, instrument: Instrument) -> None:
    data = small()
    data["domains"][1]["items"].append({**data["domains"][1]["items"][0], "id": "money", "title": "Money"})
    new = made({**data, "version": "2.0.0"})
    assert kinds(case, "", "money=2", instrument, new)["money"] == "not_comparable"
    other = made({**small(), "id": "other"})
    assert set(kinds(case, "words=0", "words=2", instrument, other).values()) == {"not_comparable"}


def test_the_changes_stand_in_the_later_instruments_order_with_both_codes(case: Case, instrument: Instrument) -> None:
    one = answered(case, instrument, "words=0 plans=2")
    two = answered(case, instrument, "words=2 health=U", 2)
    found = compare(one, instrument, two, instrument)
    assert [change.item for change in found.changes] == list(instrument.items_by_id)
    assert [(change.before, change.after) for change in found.of_kind("worsened")] == [("0", "2")]
    assert sum(found.count(one) for one in KINDS) == len(found.changes)


def test_what_lay_between_are_the_measures_of_the_earlier_one(case: Case, instrument: Instrument) -> None:
    one = done(answered(case, instrument, "words=1"), instrument, PlanMeasure(measure()))
    two = answered(case, instrument, "words=0", 2)
    assert compare(one, instrument, two, instrument).between == (measure(),)


def test_the_two_assessments_of_rosslyng_differ_as_the_case_says(profile: Profile) -> None:
    edition = Library().edition("vrb")
    (found,) = [
        record
        for record in demonstration(edition, profile, shipped("instruments") / "vrb" / "cases")
        if record.case.reference == "RØSSLYNG"
    ]
    one, two = found.assessments
    compared = compare(one, edition.instrument, two, edition.instrument)
    between = compared.count("known_to_unknown") + compared.count("unknown_to_known")
    assert (compared.count("eased"), compared.count("unchanged"), between) == (22, 8, 4)
    assert compared.count("worsened") == compared.count("not_comparable") == 0
