from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.casework.identity import FIELD_NAMES, Identity
from assess.errors import (
    AccessDenied,
    KeysOutdated,
    NotAllowed,
    NotFound,
    RegisterDamaged,
    RegisterError,
    TooManyTries,
    WrongPassphrase,
)
from assess.instrument.edition import Edition
from assess.register.arrivals import Arrival
from assess.register.cards import SealedIdentity
from assess.register.connection import open_existing
from assess.register.data_key import OpeningKey
from assess.register.founding import Founding, found
from assess.register.identity import (
    SECONDS,
    enter_identity,
    forget_identity,
    has_identity,
    keyholders,
    open_identity,
    resealed,
)
from assess.register.register import Register
from assess.register.roles import ROLES, Role
from assess.register.slot import NewUser, Place
from assess.register.sqlite_store import SqliteStore
from assess.register.tries import wrong_tries
from assess.register.unlocking import RECOVERY_NAME
from assess.register.vault import Vault
from tests.unit.conftest import (
    CHEAP,
    OFFICER,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    PEOPLE,
    RECOVERY,
    TEACHER,
    Ticking,
    a_case,
    finished,
    signed,
)

WHY = "Barnevernet trenger å vite hvem"
NAME = "Zigne Oppdiktsen"
WHO = Identity(name=NAME, birth_year=2009, contact="412 34 567", guardians="moren Walborg", note="Bor hos Xerxes")
SECRETS = ("Zigne", "Oppdiktsen", "412 34 567", "Walborg", "Xerxes")


@pytest.fixture
def kept(register: Register) -> Case:
    """A case about somebody who is entered."""
    kept = register.open_case(a_case())
    enter_identity(register, kept, WHO)
    return kept


def rows(register: Register) -> dict[str, list[dict[str, object]]]:
    """Everything that the register's own key opens, by table."""
    db = open_existing(register.path, register.ring.data_key, register.kind)
    try:
        return {name: list(db.table(name).rows) for name in db.table_names()}
    finally:
        db.close()


def told(register: Register, action: str) -> list[dict[str, object]]:
    """The bodies of the journal's entries of this kind."""
    return [dict(one.body or {}) for one in register.entries() if one.action == action]


def with_role(path: Path, *roles: Role) -> Register:
    """A register that somebody with these roles has opened, beside its two keyholders."""
    people = (NewUser("øyvind", roles, "seks sauer bak låven"), *PEOPLE)
    return found(path, people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP, clock=Ticking())


def test_a_keyholder_opens_what_was_entered_until_a_minute_has_passed(register: Register, kept: Case) -> None:
    before = register.now()
    revealed = open_identity(register, kept, "sekretær", PASSPHRASE, WHY)
    assert revealed.identity == WHO
    assert revealed.reference == kept.reference
    assert timedelta(seconds=SECONDS) < revealed.until - before < timedelta(seconds=SECONDS + 10)


def test_the_registers_own_key_opens_no_identity(register: Register, kept: Case) -> None:
    card = register.store.card(SealedIdentity, kept.id)
    assert card is not None
    session = OpeningKey(register.ring.data_key.reveal())
    assert resealed(card, Vault.read(register.path).place, session, session.public) is None
    everything = json.dumps(rows(register), ensure_ascii=False, default=str)
    assert kept.reference in everything
    assert not [secret for secret in SECRETS if secret in everything]


def test_a_box_that_is_moved_to_another_case_does_not_open_there(register: Register, kept: Case) -> None:
    card = register.store.card(SealedIdentity, kept.id)
    assert card is not None
    other = register.open_case(a_case(43))
    register.store.put((card.model_copy(update={"case_id": other.id}),), register.act("enter-identity"))
    with pytest.raises(RegisterDamaged, match="hører til en annen sak"):
        open_identity(register, other, "sekretær", PASSPHRASE, WHY)
    assert told(register, "reveal-identity") == []
    assert told(register, "denied")[-1]["why"] == "damaged"


def test_a_box_of_another_register_does_not_open_here(register: Register, kept: Case) -> None:
    card = register.store.card(SealedIdentity, kept.id)
    _ring, key = Vault.read(register.path).identities(PASSPHRASE, "sekretær")
    assert card is not None
    here = Vault.read(register.path).place
    assert resealed(card, here, key, key.public) is not None
    assert resealed(card, Place(here.kind, register.new_id()), key, key.public) is None
    assert resealed(card, Place("demonstration", here.register_id), key, key.public) is None


