"""Words that say more than was seen: diagnoses from others than health personnel, labels, hearsay.

Only advice. Nothing is refused and nothing is changed: a word may be the right one, and people decide. What stands
in quotation marks is what somebody said, and is never remarked on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assess.casework.observation import Observation
from assess.profile.model import Profile
from assess.profile.wording import WordGroup, Wording

_ENDINGS: Final = r"(?:e|a|n|r|s|t|en|et|er|ene|ens|ets|ers|enes|te|ere)?"
"""The usual endings of Norwegian nouns and adjectives, for words that end in `~`."""

_QUOTED = re.compile('«[^»]*(?:»|$)|“[^”]*(?:”|$)|"[^"]*(?:"|$)')
"""What stands in quotation marks; to the end while the last one isn't written yet."""


@dataclass(frozen=True, slots=True)
class WordRemark:
    """One word to think twice about.

    Attributes:
        group: The id of its group.
        word: The word as it was written.
        start: Where it starts in the text.
        because: Why, in a sentence.
        help: What could be written instead.
    """

    group: str
    word: str
    start: int
    because: str
    help: str


def remarks(text: str, from_health: bool, wording: Wording) -> tuple[WordRemark, ...]:  # noqa: FBT001  a fact of the text
    """What to remark on in `text`, in the order it stands; a word that comes again is told once.

    Args:
        text: What was written.
        from_health: Whether it is health information, or brought by health personnel.
        wording: The words.
    """
    unquoted = _blanked(text, _QUOTED)
    found: list[WordRemark] = []
    for group in wording.groups:
        if group.not_from_health and from_health:
            continue
        words, allowed = _patterns(group)
        searched = _blanked(unquoted, allowed) if allowed is not None else unquoted
        found += [
            WordRemark(group.id, match[0], match.start(), group.because, group.help)
            for match in words.finditer(searched)
        ]
    once: dict[str, WordRemark] = {}
    for remark in sorted(found, key=lambda one: one.start):
        once.setdefault(remark.word.casefold(), remark)
    return tuple(once.values())


def from_health(one: Observation, profile: Profile, wording: Wording) -> bool:
    """Whether an observation is marked as health information, or is brought by health personnel.

    A role counts by its id or its label; others who bring it, by the words of `wording`.
    """
    if one.sensitivity == "health":
        return True
    roles = [role for role in profile.roles if role.may_handle_health]
    said = one.brought_by.strip().casefold()
    if any(said == role.id.casefold() or role.label.casefold() in said for role in roles):
        return True
    return bool(wording.health_sources and _pattern(wording.health_sources).search(said))


@lru_cache(maxsize=64)
def _patterns(group: WordGroup) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    return _pattern(group.words), _pattern(group.allowed) if group.allowed else None


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all the words; the longest is tried first, so that a phrase is found whole."""
    one_of = "|".join(_one(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{one_of})(?![\w-])", re.IGNORECASE)


def _one(word: str) -> str:
    stem = r"\s+".join(re.escape(part) for part in word.rstrip("~*").split())
    return stem + {"~": _ENDINGS, "*": r"[\w-]*"}.get(word[-1:], "")


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with spaces where the pattern is found, so that everything else keeps its place."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
