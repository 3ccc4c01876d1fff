from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assess.casework.case import Case, next_reference
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.planning import SetReview
from assess.casework.deeds.rating import Rate
from assess.errors import (
    ChangedElsewhere,
    ImportRefused,
    NotAllowed,
    NotARegister,
    NotFound,
    RegisterDamaged,
    RegisterError,
    RegisterExists,
    WrongPassphrase,
)
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from assess.register.arrivals import Arrival
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register, pin
from assess.register.session import now
from assess.register.store import Place
from assess.register.tries import tries_path
from tests.unit.conftest import (
    CHEAP,
    NOW,
    PASSPHRASE,
    TEACHER,
    Ticking,
    a_case,
    begun,
    finished,
    found_invented,
    found_register,
    meeting,
    observation,
    rating,
    record_id,
)


@pytest.fixture
def other(register: Register) -> Iterator[Register]:
    """The same register in another window."""
    with Register.unlock(register.path, PASSPHRASE) as opened:
        yield opened


def files(register: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in register.parent.iterdir()}


# Founding and unlocking


def test_a_new_register_knows_its_profile_its_organisation_and_when_it_was_made(register: Register) -> None:
    assert (register.profile, register.organisation, register.kind) == ("fredrikstad", "kommune", "register")
    assert not register.demonstration
    assert register.case_lines() == ()
    assert [entry.action for entry in register.entries()] == ["found"]


def test_the_same_facts_stand_in_another_window(other: Register) -> None:
    assert (other.profile, other.organisation) == ("fredrikstad", "kommune")


def test_a_demonstration_opens_with_the_word_that_everybody_knows(tmp_path: Path) -> None:
    founding = Founding(profile="fredrikstad", organisation="kommune")
    path = tmp_path / "d.assess"
    found_demonstration(path, founding, cost=CHEAP).close()
    with Register.unlock(path, DEMONSTRATION_PASSPHRASE) as opened:
        assert opened.demonstration


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(register: Register) -> None:
    register.close()
    before = files(register.path)
    with pytest.raises(
        WrongPassphrase, match=re.escape("Passordfrasen åpner ikke registeret. Registeret er ikke rørt.")
    ):
        Register.unlock(register.path, "noe helt annet enn det")
    noted = tries_path(register.path)
    assert {name: content for name, content in files(register.path).items() if name != noted.name} == before


def test_a_register_is_never_made_where_something_stands(register: Register) -> None:
    register.close()
    before = files(register.path)
    with pytest.raises(RegisterExists):
        found_register(register.path)
    assert files(register.path) == before


def test_a_register_with_the_keys_of_another_kind_is_refused(tmp_path: Path) -> None:
    found_register(tmp_path / "a.assess").close()
    found_invented(tmp_path / "b.assess").close()
    keys_path(tmp_path / "a.assess").write_bytes(keys_path(tmp_path / "b.assess").read_bytes())
    with pytest.raises(NotARegister):
        Register.unlock(tmp_path / "a.assess", DEMONSTRATION_PASSPHRASE)


def test_a_folder_that_can_not_be_made_leaves_no_keys_behind(tmp_path: Path) -> None:
    (tmp_path / "r.assess-wal").write_bytes(b"left by another")
    with pytest.raises(RegisterError):
        found_register(tmp_path / "r.assess")
    assert [file.name for file in tmp_path.iterdir()] == ["r.assess-wal"]


def test_a_closed_register_writes_nothing(register: Register) -> None:
    register.close()
    with pytest.raises(RegisterError, match=re.escape("Registeret er lukket. Endringen ble ikke lagret")):
        register.tell("view")


# Cases and assessments


def test_a_case_is_found_by_its_reference_in_capitals_or_not(register: Register, case: Case) -> None:
    register.open_case(case)
    assert register.case(case.id) == register.case_called("f-2026-0042") == case
    assert register.references() == ("F-2026-0042",)


def test_a_reference_is_taken_once(register: Register, case: Case) -> None:
    register.open_case(case)
    with pytest.raises(NotAllowed, match=re.escape("Det finnes allerede en sak som heter F-2026-0042.")):
        register.open_case(case.model_copy(update={"id": record_id(7)}))


def test_what_is_not_there_is_said_to_be_missing(register: Register, case: Case) -> None:
    register.open_case(case)
    with pytest.raises(NotFound, match=re.escape("Registeret har ingen slik sak.")):
        register.case(record_id(1))
    with pytest.raises(
        NotFound, match=re.escape("Registeret har ingen sak som heter F-2026-9999. Se «assess case list».")
    ):
        register.case_called("F-2026-9999")
    with pytest.raises(NotFound, match=re.escape("Registeret har ingen slik vurdering.")):
        register.assessment(record_id(1))
    with pytest.raises(NotFound, match=re.escape("Registeret har ingen vurdering som heter F-2026-0042.")):
        register.assessment_called("F-2026-0042")


