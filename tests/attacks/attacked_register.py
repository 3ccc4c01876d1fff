"""A real register to attack: three assessments of one case, whose every text holds one of the payloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assess.casework.case import Case
from assess.instrument.text import forbidden_character
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.closing import close_case
from assess.register.founding import Founding, found
from assess.register.register import Register
from tests.attacks.payloads import ALL, Payload
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.screens.planted import PlantedCase, Planter, planted_case
from tests.screens.planted_around import point_of, put_around
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY, a_case

STORABLE = tuple(one for one in ALL if forbidden_character(one.text) is None)
"""The payloads that a record takes: what cannot be seen is refused before anything is kept."""


class PayloadPlanter(Planter):
    """Puts the payloads into every text of a record, one after the other."""

    def _text(self, where: str, before: str) -> str:
        if where == "Observation.withdrawn" and not before:
            return ""
        payload = STORABLE[len(self.words) % len(STORABLE)]
        self.words[f"{len(self.words)} {payload.name}"] = where
        return _short(payload)


def empty_register(folder: Path) -> Path:
    """Make a register with nothing in it, and return where it is."""
    path = folder / "saker.assess"
    with found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP):
        return path


def hostile_register(folder: Path) -> Path:
    """Make a register whose case, and everything around it, holds payloads in every text; return where it is."""
    path = filled(empty_register(folder), *hostile_arrivals())
    planted, planter = planted_case(), PayloadPlanter()
    with Register.unlock(path, PASSPHRASE) as register:
        put_around(register, tuple(planter.planted(one) for one in planted.around if one != point_of(planted.case)))
    return path


def register_with_a_case(folder: Path, *, closed: bool) -> Path:
    """Make a register with a case that is assessed by nobody, open or closed, and return where it is."""
    path = empty_register(folder)
    case = PayloadPlanter().planted(a_case())
    profile = Profiles().profile("fredrikstad")
    with Register.unlock(path, PASSPHRASE) as register:
        register.open_case(case)
        if closed:
            close_case(register, case, profile, {one.id: "Ja" for one in profile.closing}, "Avklart", "SLT")
    return path


def filled(path: Path, *arrivals: Arrival) -> Path:
    """Bring records into the register at `path`, and return it."""
    with Register.unlock(path, PASSPHRASE) as register:
        register.bring_in(arrivals)
    return path


def hostile_arrivals() -> tuple[Arrival, ...]:
    """The planted case's three assessments with payloads for words."""
    planted, planter = planted_case(), PayloadPlanter()
    case = planter.planted(planted.case)
    return tuple(Arrival(case, planted.edition, planter.planted(one)) for one in assessments(planted))


def secret_arrivals(secret: str) -> tuple[Arrival, ...]:
    """The planted case's three assessments with `secret` for every word."""
    planted = planted_case()

    def told(record: Any) -> Any:  # noqa: ANN401  a record of any kind
        class SecretPlanter(Planter):
            def _text(self, where: str, before: str) -> str:
                return "" if where == "Observation.withdrawn" and not before else secret

        return SecretPlanter().planted(record)

    case: Case = told(planted.case)
    return tuple(Arrival(case, planted.edition, told(one)) for one in assessments(planted))


def assessments(planted: PlantedCase) -> tuple[Any, ...]:
    """The three assessments: signed, being discussed, and being rated alone."""
    return (planted.signed, planted.discussed, planted.alone)


def unlock(terminal: RecordedTerminal, passphrase: str = PASSPHRASE, *, sees: str = "1 sak") -> None:
    """Open the register as its first user."""
    terminal.see("Skriv passordfrasen")
    terminal.send(passphrase)
    terminal.press("enter")
    terminal.see(sees)


def show_notes(terminal: RecordedTerminal) -> None:
    """Show what people wrote, when it is hidden."""
    terminal.settle()
    if "F9 viser" in terminal.screen().splitlines()[0]:
        terminal.press("f9")
        terminal.settle()


def _short(payload: Payload) -> str:
    return payload.marked[:60] if len(payload.marked) > 60 else payload.marked
