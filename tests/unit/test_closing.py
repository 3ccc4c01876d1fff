from __future__ import annotations

from datetime import date, timedelta

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.closing import refuse_open_ends, too_high
from assess.casework.follow_up import Closure, DatedCheck
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.profile.model import Profile
from assess.register.cards import Keeping
from assess.register.closing import close_case, closure_of, refuse_unready, reopen_case
from assess.register.keeping import keeping_for
from assess.register.overview import pressing, standing_lines
from assess.register.register import Register
from tests.unit.conftest import NOW, a_case, begun, decision, measure

TODAY = date(2026, 11, 20)


def assessed(edition: Edition, level: str = "N1", *, number: int = 1, locked: bool = True) -> Assessment:
    state = {"state": "locked", "locked_at": NOW} if locked else {}
    late = measure(deadline=TODAY - timedelta(days=9))
    changes = {"decision": decision(level), "measures": (late,), **state}
    return begun(a_case(), edition, number).model_copy(update=changes)


def keep(register: Register, profile: Profile, edition: Edition, *found: Assessment) -> Case:
    case = register.open_case(a_case(), keeping_for(a_case(), profile, TODAY))
    register.store.bring_in((), (edition,), tuple((one, register.act("import", one.id, case.id)) for one in found))
    return case


def said(profile: Profile) -> dict[str, str]:
    return {one.id: "Ja, vi har snakket med skolen" for one in profile.closing}


def refusal(*found: Assessment, instrument: Instrument) -> str:
    """Why a case with these assessments can't end; empty when it can."""
    try:
        refuse_open_ends(found, instrument)
    except NotAllowed as refused:
        return str(refused)
    return ""


def checks(register: Register) -> list[tuple[date, date | None]]:
    found = register.store.cards_of(DatedCheck, a_case().id)
    return sorted(((one.due_on, one.done_on) for one in found if one.cause == "closure"), key=lambda one: one[0])


def kept_by(register: Register) -> tuple[str, date]:
    card = register.store.card(Keeping, a_case().id)
    assert card is not None
    return card.rule, card.due_on


def test_a_closed_case_is_looked_at_after_6_and_12_months_and_kept_by_the_rule_for_closed_ones(
    register: Register, profile: Profile, edition: Edition
) -> None:
    case = keep(register, profile, edition, assessed(edition))
    closure, made = close_case(register, case, profile, said(profile), " Bekymringen er avklart ", "SLT")
    assert closure.stands
    assert closure_of(register, case.id) == closure
    assert [one.due_on for one in made] == [date(2027, 5, 20), date(2027, 11, 20)]
    assert checks(register) == [(date(2027, 5, 20), None), (date(2027, 11, 20), None)]
    assert kept_by(register) == ("avsluttet", date(2029, 11, 20))
    (entry,) = [one for one in register.entries() if one.action == "close-case"]
    assert (entry.case_id, dict(entry.body or {})) == (case.id, {"rule": "avsluttet", "due_on": "2029-11-20"})


def test_an_unfounded_concern_is_kept_shorter_and_not_looked_at_after_it_is_gone(
    register: Register, profile: Profile, edition: Edition
) -> None:
    case = keep(register, profile, edition, assessed(edition, "N0"))
    close_case(register, case, profile, said(profile), "Ubegrunnet", "SLT")
    assert kept_by(register) == ("ubegrunnet", date(2027, 5, 20))
    assert checks(register) == [(date(2027, 5, 20), None)]


def test_an_anonymous_discussion_is_not_kept_longer_because_it_ended(register: Register, profile: Profile) -> None:
    anonymous = a_case().model_copy(update={"phase": "anonymous"})
    case = register.open_case(anonymous, keeping_for(anonymous, profile, TODAY))
    close_case(register, case, profile, said(profile), "Rådet er gitt", "SLT")
    assert kept_by(register)[0] == "anonym"
    reopen_case(register, case, profile, "De ringte igjen")
    assert kept_by(register)[0] == "anonym"


def test_home_waits_for_no_measure_of_a_closed_case(register: Register, profile: Profile, edition: Edition) -> None:
    case = keep(register, profile, edition, assessed(edition))
    assert pressing(register, TODAY).late.count == 1
    close_case(register, case, profile, said(profile), "Avklart", "SLT")
    now = pressing(register, date(2027, 5, 20))
    assert now.late.first == ()
    assert [(one.case_id, one.day) for one in now.due.first] == [(case.id, date(2027, 5, 20))]
    assert [one.closed for one in standing_lines(register, 0, 9)] == [True]


