"""The mirror test in the case's own words: the same concern, with one thing about the person changed.

The sentences are made from the lists that the case was entered with and from the items that the group raised. Nothing
that anybody wrote is read, and nobody is named or described beyond the age band.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.instrument.model import Instrument
from assess.judgement.rights import rights_view
from assess.language import _
from assess.profile.model import Choice, Profile

_NO_DIRECTION = frozenset({"ikke_vurdert", "ingen", "uklar", "blandet", "enkeltsak", "annen"})
"""The entries of the profiles' lists that name no direction to change to."""

_MOST_ITEMS = 4
"""Raised items named in the question; the rest are counted."""

_DIRECTIONS = 2
"""Other directions asked about."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """The question once, and the ways it ends: read with each of them it is a whole sentence."""

    opening: str
    endings: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every question in full."""
        return tuple(f"{self.opening} {ending}" for ending in self.endings)


def mirror(case: Case, assessment: Assessment, instrument: Instrument, profile: Profile) -> Mirror:
    """The mirror test for this case; the same case gives the same sentences.

    What the case doesn't say, or the profile no longer knows, is left out of the question.
    """
    view = rights_view(assessment, instrument)
    endings = [
        *(_("hvis bekymringen gjaldt {direction}?").format(direction=one) for one in _directions(case, profile)),
        _("hvis personen hadde en annen tro, eller ingen tro?"),
        _("hvis personen hadde et annet kjønn?"),
        _("hvis personen hadde et annet navn, et annet morsmål eller foreldre fra et annet land?"),
    ]
    if view.lawful:
        numbers = ", ".join(str(one.number) for one in view.lawful)
        endings.append(_("hvis det lovlige (opplysning {numbers}) var sagt for motsatt syn?").format(numbers=numbers))
    return Mirror(_opening(case, view.raised, instrument, profile), tuple(endings))


def _opening(case: Case, raised: tuple[str, ...], instrument: Instrument, profile: Profile) -> str:
    age = profile.age_band(case.age_band)
    sender = next((one.label for one in profile.senders if one.id == case.sender), "")
    who = _("en person ({age})").format(age=_small(age.label)) if age is not None else _("en person")
    if not raised:
        said = _("Ville dere satt samme nivå for {who} der ingenting på risikosiden er til stede").format(who=who)
    else:
        said = _("Ville dere satt samme nivå for {who} der {items} er til stede").format(
            who=who, items=_items(raised, instrument)
        )
    if sender:
        said += _(", og der bekymringen kom fra {sender}").format(sender=_small(sender))
    return f"{said},"


def _items(raised: tuple[str, ...], instrument: Instrument) -> str:
    critical_first = sorted(raised, key=lambda item: instrument.item(item).critical is None)
    named = [_("«{title}»").format(title=instrument.item(item).title) for item in critical_first[:_MOST_ITEMS]]
    more = len(raised) - _MOST_ITEMS
    if more > 0:
        named.append(_("{count} til").format(count=more))
    *first, last = named
    return _("{first} og {last}").format(first=", ".join(first), last=last) if first else last


def _directions(case: Case, profile: Profile) -> Iterable[str]:
    """The first directions of the profile's list that are another than the case's own."""
    others: list[Choice] = [one for one in profile.ideologies if one.id not in _NO_DIRECTION | {case.ideology}]
    return [_small(one.label.split(" (")[0]) for one in others[:_DIRECTIONS]]


def _small(label: str) -> str:
    """A label from a list inside a sentence: `Skole` becomes `skole`, and `NAV` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