def test_an_identity_that_is_sealed_anew_opens_with_the_new_key_only(register: Register, kept: Case) -> None:
    card, place = register.store.card(SealedIdentity, kept.id), Vault.read(register.path).place
    _ring, old = Vault.read(register.path).identities(PASSPHRASE, "sekretær")
    assert card is not None
    new = OpeningKey.new()
    moved = resealed(card, place, old, new.public)
    assert moved is not None
    assert resealed(moved, place, new, new.public) is not None
    assert resealed(moved, place, old, new.public) is None


def test_boxes_of_short_and_long_identities_are_equally_long(register: Register, kept: Case) -> None:
    long = register.store.card(SealedIdentity, kept.id)
    enter_identity(register, kept, Identity(name="Å"))
    short = register.store.card(SealedIdentity, kept.id)
    assert long is not None
    assert short is not None
    assert len(long.box.content) == len(short.box.content)


def test_entering_again_replaces_what_was_there(register: Register, kept: Case) -> None:
    enter_identity(register, kept, Identity(name="Noen Annen"))
    assert open_identity(register, kept, "sekretær", PASSPHRASE, WHY).identity == Identity(name="Noen Annen")
    assert [body["replaced"] for body in told(register, "enter-identity")] == [False, True]


def test_whoever_opens_alone_must_say_why(register: Register, kept: Case) -> None:
    for reason in ("", "fordi", " " * 30):
        with pytest.raises(NotAllowed, match="Skriv hvorfor det åpnes, med minst 10 tegn"):
            open_identity(register, kept, "sekretær", PASSPHRASE, reason)
    assert told(register, "reveal-identity") == []


def test_a_second_person_opens_without_a_reason(register: Register, kept: Case) -> None:
    assert open_identity(register, kept, "slt", OTHER_PASSPHRASE).identity == WHO
    (body,) = told(register, "reveal-identity")
    slot = Vault.read(register.path).slot("slt")
    assert slot is not None
    assert body == {"opened_by": slot.id, "second_person": True, "reason": "", "seconds": 60}


def test_the_journal_hears_who_opened_and_why(register: Register, kept: Case) -> None:
    open_identity(register, kept, "sekretær", PASSPHRASE, WHY)
    (body,) = told(register, "reveal-identity")
    assert body == {"opened_by": register.ring.user, "second_person": False, "reason": WHY, "seconds": 60}


def test_nothing_is_opened_when_the_journal_can_not_be_written(register: Register, kept: Case) -> None:
    assert isinstance(register.store, SqliteStore)
    register.store._writer.close()
    with pytest.raises(RegisterError, match="Registeret er lukket"):
        open_identity(register, kept, "sekretær", PASSPHRASE, WHY)


def test_the_journal_never_holds_the_identity_not_even_by_the_reason(register: Register, kept: Case) -> None:
    reason = "Må ringe WALBORG, mor til Zigne, i kveld"
    open_identity(register, kept, "sekretær", PASSPHRASE, reason)
    forget_identity(register, kept)
    (body,) = told(register, "reveal-identity")
    assert body["reason"] == "Må ringe [fjernet], mor til [fjernet], i kveld"
    bodies = json.dumps([dict(one.body or {}) for one in register.entries()], ensure_ascii=False).casefold()
    assert not [secret for secret in SECRETS if secret.casefold() in bodies]


@pytest.mark.parametrize("reason", ["Må ringe 412 34 567 i kveld", "Er det 13890950056?", "Skriv til zigne@oppdikt.no"])
def test_a_reason_that_identifies_somebody_is_refused(register: Register, kept: Case, reason: str) -> None:
    with pytest.raises(NotAllowed, match="Journalen skal ikke si hvem noen er"):
        open_identity(register, kept, "slt", OTHER_PASSPHRASE, reason)
    assert told(register, "reveal-identity") == []


def test_a_wrong_passphrase_counts_as_a_wrong_try_and_is_told(register: Register, kept: Case) -> None:
    with pytest.raises(WrongPassphrase, match="Det er ikke passordfrasen til slt"):
        open_identity(register, kept, "slt", PASSPHRASE, WHY)
    assert len(wrong_tries(register.path)) == 1
    slot = Vault.read(register.path).slot("slt")
    assert slot is not None
    expected = {"power": "name", "what": "reveal-identity", "tried": slot.id, "why": "wrong_passphrase"}
    assert told(register, "denied") == [expected]


