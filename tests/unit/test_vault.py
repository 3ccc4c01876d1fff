from __future__ import annotations

import itertools
import json
import os
import pickle
import stat
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from assess.errors import NotAllowed, NotARegister, RegisterError, RegisterExists, RegisterMissing, WrongPassphrase
from assess.register.data_key import DataKey, IdentityKey, OpeningKey, SigningKey, seal
from assess.register.key_file import RECOVERY, keys_path
from assess.register.slot import Grant, KeyCost, NewUser
from assess.register.unlocking import RECOVERY_NAME
from assess.register.vault import MOST_USERS, Vault
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE
from tests.unit.conftest import RECOVERY as PAPER

REGISTER_ID = "019a9e7c-6f00-7000-8000-000000000001"
THIRD = "fem gåser over elven nå"
PEOPLE = (
    ("u-1", NewUser("sekretær", ("secretary", "keyholder"), PASSPHRASE)),
    ("u-2", NewUser("slt", ("participant", "keyholder"), OTHER_PASSPHRASE)),
    ("u-3", NewUser("politi", ("participant",), THIRD)),
    (RECOVERY, NewUser(RECOVERY_NAME, ("keyholder",), PAPER.letters)),
)
SECRETS = {"sekretær": PASSPHRASE, "slt": OTHER_PASSPHRASE, "politi": THIRD, RECOVERY_NAME: PAPER.letters}


def made() -> tuple[Vault, DataKey]:
    return Vault.make(kind="register", register_id=REGISTER_ID, people=PEOPLE, cost=CHEAP)


def written(register: Path) -> tuple[Vault, DataKey]:
    vault, key = made()
    vault.write_new(register)
    return vault, key


def content(vault: Vault) -> Any:  # noqa: ANN401  JSON, to be edited as an attacker would
    return json.loads(vault.as_bytes())


def read_back(data: object) -> Vault:
    return Vault.parse(rfc8785.dumps(data), Path("r.assess.keys"))  # type: ignore[arg-type]  # it is JSON


def grant_of(vault: Vault) -> Grant:
    ring, identities = vault.identities(PASSPHRASE, "sekretær")
    return Grant(ring.data_key, ring.former_key, identities)


# Opening


@pytest.mark.parametrize("name", SECRETS)
def test_each_passphrase_gives_the_same_data_key_back(name: str) -> None:
    vault, key = made()
    ring = vault.unlock(SECRETS[name])
    assert (ring.name, ring.data_key.reveal(), ring.former_key) == (name, key.reveal(), None)
    assert vault.slot(name) is not None


def test_two_registers_never_share_a_key() -> None:
    assert made()[1].reveal() != made()[1].reveal()


def test_a_named_user_opens_only_that_users_slot() -> None:
    vault, _key = made()
    assert vault.unlock(PASSPHRASE, "sekretær").user == "u-1"
    for name in ("slt", "veileder"):
        with pytest.raises(WrongPassphrase):
            vault.unlock(PASSPHRASE, name)


def test_whether_the_name_or_the_passphrase_was_wrong_is_not_told() -> None:
    vault, _key = made()
    said = set()
    for passphrase, name in ((PASSPHRASE, "ingen"), ("noe helt annet enn det", "slt"), ("noe helt annet", None)):
        with pytest.raises(WrongPassphrase) as refused:
            vault.unlock(passphrase, name)
        said.add(str(refused.value))
    assert len(said) == 1


def test_only_keyholders_get_what_opens_the_identities() -> None:
    vault, _key = made()
    keys = {vault.identities(SECRETS[name], name)[1].reveal() for name in ("sekretær", "slt", RECOVERY_NAME)}
    assert len(keys) == 1
    assert OpeningKey(keys.pop()).public == vault.identity_key
    with pytest.raises(NotAllowed, match="Bare en nøkkelholder"):
        vault.identities(THIRD, "politi")
    with pytest.raises(WrongPassphrase):
        vault.identities(THIRD, "slt")


def test_the_recovery_key_is_no_user() -> None:
    assert made()[0].names == ("sekretær", "slt", "politi")


# Somebody edits the file

FIELDS = sorted(set(content(made()[0])["slots"][0]) - {"former_data_key", "former_identity_key"})


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_swapped_between_two_slots_is_refused_for_everybody(field: str) -> None:
    data = content(made()[0])
    for one, other in itertools.combinations(range(len(PEOPLE)), 2):
        swapped = json.loads(json.dumps(data))
        slots = swapped["slots"]
        if slots[one][field] == slots[other][field]:
            continue
        slots[one][field], slots[other][field] = slots[other][field], slots[one][field]
        vault = read_back(swapped)
        for secret in SECRETS.values():
            with pytest.raises((NotARegister, WrongPassphrase)):
                vault.unlock(secret)