def test_each_criterion_needs_an_answer(register: Register, profile: Profile, edition: Edition) -> None:
    case = keep(register, profile, edition, assessed(edition))
    half = {**said(profile), "stotte": "  "}
    with pytest.raises(NotAllowed, match=r"1 står igjen.*Hvem har personen rundt seg"):
        close_case(register, case, profile, half, "Avklart", "SLT")
    with pytest.raises(NotAllowed, match="hvorfor"):
        close_case(register, case, profile, said(profile), " ", "SLT")
    with pytest.raises(NotAllowed, match="rolle"):
        close_case(register, case, profile, said(profile), "Avklart", "")
    assert closure_of(register, case.id) is None
    assert (checks(register), kept_by(register)[0]) == ([], "under_arbeid")


def test_a_case_with_an_unsigned_draft_is_not_closed(register: Register, profile: Profile, edition: Edition) -> None:
    case = keep(register, profile, edition, assessed(edition), assessed(edition, number=2, locked=False))
    with pytest.raises(NotAllowed, match="Vurdering 2 er et utkast"):
        refuse_unready(register, case)
    with pytest.raises(NotAllowed):
        close_case(register, case, profile, said(profile), "Avklart", "SLT")


@pytest.fixture(scope="session")
def real() -> Edition:
    return Library().edition("vrb")


@pytest.mark.parametrize("level", ["N3", "N4", "NX"])
def test_a_high_or_undecided_level_keeps_a_case_open_and_says_what_to_do(real: Edition, level: str) -> None:
    with pytest.raises(NotAllowed, match=rf"Siste vurdering er {level}.*Vurder saken på nytt"):
        refuse_open_ends([assessed(real, level)], real.instrument)


@pytest.mark.parametrize("level", ["N0", "N1", "N2"])
def test_a_lower_level_lets_a_case_end(real: Edition, level: str) -> None:
    assert refusal(assessed(real, "N4"), assessed(real, level, number=2), instrument=real.instrument) == ""
    assert "N4" in refusal(assessed(real, level), assessed(real, "N4", number=2), instrument=real.instrument)


def test_a_case_that_was_never_assessed_may_be_closed(register: Register, profile: Profile, edition: Edition) -> None:
    case = keep(register, profile, edition)
    closure, _checks = close_case(register, case, profile, said(profile), "Avklart", "SLT")
    assert closure_of(register, case.id) == closure
    assert closure.stands


def test_what_is_too_high_follows_the_order_of_the_instrument(real: Edition, instrument: Instrument) -> None:
    assert too_high(real.instrument.outcome("level")) == ("N3", "N4")
    outcome = instrument.outcome("level")
    short = outcome.model_copy(update={"levels": outcome.levels[:2]})
    assert too_high(short) == (outcome.levels[1].code,)


def test_reopening_asks_why_and_drops_the_checks_after_closing(
    register: Register, profile: Profile, edition: Edition
) -> None:
    case = keep(register, profile, edition, assessed(edition))
    with pytest.raises(NotAllowed, match="ikke avsluttet"):
        reopen_case(register, case, profile, "x")
    close_case(register, case, profile, said(profile), "Avklart", "SLT")
    with pytest.raises(NotAllowed, match="hvorfor"):
        reopen_case(register, case, profile, " ")
    with pytest.raises(NotAllowed, match="avsluttet fra før"):
        refuse_unready(register, case)
    closure = reopen_case(register, case, profile, "Ny melding fra skolen")
    assert (closure.stands, closure.reopen_reason) == (False, "Ny melding fra skolen")
    assert [done for _due, done in checks(register)] == [TODAY, TODAY]
    assert kept_by(register) == ("under_arbeid", date(2027, 11, 20))
    assert [one.closed for one in standing_lines(register, 0, 9)] == [False]


def test_closing_again_begins_anew(register: Register, profile: Profile, edition: Edition) -> None:
    case = keep(register, profile, edition, assessed(edition))
    close_case(register, case, profile, said(profile), "Avklart", "SLT")
    reopen_case(register, case, profile, "Ny melding")
    close_case(register, case, profile, said(profile), "Avklart igjen", "SLT")
    found = register.store.card(Closure, case.id)
    assert found is not None
    assert (found.reason, found.stands) == ("Avklart igjen", True)
    assert [done for _due, done in checks(register)].count(None) == 2
