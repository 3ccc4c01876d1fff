from __future__ import annotations

from datetime import timedelta

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.signing import Sign
from assess.casework.quality import Clearance, Signature
from assess.instrument.edition import Edition
from assess.register.arrivals import Arrival
from assess.register.cards import Seal, User
from assess.register.data_key import SigningKey
from assess.register.register import Register
from assess.register.seals import broken_seals, seal_signature
from tests.unit.conftest import NOW, OFFICER, TEACHER, finished, record_id, signature, signed

KEY = SigningKey.new()
USER = User(id="u-1", name="sekretær", roles=("secretary",), signing_key=KEY.public, added_at=NOW)
USERS = {USER.id: USER}


@pytest.fixture
def assessment(case: Case, edition: Edition) -> Assessment:
    return signed(finished(case, edition), edition.instrument, TEACHER, OFFICER)


def sealed(assessment: Assessment) -> list[Seal]:
    return [seal_signature(assessment, one, USER.id, KEY) for one in assessment.signatures]


def with_first(assessment: Assessment, **changes: object) -> Assessment:
    first, *others = assessment.signatures
    changed = Signature.model_validate({**first.model_dump(), **changes})
    return assessment.model_copy(update={"signatures": (changed, *others)})


def test_a_seal_holds_for_exactly_what_was_signed(assessment: Assessment) -> None:
    assert len(assessment.signatures) == 2
    assert broken_seals(assessment, sealed(assessment), USERS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"attendee": record_id(77)},
        {"party": "politi"},
        {"signed_as": "Leder"},
        {"digest": "ab" * 32},
        {"signed_at": NOW + timedelta(hours=2)},
    ],
    ids=str,
)
def test_a_signature_that_was_changed_breaks_its_seal_only(assessment: Assessment, change: dict[str, object]) -> None:
    seals = sealed(assessment)
    assert broken_seals(with_first(assessment, **change), seals, USERS) == [assessment.signatures[0].id]


def test_a_later_change_that_makes_the_signature_void_does_not_break_the_seal(assessment: Assessment) -> None:
    assert broken_seals(with_first(assessment, void=True), sealed(assessment), USERS) == []


@pytest.mark.parametrize("field", ["value", "user", "signature_id"])
def test_a_seal_that_was_changed_or_moved_is_broken(assessment: Assessment, field: str) -> None:
    first, second = sealed(assessment)
    other = User(id="u-2", name="slt", roles=("reader",), signing_key=SigningKey.new().public, added_at=NOW)
    moved = {"value": second.value, "user": other.id, "signature_id": second.signature_id}[field]
    changed = first.model_copy(update={field: moved})
    assert broken_seals(assessment, [changed], USERS | {other.id: other}) == [changed.signature_id]


def test_a_seal_does_not_hold_for_another_assessment(assessment: Assessment) -> None:
    elsewhere = assessment.model_copy(update={"id": record_id(78)})
    seals = [seal.model_copy(update={"assessment_id": elsewhere.id}) for seal in sealed(assessment)]
    assert len(broken_seals(elsewhere, seals, USERS)) == 2
    assert broken_seals(elsewhere, sealed(assessment), USERS) == []


def test_a_seal_by_nobody_or_for_no_signature_is_broken(assessment: Assessment) -> None:
    seals = sealed(assessment)
    assert len(broken_seals(assessment, seals, {})) == 2
    unsigned = assessment.model_copy(update={"signatures": ()})
    assert len(broken_seals(unsigned, seals, USERS)) == 2


def test_signing_in_the_register_seals_in_the_name_of_whoever_has_the_keyboard(
    register: Register, case: Case, edition: Edition
) -> None:
    ready = finished(case, edition)
    register.bring_in((Arrival(case, edition, ready),))
    after = register.do(ready, Sign(signature(ready, TEACHER), Clearance(digest=ready.digest)))
    (seal,) = register.store.cards(Seal)
    assert (seal.user, seal.signature_id) == (register.ring.user, after.signatures[0].id)
    assert register.unsealed(after) == []
    assert register.unsealed(with_first(after, signed_as="Leder")) == [seal.signature_id]
