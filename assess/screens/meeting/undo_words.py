"""What was taken back or done again, in words that say nothing of what it said."""

from __future__ import annotations

from assess.casework.history import Change
from assess.instrument.model import Step
from assess.language import _, mark

_PARTS: dict[str, tuple[str, Step]] = {
    "meeting": (mark("endringen i møtet"), "meeting"),
    "observations": (mark("endringen i en opplysning"), "observations"),
    "ratings": (mark("endringen i en vurdering"), "discussion"),
    "remarks": (mark("merknaden til et forhold"), "discussion"),
    "prompts": (mark("endringen i formuleringen"), "formulation"),
    "scenarios": (mark("endringen i et scenario"), "formulation"),
    "indicators": (mark("endringen i hva dere ser etter"), "formulation"),
    "rights": (mark("endringen i rettighetskontrollen"), "level"),
    "party_levels": (mark("en parts nivå"), "level"),
    "decision": (mark("endringen i nivået"), "level"),
    "help_need": (mark("endringen i hjelpebehovet"), "level"),
    "dissents": (mark("endringen i en dissens"), "level"),
    "duties": (mark("endringen i det som er vurdert skriftlig"), "level"),
    "measures": (mark("endringen i et tiltak"), "measures"),
    "no_measures": (mark("grunnen til at det ikke er tiltak"), "measures"),
    "unknown_plans": (mark("planen for noe ukjent"), "measures"),
    "review_on": (mark("datoen for ny vurdering"), "measures"),
    "checks": (mark("svaret i sjekklisten"), "quality"),
    "calls": (mark("et notat om hvem som varslet hvem"), "meeting"),
}


def undone_words(change: Change) -> str:
    """Say what was taken back, and how to get it again."""
    return _("Angret: {what}. ctrl+y gjør det om igjen.").format(what=_what(change))


def redone_words(change: Change) -> str:
    """Say what was done again."""
    return _("Gjort om igjen: {what}.").format(what=_what(change))


def step_of(change: Change, now: Step, *, revealed: bool) -> Step:
    """The step where the change can be seen; the one that is open `now` when it can be seen there too."""
    if change.part == "unknown_plans" and now == "discussion":
        return now
    if change.part == "ratings" and not revealed:
        return "individual"
    return _PARTS.get(change.part, ("", "meeting"))[1]


def _what(change: Change) -> str:
    return _(_PARTS[change.part][0]) if change.part in _PARTS else _("den siste endringen")