def test_at_least_one_pair_differs_in_each_field() -> None:
    slots = content(made()[0])["slots"]
    assert [field for field in FIELDS if len({json.dumps(slot[field]) for slot in slots}) == 1] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "demonstration"),
        ("register_id", "019a9e7c-6f00-7000-8000-000000000002"),
        ("generation", 2),
        ("identity_key", "ab" * 32),
        ("seal", "00" * 32),
        ("seal", ""),
    ],
)
def test_a_file_with_another_head_opens_no_longer(field: str, value: object) -> None:
    data = content(made()[0])
    assert data[field] != value
    data[field] = value
    for secret in SECRETS.values():
        with pytest.raises((NotARegister, WrongPassphrase)):
            read_back(data).unlock(secret)


@pytest.mark.parametrize("where", ["opening_key", "signing_key", "identity_key"])
def test_a_public_key_that_was_slipped_in_is_refused_for_everybody(where: str) -> None:
    data = content(made()[0])
    attacker = SigningKey.new().public if where == "signing_key" else OpeningKey.new().public
    (data if where == "identity_key" else data["slots"][2])[where] = attacker
    for secret in SECRETS.values():
        with pytest.raises(NotARegister, match="endret utenfor programmet"):
            read_back(data).unlock(secret)


def test_a_slot_that_was_slipped_in_or_taken_out_is_refused_for_everybody() -> None:
    data = content(made()[0])
    theirs = content(Vault.make(kind="register", register_id=REGISTER_ID, people=PEOPLE, cost=CHEAP)[0])
    more, fewer = {**data, "slots": [*data["slots"], theirs["slots"][2]]}, {**data, "slots": data["slots"][:-1]}
    for changed in (more, fewer):
        for name in ("sekretær", "slt", "politi"):
            with pytest.raises(NotARegister):
                read_back(changed).unlock(SECRETS[name], name)


def test_a_participant_who_is_written_in_as_keyholder_opens_nothing() -> None:
    data = content(made()[0])
    data["slots"][2]["roles"] = ["participant", "keyholder"]
    data["slots"][2]["identity_key"] = data["slots"][1]["identity_key"]
    with pytest.raises(NotARegister):
        read_back(data).identities(THIRD, "politi")


@pytest.mark.parametrize(
    ("dotted", "value"),
    [
        ("format", 1),
        ("kind", "other"),
        ("register_id", "F-2026-0042"),
        ("generation", 0),
        ("slots", []),
        ("extra", 1),
        ("slots.0.user", "Sekretær\x1b[2J"),
        ("slots.0.roles", ["owner"]),
        ("slots.0.kdf.m_kib", 2 * 1024 * 1024 + 1),
        ("slots.0.kdf.t", 1_000_000),
        ("slots.0.kdf.t", "3"),
        ("slots.0.kdf.name", "pbkdf2"),
        ("slots.0.own_keys", "00"),
        ("slots.0.nonce", "zz" * 12),
        ("slots.0.opening_key", "zz" * 32),
        ("slots.0.data_key.content", "0"),
    ],
)
def test_a_hostile_key_file_is_refused_before_it_costs_anything(dotted: str, value: object) -> None:
    data = content(made()[0])
    *parents, name = dotted.split(".")
    part = data
    for parent in parents:
        part = part[int(parent)] if isinstance(part, list) else part[parent]
    part[name] = value
    with pytest.raises(NotARegister) as refused:
        read_back(data)
    assert dotted in str(refused.value)
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    "bytes_there", [b"", b"\0", b"<html>", b"[]", b"[" * 100_000, b"{" + b" " * 2_000_000, b"\xff\xfe"]
)
def test_what_is_no_key_file_is_refused(tmp_path: Path, bytes_there: bytes) -> None:
    keys_path(tmp_path / "r.assess").write_bytes(bytes_there)
    with pytest.raises(NotARegister):
        Vault.read(tmp_path / "r.assess")


# Changing


def test_a_new_user_gets_in_and_everybody_else_still_does() -> None:
    vault, key = made()
    more = vault.added("u-9", NewUser("fritid", ("reader",), "ni rare røyskatter danser"), CHEAP, grant_of(vault))
    assert more.generation == vault.generation + 1
    for secret in (*SECRETS.values(), "ni rare røyskatter danser"):
        assert more.unlock(secret).data_key.reveal() == key.reveal()
    with pytest.raises(WrongPassphrase):
        vault.unlock("ni rare røyskatter danser")


