"""The words a report uses for the records' codes, days and moments, in the language spoken now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from assess.casework.case import Phase
from assess.casework.meeting import Agenda
from assess.casework.observation import Credibility, Hand, Nature, Reliability
from assess.casework.plan import Consent
from assess.casework.rating import Change
from assess.casework.record import Confidence
from assess.instrument.model import Instrument, Part
from assess.language import _, mark
from assess.norwegian_time import knows_norwegian_time, norwegian

_CONFIDENCE: dict[Confidence, str] = {"low": mark("lav"), "medium": mark("middels"), "high": mark("høy")}
_CHANGE: dict[Change, str] = {
    "increased": mark("økt"),
    "unchanged": mark("uendret"),
    "decreased": mark("redusert"),
    "unclear": mark("uklar"),
}
_PHASE: dict[Phase, str] = {
    "anonymous": mark("anonym drøfting"),
    "initial": mark("innledende vurdering"),
    "follow_up": mark("oppfølging"),
}
_AGENDA: dict[Agenda, str] = {
    "case": mark("enkeltsak"),
    "demonstration": mark("markering"),
    "planning": mark("planarbeid"),
}
_HAND: dict[Hand, str] = {
    "first_hand": mark("sett eller hørt selv"),
    "retold": mark("gjengitt fra andre"),
    "unclear": mark("uklart om det er sett eller hørt selv"),
}
_RELIABILITY: dict[Reliability, str] = {
    "A": mark("helt pålitelig"),
    "B": mark("vanligvis pålitelig"),
    "C": mark("nokså pålitelig"),
    "D": mark("vanligvis ikke pålitelig"),
    "E": mark("upålitelig"),
    "F": mark("påliteligheten kan ikke vurderes"),
}
_CREDIBILITY: dict[Credibility, str] = {
    "1": mark("bekreftet av andre"),
    "2": mark("sannsynlig riktig"),
    "3": mark("mulig riktig"),
    "4": mark("tvilsomt"),
    "5": mark("usannsynlig"),
    "6": mark("kan ikke vurderes"),
}
_NATURE: dict[Nature, str] = {
    "fact": mark("faktisk forhold"),
    "assessment": mark("vurdering"),
    "unverified": mark("ikke bekreftet"),
}
_CONSENT: dict[Consent, str] = {
    "given": mark("gitt"),
    "to_be_asked": mark("skal spørres"),
    "declined": mark("sagt nei"),
    "not_needed": mark("ikke nødvendig"),
    "not_considered": mark("ikke vurdert"),
}
_PART: dict[Part, str] = {
    "risk": mark("Risiko og trussel"),
    "resilience": mark("Trivsel og motstandskraft"),
    "across": mark("På tvers"),
}
_MONTHS = (
    mark("januar"),
    mark("februar"),
    mark("mars"),
    mark("april"),
    mark("mai"),
    mark("juni"),
    mark("juli"),
    mark("august"),
    mark("september"),
    mark("oktober"),
    mark("november"),
    mark("desember"),
)


def confidence(value: Confidence) -> str:
    """How sure those who answer are."""
    return _(_CONFIDENCE[value])


def change(value: Change) -> str:
    """How it has moved."""
    return _(_CHANGE[value])


def phase(value: Phase) -> str:
    """The case's phase."""
    return _(_PHASE[value])


def agenda(value: Agenda) -> str:
    """The kind of meeting."""
    return _(_AGENDA[value])


def hand(value: Hand) -> str:
    """Whether the one who brings it saw or heard it."""
    return _(_HAND[value])


def reliability(value: Reliability) -> str:
    """How reliable the source usually is, with its letter."""
    return f"{_(_RELIABILITY[value])} ({value})"


def credibility(value: Credibility) -> str:
    """How likely the information itself is, with its figure."""
    return f"{_(_CREDIBILITY[value])} ({value})"


def nature(value: Nature) -> str:
    """What kind of statement it is."""
    return _(_NATURE[value])


def consent(value: Consent) -> str:
    """Where consent to a measure stands."""
    return _(_CONSENT[value])


def part(value: Part) -> str:
    """A half of the analysis board."""
    return _(_PART[value])


def day(value: date) -> str:
    """A day in full, such as «19. november 2026»."""
    return _("{day}. {month} {year}").format(day=value.day, month=_(_MONTHS[value.month - 1]), year=value.year)


def short_day(value: date) -> str:
    """A day in figures, for tables, such as «19.11.2026»."""
    return _("{day:02d}.{month:02d}.{year}").format(day=value.day, month=value.month, year=value.year)


def deadline(value: date | None) -> str:
    """A day in figures, or that there is none."""
    return short_day(value) if value is not None else _("ingen frist")


def moment(value: datetime) -> str:
    """A moment on the clock of `clock`, such as «19. november 2026 kl. 10.42»."""
    local = norwegian(value)
    return _("{day} kl. {hour:02d}.{minute:02d}").format(day=day(local.date()), hour=local.hour, minute=local.minute)


def clock() -> str:
    """Which clock the moments are told by: Norway's, or the machine's own where it knows no time zones."""
    return _("norsk tid") if knows_norwegian_time() else _("maskinens tid")


def listed(words: Iterable[str]) -> str:
    """The words as a list in a sentence: «a, b og c»."""
    *first, last = (*words,) or ("",)
    return _("{first} og {last}").format(first=", ".join(first), last=last) if first else last


def capital(text: str) -> str:
    """The text with its first letter large, to stand first in a line."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a sign of its own."""
    stripped = text.strip()
    return stripped if not stripped or stripped[-1] in ".!?…:»" else f"{stripped}."


def named(instrument: Instrument, item: str) -> str:
    """An item's id and title; the id alone when the instrument has no such item."""
    known = instrument.items_by_id.get(item)
    return item if known is None else f"{item} {known.title}"
