"""What an observation still lacks: the ledger is filled in one line first and refined afterwards."""

from __future__ import annotations

from typing import Final, Literal

from assess.casework.observation import Observation
from assess.language import _, mark

Gap = Literal["source", "date", "grading", "basis", "necessity", "recipients"]
"""Something that is still missing, in the order of the form."""

_WORDS: Final[dict[Gap, str]] = {
    "source": mark("kilde"),
    "date": mark("dato"),
    "grading": mark("gradering"),
    "basis": mark("hjemmel"),
    "necessity": mark("hvorfor det er nødvendig"),
    "recipients": mark("mottakere"),
}


def gaps(one: Observation) -> tuple[Gap, ...]:
    """What is missing, in the order of the form; nothing is asked of a withdrawn one.

    Every observation needs who brought it, when it was observed, and both gradings. A shared one needs a legal basis
    and why it is necessary; under a stricter secrecy than the ordinary, who receives it too.
    """
    if one.withdrawn:
        return ()
    missing: dict[Gap, bool] = {
        "source": not one.brought_by.strip(),
        "date": not one.observed.strip(),
        "grading": one.reliability is None or one.credibility is None,
        "basis": one.shared and not one.legal_basis,
        "necessity": one.shared and not one.necessity.strip(),
        "recipients": one.shared and one.sensitivity != "ordinary" and not one.recipients,
    }
    return tuple(gap for gap, lacks in missing.items() if lacks)


def gaps_words(one: Observation) -> str:
    """«mangler kilde, dato»; empty when nothing is missing."""
    missing = ", ".join(_(_WORDS[gap]) for gap in gaps(one))
    return _("mangler {things}").format(things=missing) if missing else ""


def next_with_gaps(observations: tuple[Observation, ...], after: str) -> Observation | None:
    """The first that lacks something: the one with the id `after` itself, else those behind it, else from the top."""
    start = next((number for number, one in enumerate(observations) if one.id == after), 0)
    return next((one for one in (*observations[start:], *observations[:start]) if gaps(one)), None)
