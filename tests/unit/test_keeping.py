from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.casework.deeds.convening import Observe
from assess.errors import AccessDenied, NotAllowed, NotFound, ProfileError
from assess.instrument.edition import Edition
from assess.profile.model import Profile
from assess.register.arrivals import Arrival
from assess.register.cards import Keeping
from assess.register.keeping import (
    archived,
    blocked,
    keeping_for,
    months_after,
    reminders,
    renewed,
    sentence,
    unblocked,
)
from assess.register.register import Register
from assess.register.retention import block, keepings, open_blocked, overdue, renew, retention_words, unblock
from tests.unit.conftest import NOW, OTHER_PASSPHRASE, PASSPHRASE, a_case, found_register, observation

DAY = date(2026, 11, 20)
ME = "u-1"


@pytest.fixture
def keeping(case: Case, profile: Profile) -> Keeping:
    return keeping_for(case, profile, DAY)


@pytest.fixture
def closed(keeping: Keeping) -> Keeping:
    return keeping.model_copy(update={"rule": "avsluttet"})


def bodies(register: Register, action: str) -> list[tuple[str | None, dict[str, object]]]:
    return [(one.case_id, dict(one.body or {})) for one in register.entries() if one.action == action]


def test_a_case_must_be_looked_at_again_a_year_after_it_was_made(keeping: Keeping) -> None:
    assert (keeping.rule, keeping.due_on) == ("under_arbeid", date(2027, 11, 20))


def test_an_anonymous_discussion_has_a_rule_of_its_own(case: Case, profile: Profile) -> None:
    assert keeping_for(case.model_copy(update={"phase": "anonymous"}), profile, DAY).rule == "anonym"


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 36, "2029-12-01"),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day: str, months: int, due: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(due)


def test_a_profile_without_the_rule_says_which_one_is_missing(case: Case, profile: Profile) -> None:
    with pytest.raises(ProfileError, match="under_arbeid"):
        keeping_for(case, profile.model_copy(update={"retention": ()}), DAY)


def test_renewing_counts_from_the_day_it_is_done_and_keeps_who_and_why(keeping: Keeping, profile: Profile) -> None:
    later = NOW + timedelta(days=100)
    card = renewed(keeping, ME, later, "  Oppfølgingen varer ut året ", profile)
    assert card.due_on == date(2028, 2, 28)
    (only,) = card.renewals
    assert (only.by, only.at, only.reason) == (ME, later, "Oppfølgingen varer ut året")


def test_the_day_is_norways_also_around_midnight(keeping: Keeping, profile: Profile) -> None:
    before_midnight_utc = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert renewed(keeping, ME, before_midnight_utc, "Trengs", profile).due_on == date(2028, 1, 1)


@pytest.mark.parametrize("reason", ["", "   ", "a\u202eb", "x" * 2001])
def test_renewing_and_blocking_demand_a_reason_that_can_be_read(
    keeping: Keeping, profile: Profile, reason: str
) -> None:
    with pytest.raises(NotAllowed):
        renewed(keeping, ME, NOW, reason, profile)
    with pytest.raises(NotAllowed):
        blocked(keeping, ME, NOW, reason)


def test_a_closed_case_is_kept_longer_only_by_two(closed: Keeping, profile: Profile) -> None:
    for second in ("", ME):
        with pytest.raises(NotAllowed, match="to er enige"):
            renewed(closed, ME, NOW, "Trengs", profile, second=second)
    assert renewed(closed, ME, NOW, "Trengs", profile, second="u-2").due_on == date(2029, 11, 20)


def test_another_rule_can_hold_from_now_on(keeping: Keeping, profile: Profile) -> None:
    card = renewed(keeping, ME, NOW, "Vurdert som ubegrunnet", profile, rule="ubegrunnet")
    assert (card.rule, card.due_on) == ("ubegrunnet", date(2027, 5, 20))


def test_a_blocked_case_is_not_renewed_and_not_blocked_twice(keeping: Keeping, profile: Profile) -> None:
    card = blocked(keeping, ME, NOW, "Ber om sletting")
    assert (card.blocked_at, card.blocked_by, card.block_reason) == (NOW, ME, "Ber om sletting")
    with pytest.raises(NotAllowed, match="sperret"):
        renewed(card, ME, NOW, "x", profile)
    with pytest.raises(NotAllowed, match="sperret fra før"):
        blocked(card, ME, NOW, "x")
    assert unblocked(card) == keeping
    with pytest.raises(NotAllowed, match="ikke sperret"):
        unblocked(keeping)


