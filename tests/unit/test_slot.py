from __future__ import annotations

import unicodedata

import pytest

from assess.errors import RegisterError, WrongPassphrase
from assess.register.data_key import DataKey, IdentityKey
from assess.register.roles import Role
from assess.register.slot import Grant, KeyCost, NewUser, Place, Slot, readable_name
from tests.unit.conftest import CHEAP

PLACE = Place("register", "019a9e7c-6f00-7000-8000-000000000001")
PASSPHRASE = "blåbær på tørr kvist i Ål"
GRANT = Grant(DataKey.new(), DataKey.new(), IdentityKey.new().successor())


def slot_of(*roles: Role, passphrase: str = PASSPHRASE) -> Slot:
    return Slot.make(PLACE, "u-1", NewUser("sekretær", roles or ("keyholder",), passphrase), CHEAP, GRANT)


def test_a_passphrase_opens_the_users_own_keys_and_those_open_the_register() -> None:
    slot = slot_of()
    own = slot.open(PLACE, PASSPHRASE)
    assert own is not None
    assert (own.opening.public, own.signing.public) == (slot.opening_key, slot.signing_key)
    data_key, former = slot.opened_data_key(PLACE, own), slot.opened_former_key(PLACE, own)
    assert data_key is not None
    assert former is not None
    assert GRANT.former is not None
    assert (data_key.reveal(), former.reveal()) == (GRANT.data_key.reveal(), GRANT.former.reveal())


@pytest.mark.parametrize("made_with", ["NFC", "NFD"])
@pytest.mark.parametrize("typed_as", ["NFC", "NFD"])
@pytest.mark.parametrize("letters", ["æøåÆØÅ blåbærgrøt", "éèêü ñandú på tur"])
def test_letters_that_look_the_same_are_the_same(made_with: str, typed_as: str, letters: str) -> None:
    composed = {form: unicodedata.normalize(form, letters) for form in ("NFC", "NFD")}
    assert composed["NFC"] != composed["NFD"]
    assert slot_of(passphrase=composed[made_with]).open(PLACE, composed[typed_as]) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        "blåbær",
        PASSPHRASE + " ",
        " " + PASSPHRASE,
        PASSPHRASE.upper(),
        PASSPHRASE.swapcase(),
        PASSPHRASE.replace("å", "a"),
        PASSPHRASE.replace("å", "["),  # the same key on a keyboard set to English
        PASSPHRASE.replace("ø", "ö"),
        PASSPHRASE.replace(" ", "\u00a0"),
        PASSPHRASE.replace("l", "\u217c"),  # looks alike, and NFKC would make it so
        PASSPHRASE + "\n",
        PASSPHRASE + "\0",
        "x" * 1_000_000,
        "\U0001f511" * 1000,
    ],
)
def test_another_passphrase_opens_nothing(wrong: str) -> None:
    assert slot_of().open(PLACE, wrong) is None


@pytest.mark.parametrize("wrong", ["", "\udce5", "gyldig\ud800"])
def test_what_is_no_text_is_refused_in_words(wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match="tom eller har tegn som ikke kan leses"):
        slot_of().open(PLACE, wrong)
    with pytest.raises(WrongPassphrase, match="tom eller har tegn som ikke kan leses"):
        slot_of(passphrase=wrong)


@pytest.mark.parametrize(
    "place", [Place("demonstration", PLACE.register_id), Place("register", PLACE.register_id.replace("1", "2"))]
)
def test_a_slot_opens_only_in_its_own_register(place: Place) -> None:
    slot = slot_of()
    assert slot.open(place, PASSPHRASE) is None
    own = slot.open(PLACE, PASSPHRASE)
    assert own is not None
    assert slot.opened_data_key(place, own) is None


@pytest.mark.parametrize(
    "change",
    [{"id": "u-2"}, {"user": "slt"}, {"nonce": "00" * 12}, {"own_keys": "00" * 80}],
    ids=lambda one: next(iter(one)),
)
def test_a_slot_with_another_field_does_not_open(change: dict[str, str]) -> None:
    assert slot_of().model_copy(update=change).open(PLACE, PASSPHRASE) is None


