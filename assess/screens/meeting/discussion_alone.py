"""What each answered alone, so that the eye can take it in: a strip of signs, and lines with names when asked for."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from assess.casework.rating import Rating
from assess.casework.record import Confidence
from assess.instrument.scale import Scale
from assess.judgement.agreement import Spread, needs_devils_advocate
from assess.language import _, mark
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean_line, plain

_DISTANCES = {1: mark("Ett trinn fra hverandre"), 2: mark("To trinn fra hverandre"), 3: mark("Tre trinn fra hverandre")}
_SURE: dict[Confidence, str] = {
    "low": mark("lav sikkerhet"),
    "medium": mark("middels sikkerhet"),
    "high": mark("høy sikkerhet"),
}
_STEPS = {2: "○●", 3: "○◐●", 4: "○◔◕●", 5: "○◔◑◕●"}
"""Signs for the steps of an ordered scale, from its first to its last."""

_OTHER_STEP = "◇"
_NOT_KNOWN, _NOT_SOUGHT, _MISSING = "?", "–", "·"


def sign_of(scale: Scale, code: str) -> str:
    """One sign for an answer, by its shape: how full it is says how far up the scale; `?` and `–` are no steps."""
    other = scale.non_answer(code)
    if other is not None:
        return _NOT_SOUGHT if other.means in {"not_sought", "not_applicable"} else _NOT_KNOWN
    signs = _STEPS.get(len(scale.levels), "")
    rank = scale.rank(code)
    return signs[rank] if scale.kind == "ordinal" and signs and rank is not None else _OTHER_STEP


def strip_of(spread: Spread, scale: Scale, *, apart: bool = True) -> str:
    """The answers as signs with their codes, lowest first: `○0 ◐1 ●2 ?U –X`, and `··` for one who hasn't answered.

    It is as long for every item with the same codes, and it is ordered by answer: by place, one could follow one
    person from item to item before anybody asked for names. Empty when nobody has answered.
    """
    if not spread.ratings:
        return ""
    order = scale.codes()
    width = max(len(code) for code in order)
    given = sorted((rating.code for rating in spread.ratings), key=order.index)
    signs = [f"{sign_of(scale, code)}{code:<{width}}" for code in given]
    signs += [_MISSING * (1 + width)] * (spread.raters - len(given))
    return (" " if apart else "").join(signs)


def difference(spread: Spread, scale: Scale) -> tuple[int, str]:
    """Where in the list this kind of difference stands, and its words."""
    if spread.steps and scale.kind == "nominal":
        return (-1, _("Ulike svar"))
    if spread.steps:
        words = _(_DISTANCES[spread.steps]) if spread.steps in _DISTANCES else _("Langt fra hverandre")
        return (-10 - spread.steps, words)
    some_know = any(scale.rank(rating.code) is not None for rating in spread.ratings)
    match spread.kind:
        case "known_and_unknown" if some_know:
            return (1, _("Noen vet, noen ikke"))
        case "known_and_unknown":
            return (2, _("Ingen vet, av ulike grunner"))
        case "alone":
            return (4, _("Bare én har svart"))
        case "nobody":
            return (5, _("Ingen har svart"))
        case _:
            return (3, _("Alle svarte likt"))


def spread_words(spread: Spread, scale: Scale) -> str:
    """How far apart the participants are, in words."""
    words = difference(spread, scale)[1]
    if spread.steps and spread.kind == "known_and_unknown":
        return _("{distance}, noen vet og noen ikke").format(distance=words)
    return words


def own_ratings(spread: Spread, desk: Desk, *, names: bool) -> Content:
    """What each answered alone: only the signs, or a line a participant when names are asked for."""
    scale = desk.instrument.scale_of(spread.item)
    strip = strip_of(spread, scale)
    words = plain(f"{strip}   " if strip else "").stylize("bold") + plain(spread_words(spread, scale))
    if names:
        words += plain("".join(f"\n{desk.called(one.rater)}: {_own(one, desk.note)}" for one in spread.ratings))
    if not desk.locked and spread.item in needs_devils_advocate(desk.assessment, desk.instrument):
        words += plain("\n" + _("Alle er enige om et kritisk forhold. Trykk d og skriv hva som taler imot."))
    return words


def _own(rating: Rating, note: Callable[[str], str]) -> str:
    words = rating.code
    if rating.confidence is not None:
        words += ", " + _(_SURE[rating.confidence])
    return f"{words} – {clean_line(note(rating.reason))}" if rating.reason.strip() else words