def test_after_three_wrong_tries_the_next_must_wait_even_with_the_right_passphrase(
    register: Register, kept: Case
) -> None:
    for _try in range(4):
        with pytest.raises((WrongPassphrase, TooManyTries)):
            open_identity(register, kept, "slt", "feil", WHY)
    with pytest.raises(TooManyTries):
        open_identity(register, kept, "slt", OTHER_PASSPHRASE, WHY)
    assert told(register, "reveal-identity") == []


def test_a_right_passphrase_ends_the_row_of_wrong_tries_and_the_journal_keeps_them(
    register: Register, kept: Case
) -> None:
    with pytest.raises(WrongPassphrase):
        open_identity(register, kept, "slt", "feil", WHY)
    open_identity(register, kept, "slt", OTHER_PASSPHRASE, WHY)
    assert wrong_tries(register.path) == []
    assert len(told(register, "failed-unlock")) == 1


def test_somebody_who_is_no_keyholder_opens_nothing_and_the_journal_hears_of_it(tmp_path: Path) -> None:
    with with_role(tmp_path / "r.assess", "secretary", "supervisor") as register:
        kept = register.open_case(a_case())
        enter_identity(register, kept, WHO)
        with pytest.raises(NotAllowed, match="Bare en nøkkelholder"):
            open_identity(register, kept, "øyvind", "seks sauer bak låven", WHY)
        assert [body["why"] for body in told(register, "denied")] == ["no_keyholder"]
        assert open_identity(register, kept, "slt", OTHER_PASSPHRASE).identity == WHO


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"secretary", "keyholder"}])
def test_other_roles_neither_enter_nor_open_nor_forget_and_the_journal_hears_of_it(tmp_path: Path, role: Role) -> None:
    with with_role(tmp_path / "r.assess", role) as register:
        case = a_case()
        register.store.add_case(case, register.act("open-case", case.id, case.id))
        for attempt in (
            lambda: enter_identity(register, case, WHO),
            lambda: open_identity(register, case, "slt", OTHER_PASSPHRASE, WHY),
            lambda: forget_identity(register, case),
        ):
            with pytest.raises(AccessDenied):
                attempt()
        denied = [one for one in register.store.entries() if one.action == "denied"]
        assert [one.body for one in denied] == [{"power": "name"}] * 3
        assert not has_identity(register, case.id)


def test_the_recovery_key_opens_identities_for_whoever_came_in_by_it(register: Register, kept: Case) -> None:
    path = register.path
    assert keyholders(register) == ("sekretær", "slt")
    register.close()
    with Register.unlock(path, RECOVERY.text, clock=Ticking()) as again:
        assert keyholders(again) == ("sekretær", "slt", RECOVERY_NAME)
        assert open_identity(again, kept, RECOVERY_NAME, RECOVERY.text.lower(), WHY).identity == WHO


def test_an_older_key_file_put_back_neither_opens_nor_seals(register: Register, kept: Case) -> None:
    register.store.state_facts({"key_file_generation": "7"}, register.act("change-keys"))
    with pytest.raises(KeysOutdated):
        open_identity(register, kept, "sekretær", PASSPHRASE, WHY)
    with pytest.raises(KeysOutdated):
        enter_identity(register, kept, WHO)


def test_an_identity_that_is_forgotten_is_gone(register: Register, kept: Case) -> None:
    assert forget_identity(register, kept)
    assert not has_identity(register, kept.id)
    assert not forget_identity(register, kept)
    assert len(told(register, "forget-identity")) == 1
    with pytest.raises(NotFound, match="Det er ikke skrevet inn hvem F-2026-0042 gjelder"):
        open_identity(register, kept, "sekretær", PASSPHRASE, WHY)


def test_an_identity_goes_with_its_case(register: Register, kept: Case) -> None:
    db = open_existing(register.path, register.ring.data_key, register.kind)
    try:
        db.table("cases").delete(kept.id)
    finally:
        db.close()
    assert not has_identity(register, kept.id)


