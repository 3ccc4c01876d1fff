"""The way to every place of the program where somebody can write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.attacks.attacked_register import show_notes, unlock
from tests.attacks.fields import Attacker
from tests.unit.conftest import PASSPHRASE


@dataclass(frozen=True, slots=True)
class Way:
    """How to get somewhere in a meeting: the step's digit, what stands there, the keys from there, what is seen."""

    digit: str
    stands: str
    keys: Sequence[str] = ()
    sees: str = ""
    name: str = ""
    """What the place is called here, when its fields are those of other places too."""


FORMS = (
    Way("1", "Hvem er til stede?"),
    Way("2", "Ny opplysning", ("n",)),
    Way("2", "Ny opplysning", ("down",)),
    Way("4", "Kjent", ("f",)),
    Way("5", "Gruppas forklaring"),
    *(Way("6", "Rettighetskontroll", ("home", *["down"] * line)) for line in (0, 11)),
    *(Way("7", "Nytt tiltak", ("home", *["down"] * line)) for line in (0, 3, 20)),
    Way("8", "Sjekkliste", ("home", *["down"] * 11)),
)
"""The forms of an assessment whose individual ratings are shown."""

DIALOGS = (
    Way("1", "Hvem er til stede?", ("home", "b"), "Gå tilbake", "label: "),
    Way("1", "Hvem er til stede?", ("n",), "Skriv litt av rollen"),
    Way("1", "Hvem er til stede?", ("f8", "n"), "Hvem varslet hvem"),
    Way("2", "Ny opplysning", ("down", "t"), "Gå tilbake", "withdraw: "),
)
"""The dialogs with a field over them."""


def attack_before_home(attacker: Attacker) -> None:
    """The locked register; then open it."""
    terminal = attacker.terminal
    terminal.see("Skriv passordfrasen")
    terminal.settle()
    attacker.attack_here()
    terminal.press("ctrl+u")
    unlock(terminal, PASSPHRASE)
    terminal.settle()


def attack_home(attacker: Attacker) -> None:
    """Search and the palette from home, and the page that makes a case."""
    terminal = attacker.terminal
    for keys, sees in ((("/",), "Søk etter sak"), (("ctrl+p",), "Skriv hva du vil gjøre")):
        terminal.press(*keys)
        terminal.see(sees)
        terminal.settle()
        attacker.attack_here()
        terminal.press("ctrl+u")
        terminal.press("escape")
        terminal.settle()
    terminal.press("n")
    terminal.see("uten navn")
    terminal.settle()
    attacker.attack_all(most=12)
    terminal.press("escape")
    terminal.settle()


def attack_retention(attacker: Attacker) -> None:
    """What keeps, blocks and archives a case."""
    terminal = attacker.terminal
    terminal.press("o")
    terminal.see("Siste dag")
    terminal.settle()
    for key, name in (("enter", "renew: "), ("b", "block: "), ("a", "archive: ")):
        terminal.press(key)
        terminal.see("Avbryt")
        attacker.await_field()
        attacker.attack_all(name, most=5)
        terminal.press("escape")
        terminal.settle()
    terminal.press("escape")
    terminal.see("1 sak")
    terminal.settle()


def attack_identity(attacker: Attacker) -> None:
    """The page that whom a case is about is written on, and the one that opens it."""
    terminal = attacker.terminal
    terminal.press("enter")
    terminal.see("låst 13")
    terminal.press("i")
    terminal.see("Hvem saken gjelder", "Skriv inn")
    terminal.press("e")
    terminal.see("escape avbryter")
    attacker.await_field()
    attacker.attack_all(most=8)
    terminal.press("escape")
    terminal.see("Skriv inn")
    terminal.press("e")
    terminal.see("escape avbryter")
    attacker.await_field()
    terminal.send("[@click=app.quit]x[/]")
    terminal.press("ctrl+s")
    terminal.see("Lagret.")
    terminal.press("v")
    terminal.see("Er det riktig sak?")
    terminal.press("enter")
    terminal.see("Hvem åpner?")
    attacker.await_field()
    attacker.attack_all(most=6)
    for _page in range(2):
        terminal.press("escape")
        terminal.settle()
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def open_case(attacker: Attacker, line: int) -> None:
    """Open the case and one of its assessments, the latest first, with notes shown."""
    terminal = attacker.terminal
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    terminal.press("home", *["down"] * line, "enter")
    terminal.see("F4 Steg")
    terminal.settle()


def leave_case(attacker: Attacker) -> None:
    """Go back home."""
    terminal = attacker.terminal
    terminal.press("ctrl+w")
    terminal.see("låst 13")
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def go_to_step(attacker: Attacker, digit: str, sees: str) -> None:
    """Open a step by its digit."""
    attacker.terminal.press("f4", digit)
    attacker.terminal.see(sees)
    attacker.terminal.settle(0.2)


def attack_revealed(attacker: Attacker, ways: Sequence[Way] = (*FORMS, *DIALOGS)) -> None:
    """The steps of the assessment that is being discussed, and the dialogs over them."""
    terminal = attacker.terminal
    for way in ways:
        go_to_step(attacker, way.digit, way.stands)
        terminal.press(*way.keys)
        terminal.settle(0.2)
        if way.sees:
            terminal.see(way.sees)
        attacker.await_field()
        attacker.attack_all(way.name, most=20)
        terminal.press("escape")
        terminal.settle()


def attack_alone(attacker: Attacker) -> None:
    """The individual ratings before they are shown."""
    terminal = attacker.terminal
    go_to_step(attacker, "3", "Hver deltaker vurderer for seg")
    attacker.attack_all(most=10)
    terminal.press("escape")
    go_to_step(attacker, "3", "Hver deltaker vurderer for seg")
    terminal.press("home", "enter")
    terminal.see("vurderer alene")
    terminal.press("r")
    attacker.await_field()
    attacker.attack_all(most=10)
    terminal.press("escape")


def attack_locked(attacker: Attacker) -> None:
    """The addition to a signed assessment."""
    go_to_step(attacker, "8", "Låst og signert")
    attacker.attack_all(most=10)