def test_a_name_is_taken_once() -> None:
    vault, _key = made()
    with pytest.raises(NotAllowed, match="Det finnes allerede en bruker som heter slt"):
        vault.added("u-9", NewUser("slt", ("reader",), "ni rare røyskatter danser"), CHEAP, grant_of(vault))


def test_a_key_file_never_grows_past_what_can_be_read_again() -> None:
    vault, _key = made()
    full = vault.model_copy(update={"slots": vault.slots[:1] * MOST_USERS})
    with pytest.raises(NotAllowed, match="ikke plass til flere"):
        full.added("u-9", NewUser("fritid", ("reader",), "ni rare røyskatter danser"), CHEAP, grant_of(vault))


def test_another_passphrase_keeps_the_users_own_keys() -> None:
    vault, key = made()
    changed = vault.with_passphrase("slt", OTHER_PASSPHRASE, "en helt ny lang frase", CHEAP)
    ring, identities = changed.identities("en helt ny lang frase", "slt")
    assert (ring.data_key.reveal(), ring.user, identities.public) == (key.reveal(), "u-2", vault.identity_key)
    before, after = vault.slot("slt"), changed.slot("slt")
    assert before is not None
    assert after is not None
    assert (before.signing_key, before.opening_key) == (after.signing_key, after.opening_key)
    with pytest.raises(WrongPassphrase):
        changed.unlock(OTHER_PASSPHRASE)


def test_other_roles_bring_the_identity_key_and_take_it_away() -> None:
    vault, _key = made()
    raised = vault.with_roles("politi", ("keyholder",), grant_of(vault))
    assert raised.identities(THIRD, "politi")[1].public == vault.identity_key
    lowered = raised.with_roles("politi", ("reader",), grant_of(raised))
    assert lowered.unlock(THIRD).roles == ("reader",)
    with pytest.raises(NotAllowed):
        lowered.identities(THIRD, "politi")


def test_two_keyholders_must_always_be_left_and_the_paper_does_not_count() -> None:
    vault, _key = made()
    grant = grant_of(vault)
    with pytest.raises(NotAllowed, match="minst 2 nøkkelholdere"):
        vault.with_roles("slt", ("participant",), grant)
    with pytest.raises(NotAllowed, match="minst 2 nøkkelholdere"):
        vault.rekeyed(grant, ("slt",))
    with pytest.raises(NotAllowed, match="ingen bruker som heter ingen"):
        vault.rekeyed(grant, ("ingen",))


def test_new_keys_reach_everybody_but_those_left_out_and_the_former_ones_stay_until_it_is_settled() -> None:
    vault, old = made()
    before = grant_of(vault)
    assert before.identities is not None
    new, identities = DataKey.new(), before.identities.successor()
    changed = vault.rekeyed(Grant(new, old, identities), ("politi",))
    assert changed.unfinished
    assert changed.generation == vault.generation + 1
    assert changed.identity_key == identities.public != vault.identity_key
    for name in ("sekretær", "slt", RECOVERY_NAME):
        ring, opening = changed.identities(SECRETS[name], name)
        assert ring.former_key is not None
        assert (ring.data_key.reveal(), ring.former_key.reveal()) == (new.reveal(), old.reveal())
        assert opening.open(seal(vault.identity_key, b"kari", b"1"), b"1") == b"kari"
        assert opening.open(seal(changed.identity_key, b"kari", b"1"), b"1") == b"kari"
    with pytest.raises(WrongPassphrase):
        changed.unlock(THIRD)
    settled = changed.settled(new)
    assert (settled.unfinished, settled.generation) == (False, changed.generation)
    ring, opening = settled.identities(PASSPHRASE, "sekretær")
    assert (ring.data_key.reveal(), ring.former_key) == (new.reveal(), None)
    assert opening.open(seal(vault.identity_key, b"kari", b"1"), b"1") is None


def test_a_passphrase_changed_in_the_middle_of_a_change_of_keys_loses_no_key() -> None:
    vault, old = made()
    identities = IdentityKey.new().successor()
    changed = vault.rekeyed(Grant(DataKey.new(), old, identities))
    again = changed.with_passphrase("slt", OTHER_PASSPHRASE, "en helt ny lang frase", CHEAP)
    ring, opening = again.identities("en helt ny lang frase", "slt")
    assert ring.former_key is not None
    assert ring.former_key.reveal() == old.reveal()
    assert opening.former is not None