@pytest.mark.parametrize("other", [{"t": 2}, {"m_kib": 16}, {"m_kib": 16, "p": 2}, {"salt": "00" * 16}], ids=str)
def test_a_slot_with_another_cost_does_not_open(other: dict[str, object]) -> None:
    slot = slot_of()
    changed = slot.model_copy(update={"kdf": slot.kdf.model_copy(update=other)})
    assert changed.open(PLACE, PASSPHRASE) is None


def test_roles_that_were_written_in_open_no_data_key() -> None:
    slot = slot_of("reader")
    raised = slot.model_copy(update={"roles": ("reader", "keyholder")})
    own = raised.open(PLACE, PASSPHRASE)
    assert own is not None
    assert raised.opened_data_key(PLACE, own) is None
    assert slot.opened_data_key(PLACE, own) is not None


def test_a_box_moved_to_another_place_in_the_slot_opens_nothing() -> None:
    slot = slot_of()
    own = slot.open(PLACE, PASSPHRASE)
    assert own is not None
    moved = slot.model_copy(update={"data_key": slot.former_data_key, "identity_key": slot.former_identity_key})
    assert moved.opened_data_key(PLACE, own) is None
    assert moved.opened_identity_key(PLACE, own) is None


@pytest.mark.parametrize("role", ["secretary", "participant", "reader", "supervisor", "trainer"])
def test_nobody_but_keyholders_gets_the_identity_key_however_it_is_granted(role: Role) -> None:
    slot = slot_of(role)
    assert (slot.identity_key, slot.former_identity_key) == (None, None)
    lowered = slot_of("keyholder", role).granted(PLACE, GRANT, (role,))
    assert (lowered.identity_key, lowered.former_identity_key) == (None, None)


def test_a_settled_slot_has_forgotten_the_former_keys() -> None:
    slot = slot_of().settled()
    own = slot.open(PLACE, PASSPHRASE)
    assert own is not None
    assert slot.opened_former_key(PLACE, own) is None
    identities = slot.opened_identity_key(PLACE, own)
    assert identities is not None
    assert identities.former is None


def test_two_slots_for_the_same_passphrase_have_nothing_in_common() -> None:
    one, other = slot_of(), slot_of()
    assert one.kdf.salt != other.kdf.salt
    for field in ("nonce", "own_keys", "opening_key", "signing_key"):
        assert getattr(one, field) != getattr(other, field)


# Cost


@pytest.mark.parametrize(
    ("per_mib_and_pass", "expected"),
    [
        (0.0005, KeyCost(256 * 1024, 3, 4)),
        (0.0019, KeyCost(256 * 1024, 2, 4)),
        (0.0030, KeyCost(256 * 1024, 1, 4)),
        (0.0060, KeyCost(128 * 1024, 1, 4)),
        (0.5, KeyCost(64 * 1024, 1, 4)),
    ],
)
def test_the_cost_is_the_highest_that_takes_at_most_a_second(per_mib_and_pass: float, expected: KeyCost) -> None:
    found = KeyCost.measured(lambda cost: cost.memory_kib / 1024 * cost.passes * per_mib_and_pass)
    assert found == expected


def test_more_memory_than_there_is_is_said_in_words() -> None:
    slot = slot_of()
    huge = slot.model_copy(update={"kdf": slot.kdf.model_copy(update={"m_kib": 2**32 - 1, "p": 1})})
    with pytest.raises(RegisterError, match="ikke nok ledig minne"):
        huge.open(PLACE, PASSPHRASE)


# Names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("SLT", "slt"),
        ("  kåre ", "kåre"),
        ("ka\u030are", "kåre"),
        ("politi.2", "politi.2"),
        ("", None),
        ("kari nordmann", None),
        ("-kari", None),
        ("x" * 41, None),
        ("kari\x1b[2J", None),
        ("kari\u202e", None),
    ],
)
def test_a_name_to_sign_in_with_is_short_and_plain(typed: str, name: str | None) -> None:
    assert readable_name(typed) == name
