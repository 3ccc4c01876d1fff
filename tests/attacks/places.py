"""The way to every place of the program where somebody can write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.attacks.attacked_register import show_notes, unlock
from tests.attacks.fields import SLOW, Attacker
from tests.unit.conftest import PASSPHRASE

STEPS = {
    "1": "AttendanceStep",
    "2": "ObservationsStep",
    "3": "IndividualStep",
    "4": "DiscussionStep",
    "5": "FormulationStep",
    "6": "LevelStep",
    "7": "MeasuresStep",
    "8": "QualityStep",
}
"""What the program calls each step, by its digit."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to a field in a meeting: the step's digit, what stands there, the keys from there, what it is in."""

    digit: str
    stands: str
    keys: Sequence[str]
    form: str
    """What the name of the field's form holds; every line of the step's list is tried until one leads there."""
    name: str = ""
    """What the place is called here, when its fields are those of other places too."""


FORMS = (
    Way("1", "Hvem er til stede?", (), "AttendanceStep"),
    Way("2", "Ny opplysning", ("n",), "ObservationsStep"),
    Way("2", "Ny opplysning", ("down", "home"), "PromptText#seen < ObservationForm"),
    Way("2", "Ny opplysning", ("down", "home"), "PromptText#necessity"),
    Way("4", "Kjent", ("home",), "TextLine#who < DiscussionCard"),
    Way("4", "Kjent", ("home",), "PromptText#reason < DiscussionCard"),
    *(Way("4", "Kjent", (key,), "PromptText#remark", name) for key, name in (("f", ""), ("s", "question: "))),
    Way("5", "Gruppas forklaring", (), "PromptText#answer"),
    *(Way("6", "Rettighetskontroll", ("home", *["down"] * line), "LevelForm") for line in (0, 11)),
    Way("6", "Rettighetskontroll", ("end",), "PromptText#words < LevelForm", "duty: "),
    Way("6", "Rettighetskontroll", ("end",), "TextLine#who < LevelForm", "duty: "),
    Way("7", "Nytt tiltak", ("home",), "MeasureForm"),
    Way("7", "Nytt tiltak", ("home",), "UnknownForm"),
    Way("7", "Nytt tiltak", ("end",), "ReviewForm"),
    Way("8", "Sjekkliste", ("home", *["down"] * 11), "QualityStep"),
)
"""The forms of an assessment whose individual ratings are shown."""

DIALOGS = (
    Way("1", "Hvem er til stede?", ("home", "b"), "AskLine", "label: "),
    Way("1", "Hvem er til stede?", ("n",), "RolesScreen"),
    Way("1", "Hvem er til stede?", ("f8", "n"), "EmergencyScreen"),
    Way("2", "Ny opplysning", ("down", "t"), "AskLine", "withdraw: "),
    Way("5", "Gruppas forklaring", ("home", "+"), "IndicatorForm"),
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
    terminal.see("Kaste det som er fylt ut?")
    terminal.press("j")
    terminal.settle()


def attack_retention(attacker: Attacker) -> None:
    """What keeps, blocks and archives a case."""
    terminal = attacker.terminal
    terminal.press("o")
    terminal.see("Siste dag")
    terminal.settle()
    for key, name in (("enter", "renew: "), ("b", "block: "), ("a", "archive: ")):
        attack_over(attacker, (key,), "AskingScreen", name)
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
    """Open a step by its digit, and wait until it has the focus."""
    terminal, since = attacker.terminal, attacker.witness.now()
    terminal.press("f4", digit)
    arrived = attacker.witness.comes(lambda focus: STEPS[digit] in focus.name, terminal, since, SLOW)
    assert arrived, terminal.screen()
    terminal.see(sees)
    terminal.settle(0.2)


def attack_revealed(attacker: Attacker, ways: Sequence[Way] = FORMS, dialogs: Sequence[Way] = DIALOGS) -> None:
    """The steps of the assessment that is being discussed, and the dialogs over them."""
    for way in ways:
        go_to_step(attacker, way.digit, way.stands)
        attacker.terminal.press(*way.keys)
        attacker.terminal.settle(0.3)
        attacker.seek(way.form)
        attacker.attack_all(way.name, most=24)
        attacker.step_back()
    for way in dialogs:
        go_to_step(attacker, way.digit, way.stands)
        attack_over(attacker, way.keys, way.form, way.name)


def attack_over(attacker: Attacker, keys: Sequence[str], form: str, name: str = "") -> None:
    """Press what opens a page over the screen, attack the page, and leave it."""
    open_over(attacker, keys, form)
    attacker.attack_all(name, most=20)
    leave(attacker, form)


def open_over(attacker: Attacker, keys: Sequence[str], form: str) -> None:
    """Press what opens a page over the screen, and stand in its first field."""
    since = attacker.witness.now()
    attacker.terminal.press(*keys)
    opened = attacker.witness.comes(lambda focus: form in focus.name, attacker.terminal, since, SLOW)
    assert opened, attacker.terminal.screen()
    assert attacker.reach(form), attacker.terminal.screen()
    attacker.terminal.settle(0.1)


def leave(attacker: Attacker, form: str) -> None:
    """Press escape until the focus is no longer in the form."""
    for _time in range(3):
        since = attacker.witness.now()
        attacker.terminal.press("escape")
        if attacker.witness.comes(lambda focus: form not in focus.name, attacker.terminal, since, SLOW / 2):
            attacker.terminal.settle(0.1)
            if "Kaste det som er fylt ut?" in attacker.terminal.words():
                attacker.terminal.press("j")
                attacker.terminal.settle(0.1)
            return
    message = f"{form} is still open\n{attacker.terminal.screen()}"
    raise AssertionError(message)


def attack_alone(attacker: Attacker) -> None:
    """The individual ratings before they are shown: why they are shown too early, and the reasons of one of them."""
    go_to_step(attacker, "3", "Hver deltaker vurderer for seg")
    assert attacker.reach("PromptText#reveal-note"), attacker.terminal.screen()
    attacker.attack_all(most=10)
    attacker.step_back()
    go_to_step(attacker, "3", "Hver deltaker vurderer for seg")
    attacker.terminal.press("home", "enter")
    attacker.terminal.see("som har tastaturet nå?")
    attacker.terminal.press("j")
    attacker.terminal.see("vurderer alene")
    attacker.terminal.press("home", "0", "home", "r")
    attacker.await_field("PromptText#reason")
    attacker.attack_all(most=10)
    attacker.step_back()


def attack_locked(attacker: Attacker) -> None:
    """The addition to a signed assessment."""
    go_to_step(attacker, "8", "Låst og signert")
    attacker.attack_all(most=10)
