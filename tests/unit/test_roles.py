from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.identity import Identity
from assess.errors import AccessDenied
from assess.instrument.edition import Edition
from assess.language import _, speak
from assess.register.arrivals import Arrival
from assess.register.founding import Founding, found
from assess.register.identity import enter_identity, forget_identity, open_identity
from assess.register.key_file import keys_path
from assess.register.overview import case_names, pressing, standing_lines
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.roles import ALLOWED, POWER_NAMES, POWERS, ROLE_NAMES, ROLES, Power, Role, allowed
from assess.register.slot import NewUser
from assess.register.users import add_user, remove_user, set_roles
from tests.unit.conftest import (
    CHEAP,
    PASSPHRASE,
    RECOVERY,
    Ticking,
    a_case,
    begun,
    meeting,
    record_id,
)

TABLE = """
                secretary participant reader supervisor trainer keyholder
read            yes       yes         yes    yes        -       -
rate            yes       yes         -      -          -       -
run_case        yes       -           -      -          -       -
export          yes       -           -      yes        -       -
import          yes       -           -      -          -       -
name            yes       -           -      -          -       yes
block           yes       -           -      -          -       yes
keep            yes       -           -      -          -       yes
erase           -         -           -      -          -       yes
back_up         yes       -           -      -          -       yes
review_journal  -         -           -      yes        -       yes
manage_users    -         -           -      -          -       yes
"""
"""Said a second time, so that a cell can't change by a slip."""


def _cells() -> dict[tuple[str, str], bool]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {(role, row[0]): cell == "yes" for row in rows for role, cell in zip(head, row[1:], strict=True)}


CELLS = _cells()
PHRASES: dict[Role, str] = {role: f"{role} går {number} turer i skogen" for number, role in enumerate(ROLES, 11)}
EXTRA = NewUser("vara", ("keyholder",), PASSPHRASE)


@dataclass(frozen=True)
class Scene:
    """An open register with one assessment in it, and whoever sits at the keyboard."""

    register: Register
    case: Case
    start: Assessment
    edition: Edition


VERBS: dict[str, tuple[Power, Callable[[Scene], object]]] = {
    "view": ("read", lambda scene: scene.register.view(scene.case.id, "case")),
    "case_lines": ("read", lambda scene: scene.register.case_lines()),
    "case_names": ("read", lambda scene: case_names(scene.register)),
    "standing_lines": ("read", lambda scene: standing_lines(scene.register, 0, 1)),
    "pressing": ("read", lambda scene: pressing(scene.register, date(2026, 12, 1))),
    "case": ("read", lambda scene: scene.register.case(scene.case.id)),
    "case_called": ("read", lambda scene: scene.register.case_called(scene.case.reference)),
    "assessments_of": ("read", lambda scene: scene.register.assessments_of(scene.case.id)),
    "assessment": ("read", lambda scene: scene.register.assessment(scene.start.id)),
    "compare": ("read", lambda scene: scene.register.tell("compare", scene.start.id, scene.case.id)),
    "do": ("rate", lambda scene: scene.register.do(scene.start, Convene(meeting()))),
    "open_case": ("run_case", lambda scene: scene.register.open_case(a_case(7))),
    "start": ("run_case", lambda scene: scene.register.start(scene.case, scene.edition, date(2026, 12, 1))),
    "report": ("export", lambda scene: scene.register.tell("report", scene.start.id, scene.case.id)),
    "export": ("export", lambda scene: scene.register.tell("export-assessment", scene.start.id, scene.case.id)),
    "bring_in": ("import", lambda scene: scene.register.bring_in((_arrival(scene),))),
    "enter_identity": ("name", lambda scene: enter_identity(scene.register, scene.case, Identity(name="Kari Bjørk"))),
    "open_identity": (
        "name",
        lambda scene: open_identity(scene.register, scene.case, "vara", PASSPHRASE, "vi må ringe"),
    ),
    "forget_identity": ("name", lambda scene: forget_identity(scene.register, scene.case)),
    "entries": ("review_journal", lambda scene: scene.register.entries()),
    "add_user": ("manage_users", lambda scene: add_user(scene.register, _own(scene), _somebody(), CHEAP)),
    "set_roles": ("manage_users", lambda scene: set_roles(scene.register, _own(scene), "reader", ("participant",))),
    "remove_user": ("manage_users", lambda scene: remove_user(scene.register, _own(scene), "reader")),
    "rekey": ("manage_users", lambda scene: rekey(scene.register, _own(scene))),
}