def test_an_anonymous_discussion_is_never_tied_to_somebody(register: Register) -> None:
    anonymous = register.open_case(a_case().model_copy(update={"phase": "anonymous"}))
    pretended = anonymous.model_copy(update={"phase": "initial"})
    for case in (anonymous, pretended):
        with pytest.raises(NotAllowed, match="En anonym drøfting kan ikke knyttes til en person"):
            enter_identity(register, case, WHO)
    assert not has_identity(register, anonymous.id)


def test_a_whole_anonymous_discussion_leaves_no_identity_and_no_column_for_one(
    register: Register, edition: Edition
) -> None:
    case = register.open_case(a_case().model_copy(update={"phase": "anonymous"}))
    held = finished(case, edition)
    held = held.model_copy(update={"meeting": held.meeting.model_copy(update={"phase": "anonymous"})})
    register.bring_in((Arrival(case, edition, signed(held, edition.instrument, TEACHER, OFFICER)),))
    register.view(case.id, "meeting")
    register.tell("report", held.id, case.id)
    everything = {name: found for name, found in rows(register).items() if found and name != "editions"}
    assert {"cases", "assessments", "observations", "ratings", "decisions", "signatures"} <= set(everything)
    assert "identities" not in everything
    telling = ("name", "birth", "born", "contact", "phone", "mail", "address", "guardian", "identity", "person")
    named = {one for table, found in everything.items() for row in found for one in places(table, row)}
    assert {one for one in named if any(word in one for word in telling)} == {
        "_sqlite_migrations.name",
        "planned_measures.guardians",
        "journal_bodies.body.assessment.measures.guardians",
        "users.name",
    }
    assert {row["guardians"] for row in everything["planned_measures"]} == {""}
    assert {row["name"] for row in everything["users"]} == {"sekretær", "slt", RECOVERY_NAME}


def places(table: str, value: object) -> Iterator[str]:
    """The name of each column, and of each key of the JSON in it, with the table before it."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        value = json.loads(value)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{table}.{key}"
            yield from places(f"{table}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(table, inner)


@pytest.mark.parametrize("name", [name for name in FIELD_NAMES if name != "birth_year"])
@pytest.mark.parametrize(("text", "kind"), [("13890950056", "et fødselsnummer"), ("født 13.9.2009", "en fødselsdato")])
def test_no_field_takes_a_national_number_or_a_date_of_birth(
    register: Register, kept: Case, name: str, text: str, kind: str
) -> None:
    before = register.store.card(SealedIdentity, kept.id)
    with pytest.raises(NotAllowed, match=f"Det ser ut til å stå {kind} i") as refused:
        enter_identity(register, kept, WHO.model_copy(update={name: f"Zigne {text}"}))
    assert "Zigne" not in str(refused.value)
    assert register.store.card(SealedIdentity, kept.id) == before


def test_a_year_that_has_not_come_is_refused(register: Register, kept: Case) -> None:
    with pytest.raises(NotAllowed, match="ikke kommet"):
        enter_identity(register, kept, Identity(name=NAME, birth_year=2027))


def test_what_is_typed_becomes_an_identity_without_the_spaces_around_it() -> None:
    typed = Identity.typed({"name": f"  {NAME} ", "birth_year": " 2009 ", "contact": ""})
    assert typed == Identity(name=NAME, birth_year=2009)
    assert typed.lines == (("Navn", NAME), ("Fødselsår", "2009"))


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"name": "  "}, "Skriv hvem saken gjelder"),
        ({"name": NAME, "birth_year": "13.9.2009"}, "fire siffer"),
        ({"name": NAME, "birth_year": "0099"}, "«Fødselsår»"),
        ({"name": NAME, "birth_year": "٢٠٠٩"}, "fire siffer"),
        ({"name": NAME, "note": "x" * 201}, "«Merknad» er ikke slik det skal være. Skriv høyst 200"),
        ({"name": f"{NAME}\u202e"}, "«Navn»"),
    ],
)
def test_what_is_typed_wrongly_is_refused_by_its_field_and_not_said_again(texts: dict[str, str], why: str) -> None:
    with pytest.raises(NotAllowed, match=why) as refused:
        Identity.typed(texts)
    assert not [text for text in texts.values() if text.strip() and text in str(refused.value)]


def test_an_identity_is_never_printed_by_mistake(register: Register, kept: Case) -> None:
    revealed = open_identity(register, kept, "sekretær", PASSPHRASE, WHY)
    assert not [secret for secret in SECRETS if secret in f"{revealed!r}{revealed}{WHO!r}{WHO}"]
