"""Setting up a register, opening it, and the first steps of a meeting, as a secretary would key them in."""

from __future__ import annotations

import re

from tests.journeys.terminal import Secretary

PASSPHRASE = "fire rolige ord om vinteren"
OTHER_PASSPHRASE = "blåklokke under steinrøysa"

_RECOVERY_KEY = re.compile("(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


def set_up(secretary: Secretary) -> None:
    """Make a register on a machine that has none: two keyholders, and a recovery key copied from the screen."""
    secretary.see("Hvem er dere?")
    secretary.press("1")
    secretary.see("2 Den første nøkkelholderen")
    for _time in range(2):
        secretary.write(PASSPHRASE)
        secretary.press("enter")
    secretary.see("3 Den andre nøkkelholderen")
    secretary.write("slt")
    secretary.press("enter")
    for _time in range(2):
        secretary.write(OTHER_PASSPHRASE)
        secretary.press("enter")
    key = _RECOVERY_KEY.search(secretary.see("4 Gjenopprettingsnøkkelen", "når den står på papiret"))
    assert key is not None
    secretary.press("enter")
    secretary.see("Skriv den inn fra papiret")
    secretary.write(key[0])
    secretary.press("enter")
    secretary.see("Ingen saker ennå", within=60)


def unlock(secretary: Secretary) -> None:
    """Open the register again."""
    secretary.see("Skriv passordfrasen")
    secretary.write(PASSPHRASE)
    secretary.press("enter")
    secretary.see("F-2026-0001")


def new_case(secretary: Secretary) -> None:
    """Open a case about a boy of fifteen, reported by his school, and show what is written about it."""
    secretary.press("n")
    secretary.see("uten navn")
    secretary.write("Elev viser symboler og deler voldsbilder")
    secretary.press("tab", "tab", "right", "space")  # 13–15 år
    secretary.press("tab", "space")  # skole
    secretary.press("tab", "right", "right", "space", "ctrl+s")  # uklar ideologi
    secretary.see("Ingen vurdering ennå", "Skjermet – F9 viser")
    secretary.press("f9")
    secretary.see("deler voldsbilder")


def attendance(secretary: Secretary) -> None:
    """Enter five participants, say who leads, and ask about impartiality."""
    secretary.press("n")
    secretary.see("Hvem er til stede?", "Ingen er ført opp")
    secretary.press("n")
    secretary.see("Skriv litt av rollen")
    for part in ("sekretær for", "slt", "spesialk", "radikal", "mangf"):
        secretary.write(part)
        secretary.see(part)
        secretary.press("enter")
        secretary.see("Skriv litt av rollen")
    secretary.press("escape", "up", "up", "up", "l")
    secretary.see("leder møtet", "vurderer sist")
    secretary.see("Oppfylt: 2 fra kommunen, 2 fra politiet og sekretær fra kommunen")
    secretary.press("H")
    secretary.see("habile i denne saken?")
    secretary.press("j")
    secretary.see("Habiliteten er bekreftet for alle")
    secretary.press("f3")
