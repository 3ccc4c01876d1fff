"""Texts that rest on an observation that is left out whole, and would tell what it says after all.

A text rests on it when it names its number, is the reason of an item that it speaks for or against, shares a quotation
or a few words in a row with it, tells one of its sentences with much the same words, or names somebody that it names.
No search finds every retelling: the group reads too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from assess.casework.citations import citations
from assess.casework.observation import Observation
from assess.reports.access_people import names_any, people_words, plain_words, told_words
from assess.reports.access_places import readable_texts
from assess.reports.dossier import Dossier

_RUN: Final = 4
"""Words in a row that tell that a text was copied."""
_LONG: Final = 5
"""Letters from which a word carries meaning more often than not."""
_SAME: Final = 3
"""Such words that one sentence shares with another when it likely tells the same."""
_SENTENCE: Final = re.compile(r"[.!?;:\n]+")
_QUOTED: Final = re.compile(r"[«“„\"]([^«»“”„\"]+)[»”“\"]")
_NUMBERED: Final = re.compile(
    r"(?:\bopplysning\w*|\bobservasjon\w*|\bobservation\w*|\bnr\.?|\bno\.|#)((?:[\s,.:#–-]|og|and|\d)+)", re.IGNORECASE
)
"""How people point to an observation from memory: «opplysning 7», «nr. 6, 7 og 8»."""


def resting_places(dossier: Dossier, whole: frozenset[int]) -> frozenset[str]:
    """The places of the texts that rest on the observations with these numbers, as `access_places` names them."""
    gone = [one for one in dossier.assessment.observations if one.number in whole]
    if not gone:
        return frozenset()
    reasons = {f"item.{item}" for one in gone for item in (*one.speaks_for, *one.speaks_against)}
    people = told_words(dossier, gone) | {word for one in gone for word in people_words(one.seen)}
    hidden = _Hidden(gone)
    own = {f"{word}.{number}" for number in whole for word in ("observation", "meaning")}
    return frozenset(
        place
        for place, text in readable_texts(dossier).items()
        if place not in own
        and (place in reasons or _names(dossier, text, whole) or hidden.shares(text) or names_any(text, people))
    )


class _Hidden:
    """The words of what is left out, to be looked for in other texts."""

    def __init__(self, gone: Iterable[Observation]) -> None:
        said = [text for one in gone for text in _texts(one)]
        self._said = [plain_words(text) for text in said]
        self._runs = {run for words in self._said for run in _runs(words)}
        self._sentences = [words for text in said for words in _sentences(text)]
        self._quotes = {tuple(plain_words(quote)) for text in said for quote in _QUOTED.findall(text)} - {()}

    def shares(self, text: str) -> bool:
        """Whether the text has a quotation of theirs, quotes them, or tells what they tell in their words."""
        words = plain_words(text)
        quotes = {tuple(plain_words(quote)) for quote in _QUOTED.findall(text)} - {()}
        return (
            not self._runs.isdisjoint(_runs(words))
            or any(len(own & told) >= _SAME for told in _sentences(text) for own in self._sentences)
            or any(_stands_in(quote, words) for quote in self._quotes)
            or any(_stands_in(quote, said) for quote in quotes for said in self._said)
        )


def _texts(one: Observation) -> tuple[str, ...]:
    return (
        one.seen,
        one.meaning,
        one.brought_by,
        one.observed,
        one.necessity,
        one.mentions,
        one.document,
        one.withdrawn,
    )


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _sentences(text: str) -> list[frozenset[str]]:
    """The long words of each sentence."""
    return [
        frozenset(word for word in plain_words(sentence) if len(word) >= _LONG) for sentence in _SENTENCE.split(text)
    ]


def _stands_in(quote: tuple[str, ...], words: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(quote)]) == quote for at in range(len(words) - len(quote) + 1))


def _names(dossier: Dossier, text: str, whole: frozenset[int]) -> bool:
    cited = {one.number for one in citations([text], dossier.assessment, dossier.instrument).observations}
    return bool(whole & cited) or any(whole & _numbers(listed) for listed in _NUMBERED.findall(text))


def _numbers(listed: str) -> set[int]:
    """The numbers of a list, with those between: «6–8» is 6, 7 and 8."""
    found = {int(number) for number in re.findall(r"\d{1,4}", listed)}
    between = [range(int(low), int(high) + 1) for low, high in re.findall(r"(\d{1,4})\s*[–-]\s*(\d{1,4})", listed)]
    return found.union(*between)