def _own(scene: Scene) -> str:
    return PHRASES[scene.register.ring.roles[0]]


def _somebody() -> NewUser:
    return NewUser("fritid", ("reader",), "ni rare røyskatter danser")


def _arrival(scene: Scene) -> Arrival:
    case = a_case(8)
    return Arrival(case, scene.edition, begun(case, scene.edition).model_copy(update={"id": record_id(9000)}))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """A register with a user of each role, a case with an assessment, and whom it is about."""
    path = tmp_path_factory.mktemp("roles") / "r.assess"
    people = (EXTRA, *(NewUser(role, (role,), PHRASES[role]) for role in ROLES))
    founding = Founding(profile="fredrikstad", organisation="kommune")
    with found(path, people, RECOVERY, founding, cost=CHEAP, clock=Ticking()):
        pass
    with Register.unlock(path, PHRASES["secretary"], "secretary", clock=Ticking()) as register:
        case = register.open_case(a_case())
        enter_identity(register, case, Identity(name="Kari Bjørk"))
        register.start(case, edition, date(2026, 11, 20))
    return path


def opened(made: Path, folder: Path, role: Role) -> Register:
    for file in (made, keys_path(made)):
        shutil.copy(file, folder / file.name)
    return Register.unlock(folder / made.name, PHRASES[role], role, clock=Ticking())


def scene(register: Register, edition: Edition) -> Scene:
    case = register.store.case(a_case().id)
    assert case is not None
    return Scene(register, case, register.store.assessments_of(case.id)[0], edition)


def denials(register: Register) -> list[tuple[str, object]]:
    found = [entry for entry in register.store.entries() if entry.action == "denied"]
    return [(entry.actor, (entry.body or {}).get("power")) for entry in found]


def test_the_table_has_every_role_and_every_power() -> None:
    assert {role for role, _power in CELLS} == set(ROLES)
    assert {power for _role, power in CELLS} == set(POWERS)
    assert len(CELLS) == len(ROLES) * len(POWERS) == 72
    assert set(ALLOWED) == set(ROLES) == set(ROLE_NAMES)
    assert set(POWER_NAMES) == set(POWERS)


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("role", ROLES)
def test_a_cell_is_let_through_or_refused_and_the_refusal_stands_in_the_journal(
    made: Path, tmp_path: Path, role: Role, power: Power
) -> None:
    assert allowed((role,), power) is CELLS[role, power]
    with opened(made, tmp_path, role) as register:
        assert register.may(power) is CELLS[role, power]
        if CELLS[role, power]:
            register.require(power)
            assert denials(register) == []
        else:
            with pytest.raises(AccessDenied, match="Forsøket står i journalen"):
                register.require(power)
            assert denials(register) == [(register.ring.user, power)]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ROLES)
def test_a_verb_does_what_the_table_says_and_refused_it_changes_nothing(
    made: Path, tmp_path: Path, edition: Edition, role: Role, verb: str
) -> None:
    power, do = VERBS[verb]
    with opened(made, tmp_path, role) as register:
        if CELLS[role, power]:
            do(scene(register, edition))
            assert denials(register) == []
            return
        keys, before = keys_path(register.path).read_bytes(), register.store.case_lines()
        with pytest.raises(AccessDenied):
            do(scene(register, edition))
        assert denials(register) == [(register.ring.user, power)]
        assert keys_path(register.path).read_bytes() == keys
        assert register.store.case_lines() == before


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_ask_how_the_register_is_and_who_they_are(made: Path, tmp_path: Path, role: Role) -> None:
    with opened(made, tmp_path, role) as register:
        assert (register.ring.name, register.ring.roles) == (role, (role,))
        assert register.verify().broken_at is None
        assert register.faults() == []


def test_somebody_with_two_roles_may_do_what_either_may() -> None:
    for one in ROLES:
        for other in ROLES:
            for power in POWERS:
                assert allowed((one, other), power) is (CELLS[one, power] or CELLS[other, power])
    assert not any(allowed((), power) for power in POWERS)


def test_nobody_else_than_a_keyholder_changes_keys_or_erases() -> None:
    for power in ("manage_users", "erase"):
        assert [role for role in ROLES if CELLS[role, power]] == ["keyholder"]


def test_roles_and_powers_have_names_that_people_read() -> None:
    speak("nb")
    names = [_(name) for name in (*ROLE_NAMES.values(), *POWER_NAMES.values())]
    assert all(names)
    assert len(set(names)) == len(names)