def test_the_next_reference_follows_the_highest_of_its_year() -> None:
    taken = ("F-2026-0007", "F-2026-0003", "F-2025-0099", "O-2026-0050", "ØVING")
    assert next_reference("F", 2026, taken) == "F-2026-0008"
    assert next_reference("F", 2027, taken) == "F-2027-0001"


def test_an_assessment_is_pinned_to_exactly_its_instrument(register: Register, case: Case, edition: Edition) -> None:
    register.open_case(case)
    first = register.start(case, edition, date(2026, 11, 20))
    second = register.start(case, edition, date(2026, 12, 20))
    assert (first.number, second.number, first.instrument) == (1, 2, pin(edition))
    assert (first.profile, first.organisation, first.meeting.phase) == ("fredrikstad", "kommune", "initial")
    assert register.edition(first) == edition
    assert register.assessments_of(case.id) == (first, second)


def test_an_assessment_is_called_by_its_number_and_the_latest_by_the_case_alone(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    first, second = (register.start(case, edition, date(2026, 11, day)) for day in (20, 21))
    assert register.assessment_called("F-2026-0042") == (case, second)
    assert register.assessment_called("f-2026-0042/1") == (case, first)
    with pytest.raises(NotFound, match=re.escape("F-2026-0042/3. Se «assess case show F-2026-0042».")):
        register.assessment_called("F-2026-0042/3")


def test_a_deed_is_kept_before_it_is_returned(
    register: Register, other: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    after = register.do(register.do(start, Convene(meeting())), Rate(rating("words", "1", TEACHER)))
    assert other.assessment(start.id) == after
    assert after.revision == 2


def test_a_refused_deed_keeps_nothing_and_tells_the_journal_nothing(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    head = register.head()
    with pytest.raises(NotAllowed):
        register.do(start, Rate(rating("words", "1", TEACHER)))
    assert (register.assessment(start.id), register.head()) == (start, head)


def test_a_change_on_what_another_window_has_changed_is_refused_and_says_so(
    register: Register, other: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    seen = register.start(case, edition, date(2026, 11, 20))
    mine = register.do(seen, Convene(meeting()))
    with pytest.raises(ChangedElsewhere) as caught:
        other.do(seen, Observe(observation()))
    assert str(caught.value) == (
        "Vurderingen er endret fra et annet vindu. Det du sist skrev, er ikke lagret. "
        "Gå ut av møtet og inn igjen, så ser dere det som gjelder."
    )
    assert register.assessment(seen.id) == mine
    assert other.do(other.assessment(seen.id), Observe(observation())).revision == 2


def test_the_place_in_the_meeting_is_remembered_across_windows(
    register: Register, other: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    assert register.place(start.id) is None
    register.remember(start.id, Place("individual", "threat"))
    assert other.place(start.id) == Place("individual", "threat")
    assert register.assessment(start.id) == start


def test_the_place_is_kept_with_what_is_done_there_and_not_with_what_is_refused(
    register: Register, other: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    here = Place("observations", "the first")
    register.do(start, Observe(observation()), here)
    assert other.place(start.id) == here
    with pytest.raises(ChangedElsewhere):
        register.do(start, Observe(observation(2)), Place("level"))
    assert other.place(start.id) == here


# Bringing in


def arrival(case: Case, edition: Edition, number: int = 1) -> Arrival:
    return Arrival(case, edition, begun(case, edition, number))


def test_what_comes_in_together_is_kept_together(register: Register, edition: Edition) -> None:
    one, two = a_case(1), a_case(2)
    later = Arrival(two, edition, begun(two, edition, 2).model_copy(update={"id": record_id(3000)}))
    arrivals = (Arrival(one, edition, finished(one, edition)), later)
    register.bring_in(arrivals)
    assert register.references() == ("F-2026-0001", "F-2026-0002")
    assert [register.assessment(each.assessment.id) for each in arrivals] == [each.assessment for each in arrivals]
    assert [entry.subject for entry in register.entries(since=1)] == [each.assessment.id for each in arrivals]


@pytest.mark.parametrize("wrong", ["id", "number", "reference", "case"])
def test_one_that_does_not_fit_keeps_all_of_them_out(register: Register, edition: Edition, wrong: str) -> None:
    case = a_case(1)
    good = arrival(case, edition)
    same_number = begun(case, edition, 1).model_copy(update={"id": record_id(9)})
    elsewhere = a_case(3)
    bad = {
        "id": Arrival(elsewhere, edition, good.assessment.model_copy(update={"case_id": elsewhere.id})),
        "number": Arrival(case, edition, same_number),
        "reference": arrival(case.model_copy(update={"id": record_id(8)}), edition, 2),
        "case": arrival(case.model_copy(update={"reference": "F-2026-0009"}), edition, 2),
    }[wrong]
    head = register.head()
    with pytest.raises(ImportRefused) as caught:
        register.bring_in((good, bad))
    assert "Ingenting er hentet inn." in str(caught.value)
    assert (register.references(), register.head()) == ((), head)


# The journal, the file


def test_the_journal_is_told_of_each_deed_and_who_did_it_when(register: Register, case: Case, edition: Edition) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    register.do(start, Convene(meeting()))
    register.tell("export-report", start.id, case.id)
    entries = register.entries()
    assert [entry.action for entry in entries] == [
        *("found", "open-case", "start-assessment", "convene", "export-report")
    ]
    assert {entry.actor for entry in entries} == {register.ring.user}
    assert [entry.case_id for entry in entries] == ["", *[case.id] * 4]
    assert [entry.subject for entry in entries[2:]] == [start.id] * 3
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    verified = register.verify()
    assert (verified.broken_at, verified.head) == (None, register.head())


def test_the_clock_is_the_registers_own(tmp_path: Path) -> None:
    with found_register(tmp_path / "r.assess") as register:
        assert NOW < register.now() < register.now()
        assert register.new_id() < register.new_id()
    assert Ticking()() > NOW
    assert now().microsecond % 1000 == 0


def test_the_settings_that_keep_everything_safe_are_read_back(register: Register) -> None:
    found = register.settings()
    expected: dict[str, str | int] = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "application_id": 0x41535352,
    }
    assert {name: found[name] for name in expected} == expected
    assert str(found["cipher_log_level"]) in {"NONE", "0"}
    assert register.faults() == []


PLANTED = ("Plantetord", "PlantetMening", "PlantetGrunn", "PlantetSak")


def test_no_word_that_was_written_can_be_read_in_the_files(
    register: Register, case: Case, edition: Edition, instrument: Instrument
) -> None:
    register.open_case(case.model_copy(update={"summary": PLANTED[3]}))
    assessment = register.do(register.start(case, edition, date(2026, 11, 20)), Convene(meeting()))
    assessment = register.do(assessment, Observe(observation(seen=PLANTED[0] * 50, meaning=PLANTED[1])))
    assessment = register.do(assessment, Rate(rating("words", "1", TEACHER, reason=PLANTED[2])))
    while_open = files(register.path)
    assert any(name.endswith("-wal") and len(content) > 1000 for name, content in while_open.items())
    register.close()
    hidden = [*PLANTED, PASSPHRASE, case.reference, assessment.id, instrument.title, "CREATE TABLE", "SQLite format"]
    for content in (*while_open.values(), *files(register.path).values()):
        for word in hidden:
            assert word.encode() not in content
            assert word.encode("utf-16-le") not in content
    with Register.unlock(register.path, PASSPHRASE) as opened:
        assert opened.assessment(assessment.id) == assessment


def test_words_that_were_withdrawn_by_a_change_are_not_lost_from_the_journal(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    start = register.start(case, edition, date(2026, 11, 20))
    register.do(register.do(start, SetReview(date(2027, 1, 1))), SetReview(None))
    bodies = [entry.body for entry in register.entries(since=3)]
    assert [body["assessment"]["review_on"] for body in bodies if body and isinstance(body["assessment"], dict)] == [
        *("2027-01-01", None)
    ]


def test_a_damaged_page_is_said_in_a_sentence_when_it_is_read(register: Register, edition: Edition) -> None:
    cases = [a_case(number) for number in range(1, 60)]
    places = enumerate(cases, 5000)
    register.bring_in(
        tuple(
            Arrival(case, edition, begun(case, edition).model_copy(update={"id": record_id(place)}))
            for place, case in places
        )
    )
    register.close()
    content = bytearray(register.path.read_bytes())
    for page in range(len(content) // 4096 * 3 // 4, len(content) // 4096):
        content[page * 4096 + 100 : page * 4096 + 200] = bytes(100)
    register.path.write_bytes(content)
    with Register.unlock(register.path, PASSPHRASE) as opened:
        for read in (opened.case_lines, opened.verify, opened.entries):
            with pytest.raises(RegisterDamaged, match=re.escape("En del av registeret er skadet")):
                read()
        assert opened.faults()