def test_the_deadline_is_said_in_words(keeping: Keeping) -> None:
    card = keeping.model_copy(update={"due_on": date(2027, 3, 12)})
    said = {today: sentence(card, date.fromisoformat(today)) for today in ("2026-11-20", "2027-03-11", "2027-03-12")}
    assert said == {
        "2026-11-20": "skal fornyes eller slettes innen 12. mars 2027 (112 dager)",
        "2027-03-11": "skal fornyes eller slettes innen 12. mars 2027 (1 dag)",
        "2027-03-12": "skal fornyes eller slettes innen 12. mars 2027 (i dag)",
    }
    over = "skulle vært fornyet eller slettet innen 12. mars 2027"
    assert sentence(card, date(2027, 3, 13)) == f"{over} (1 dag over fristen)"
    assert sentence(card, date(2027, 4, 12)) == f"{over} (31 dager over fristen)"


def test_a_blocked_case_says_how_far_it_has_come(keeping: Keeping) -> None:
    card = blocked(keeping, ME, NOW, "Ber om sletting")
    assert sentence(card, DAY) == "sperret siden 20. november 2026, ikke arkivert"
    assert sentence(archived(card, NOW, "a" * 64), DAY) == "sperret siden 20. november 2026, arkivert, kan slettes"


def test_home_is_reminded_of_what_is_late_soon_and_waiting_and_of_nothing_else(keeping: Keeping) -> None:
    def due(days: int) -> Keeping:
        return keeping.model_copy(update={"due_on": DAY + timedelta(days=days)})

    found = [("A", due(31)), ("B", due(30)), ("C", due(-1)), ("D", blocked(due(-5), ME, NOW, "x"))]
    assert reminders(found, DAY) == [
        "Fristen for lagring er ute. Forny eller slett: C (1 dag over fristen)",
        "Må snart fornyes eller slettes: B (30 dager)",
        "Sperret, og venter på arkivering eller sletting: D",
    ]
    assert reminders([("A", due(31))], DAY) == []


def test_an_old_case_gets_its_card_on_first_look_counted_from_when_it_was_opened(
    register: Register, profile: Profile
) -> None:
    old = a_case(1).model_copy(update={"opened_at": NOW - timedelta(days=400)})
    register.open_case(old)
    register.open_case(a_case(2), keeping_for(a_case(2), profile, DAY))
    found = keepings(register, profile)
    assert [(name, one.due_on) for name, one in found] == [
        ("F-2026-0001", date(2026, 10, 16)),
        ("F-2026-0002", date(2027, 11, 20)),
    ]
    assert overdue(found, DAY) == found[:1]
    assert keepings(register, profile) == found
    assert [case_id for case_id, _body in bodies(register, "set-keeping")] == [old.id]