# The file itself


@pytest.mark.skipif(os.name != "posix", reason="pipes in folders are a POSIX thing")
def test_a_pipe_in_the_key_files_place_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(keys_path(tmp_path / "r.assess"))
    with pytest.raises(NotARegister):
        Vault.read(tmp_path / "r.assess")


def test_missing_keys_are_told_apart_from_a_missing_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing, match="ikke noe register"):
        Vault.read(tmp_path / "r.assess")
    (tmp_path / "r.assess").write_bytes(b"something")
    with pytest.raises(RegisterMissing, match=r"Nøkkelfilen .* mangler"):
        Vault.read(tmp_path / "r.assess")


@pytest.mark.parametrize("name", ["r.assess", "r.assess.keys"])
def test_keys_are_never_made_over_something_that_stands_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(RegisterExists):
        written(tmp_path / "r.assess")
    assert (tmp_path / name).read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_key_file_that_cant_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RegisterError, match="Ingenting er endret"):
        written(tmp_path / "file" / "r.assess")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no mode bits")
def test_the_key_file_and_its_new_folder_are_this_users_only(tmp_path: Path) -> None:
    register = tmp_path / "new" / "folder" / "r.assess"
    vault, _key = written(register)
    vault.with_passphrase("slt", OTHER_PASSPHRASE, "en helt ny lang frase", CHEAP).write(register)
    assert stat.S_IMODE(keys_path(register).stat().st_mode) == 0o600
    assert stat.S_IMODE(register.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(register.parent.parent.stat().st_mode) == 0o700
    assert list(register.parent.iterdir()) == [keys_path(register)]


def test_the_key_file_is_canonical_and_holds_no_secret(tmp_path: Path) -> None:
    vault, key = written(tmp_path / "r.assess")
    ring, identities = vault.identities(PASSPHRASE, "sekretær")
    in_file = keys_path(tmp_path / "r.assess").read_bytes()
    assert in_file == rfc8785.dumps(json.loads(in_file))
    assert Vault.read(tmp_path / "r.assess") == vault
    for secret in (key, identities, ring.signing):
        assert secret.reveal().hex().encode() not in in_file
    for passphrase in SECRETS.values():
        assert passphrase.encode() not in in_file


# Secrets


def test_nothing_that_holds_a_secret_shows_it_when_printed() -> None:
    vault, key = made()
    ring, identities = vault.identities(PASSPHRASE, "sekretær")
    printed = f"{vault!r} {vault} {ring!r} {key!r} {identities!r} {[key]} {grant_of(vault)!r} {PEOPLE!r} {PAPER!r}"
    for secret in (key, identities, ring.signing):
        assert secret.reveal().hex() not in printed
        assert repr(secret.reveal())[2:-1] not in printed
    for passphrase in (*SECRETS.values(), PAPER.text):
        assert passphrase not in printed


@pytest.mark.parametrize("key", [DataKey.new(), OpeningKey.new(), IdentityKey.new(), SigningKey.new()], ids=repr)
def test_a_key_shows_itself_nowhere_and_never_leaves_the_process(key: DataKey | OpeningKey | SigningKey) -> None:
    assert key.reveal().hex() not in f"{key} {key!r} {[key]}"
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(ValueError, match="32 bytes"):
        type(key)(b"short")


def test_derived_keys_differ_by_purpose_and_from_the_data_key() -> None:
    key = DataKey(bytes(range(32)))
    assert len({key.derive("one"), key.derive("two"), key.reveal()}) == 3
    assert key.derive("one") == DataKey(bytes(range(32))).derive("one")


def test_a_box_opens_only_with_its_key_bound_to_its_facts_and_untouched() -> None:
    key = OpeningKey.new()
    box = seal(key.public, b"kari", b"case 1")
    assert key.open(box, b"case 1") == b"kari"
    assert key.open(box, b"case 2") is None
    assert OpeningKey.new().open(box, b"case 1") is None
    flipped = f"{int(box.content[:2], 16) ^ 1:02x}{box.content[2:]}"
    assert key.open(box.model_copy(update={"content": flipped}), b"case 1") is None
    # A public key of small order would give a shared secret that everybody knows.
    assert key.open(box.model_copy(update={"ephemeral": "00" * 32}), b"case 1") is None


def test_the_strong_cost_is_what_the_documentation_says() -> None:
    assert KeyCost.strong() == KeyCost(memory_kib=262_144, passes=3, lanes=4)