def test_a_keyholder_who_may_not_read_sees_deadlines_and_renews(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "r.assess"
    with found_register(path) as register:
        register.open_case(a_case())
    with Register.unlock(path, OTHER_PASSPHRASE, clock=lambda: NOW) as other:
        # The second of PEOPLE may also read; take that away and keep the keyholder.
        other.ring = replace(other.ring, roles=("keyholder",))
        assert not other.may("read")
        assert [name for name, _one in keepings(other, profile)] == ["F-2026-0042"]
        assert renew(other, profile, "f-2026-0042", "Trengs").renewals[0].by == other.ring.user
        assert retention_words(other, date(2027, 11, 19)) == ["Må snart fornyes eller slettes: F-2026-0042 (1 dag)"]


def test_somebody_who_only_takes_part_is_refused_and_reminded_of_nothing(
    register: Register, case: Case, profile: Profile
) -> None:
    register.open_case(case, keeping_for(case, profile, DAY))
    register.ring = replace(register.ring, roles=("participant",))
    for verb in (renew, block, unblock):
        with pytest.raises(AccessDenied):
            verb(register, profile, case.reference, "Trengs")
    with pytest.raises(AccessDenied):
        keepings(register, profile)
    assert retention_words(register, date(2030, 1, 1)) == []


def test_only_a_keyholder_unblocks(register: Register, case: Case, profile: Profile) -> None:
    register.open_case(case)
    register.ring = replace(register.ring, roles=("secretary",))
    block(register, profile, case.reference, "Ber om innsyn")
    with pytest.raises(AccessDenied):
        unblock(register, profile, case.reference, "Ferdig")


def test_each_deed_stands_in_the_journal_with_its_reason_and_goes_with_the_case(
    register: Register, case: Case, profile: Profile
) -> None:
    register.open_case(case)
    renew(register, profile, case.reference, "Trengs ennå")
    block(register, profile, case.reference, "Ber om sletting")
    unblock(register, profile, case.reference, "Trukket")
    told = [bodies(register, action)[0] for action in ("renew-keeping", "block-case", "unblock-case")]
    assert [(case_id, body["reason"]) for case_id, body in told] == [
        (case.id, "Trengs ennå"),
        (case.id, "Ber om sletting"),
        (case.id, "Trukket"),
    ]
    assert register.verify().broken_at is None


def test_the_second_who_agrees_is_another_user_and_is_noted(register: Register, case: Case, profile: Profile) -> None:
    card = keeping_for(case, profile, DAY).model_copy(update={"rule": "avsluttet"})
    register.open_case(case, card)
    for nobody in ("", "sekretær", "gjenoppretting", "ukjent"):
        with pytest.raises(NotAllowed):
            renew(register, profile, case.reference, "Trengs", second=nobody)
    renew(register, profile, case.reference, "Trengs", second="slt")
    ((_case_id, body),) = bodies(register, "renew-keeping")
    assert register.user_names[str(body["second"])] == "slt"


def test_a_case_that_is_not_there_is_told_with_where_to_look(register: Register, profile: Profile) -> None:
    with pytest.raises(NotFound, match=r"F-2026-0001.*retention list"):
        renew(register, profile, "F-2026-0001", "Trengs")


def test_a_blocked_case_can_neither_be_read_nor_changed_nor_taken_out(
    register: Register, case: Case, edition: Edition, profile: Profile
) -> None:
    register.open_case(case)
    assessment = register.start(case, edition, DAY)
    block(register, profile, case.reference, "Ber om sletting")
    tries: list[Callable[[], object]] = [
        lambda: register.case(case.id),
        lambda: register.case_called(case.reference),
        lambda: register.assessments_of(case.id),
        lambda: register.assessment(assessment.id),
        lambda: register.assessment_called(case.reference),
        lambda: register.start(case, edition, DAY),
        lambda: register.do(assessment, Observe(observation())),
        lambda: register.view(case.id, "case"),
        lambda: register.tell("report", assessment.id, case.id),
        lambda: register.bring_in((Arrival(case, edition, assessment),)),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed, match="Saken er sperret"):
            attempt()
    (line,) = register.case_lines()
    assert (line.reference, line.summary, line.assessment_id) == (case.reference, "Sperret", None)
    assert register.store.assessments_of(case.id) == (assessment,)


def test_a_blocked_case_is_blocked_also_after_the_register_was_closed(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "r.assess"
    with found_register(path) as register:
        register.open_case(a_case())
        block(register, profile, a_case().reference, "Ber om sletting")
    with Register.unlock(path, PASSPHRASE) as again:
        with pytest.raises(NotAllowed, match="sperret"):
            again.case(a_case().id)
        unblock(again, profile, a_case().reference, "Trukket")
        assert again.case(a_case().id) == a_case()


def test_a_keyholder_who_says_why_opens_a_blocked_case_until_the_register_is_closed(
    register: Register, case: Case, profile: Profile
) -> None:
    register.open_case(case)
    block(register, profile, case.reference, "Ber om sletting")
    with pytest.raises(NotAllowed, match="Skriv hvorfor"):
        open_blocked(register, case.reference, " ")
    open_blocked(register, case.reference, "Klagen skal behandles")
    assert register.case(case.id) == case
    assert bodies(register, "open-blocked") == [(case.id, {"reason": "Klagen skal behandles"})]
    register.ring = replace(register.ring, roles=("secretary",))
    with pytest.raises(AccessDenied):
        open_blocked(register, case.reference, "Nysgjerrig")


def test_asking_whether_a_case_is_blocked_costs_no_question_to_the_database(
    register: Register, case: Case, profile: Profile
) -> None:
    register.open_case(case)
    block(register, profile, case.reference, "Ber om sletting")
    register.close()
    with pytest.raises(NotAllowed, match="sperret"):
        register.require("read", case.id)
