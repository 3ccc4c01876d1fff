"""Levels, ranges and reasons in words, as the step «Nivå» says them."""

from __future__ import annotations

from textual.content import Content

from assess.instrument.model import Instrument
from assess.instrument.range import Range, Reason
from assess.instrument.scale import Outcome
from assess.judgement.level import Departure
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Option


def level_options(outcome: Outcome) -> tuple[Option, ...]:
    """Everything that may be decided, each with its definition; the last character of the code is its key."""
    return tuple(
        Option(choice.code, f"{choice.code}  {choice.label}", choice.code[-1].casefold(), choice.definition)
        for choice in outcome.choices()
    )


def level_keys(outcome: Outcome) -> KeyEntry:
    """The keys of an outcome's answers, such as `0–4 x`."""
    keys = [choice.code[-1].casefold() for choice in outcome.levels]
    last = [outcome.undecided.code[-1].casefold()] if outcome.undecided is not None else []
    return KeyEntry(" ".join([f"{keys[0]}–{keys[-1]}", *last]), _("Velg"), "")


def called(outcome: Outcome, code: str) -> str:
    """A level by code and name: `N2 Moderat`."""
    return f"{code} {outcome.choice(code).label}"


def range_words(rules: Range | None, outcome: Outcome) -> str:
    """The range in a sentence that sets nothing."""
    if rules is None:
        return _("Ingen forhold er vurdert ennå, så reglene sier ingenting. Det betyr ikke at bekymringen er lav.")
    low, high = called(outcome, rules.low), called(outcome, rules.high)
    if rules.low != rules.high and not any(reason.sure for reason in rules.reasons):
        return _("Reglene peker mot {low}–{high}: ingen slår til ennå, men det åpne kan bety inntil {named}.").format(
            low=rules.low, high=rules.high, named=high
        )
    if rules.low != rules.high:
        return _("Reglene peker mot {low}–{high}: minst {least}, og inntil {most} når det åpne er avklart.").format(
            low=rules.low, high=rules.high, least=low, most=high
        )
    if not rules.reasons:
        return _("Ingen av reglene slår til, og ingenting som er åpent, kan endre det.")
    return _("Reglene peker mot {level}, uansett hva det åpne viser seg å være.").format(level=low)


def standing_words(rules: Range | None, outcome: Outcome, level: str) -> str:
    """Where the group's own answer lies beside the range; empty when the two can't be held together."""
    own, low, high = (outcome.rank(code) if code else None for code in (level, *_ends(rules)))
    if own is None or low is None or high is None:
        return _("Dere svarte {level}.").format(level=called(outcome, level))
    if own < low:
        return _("Dere svarte {level}. Det er lavere enn det reglene peker mot.").format(level=called(outcome, level))
    if own > high and (rules is None or not rules.reasons):
        return _("Dere svarte {level}. Reglene sier ikke noe imot det.").format(level=called(outcome, level))
    if own > high:
        return _("Dere svarte {level}. Det er høyere enn det reglene peker mot, og det kan dere ha grunn til.").format(
            level=called(outcome, level)
        )
    return _("Dere svarte {level}. Det er innenfor.").format(level=called(outcome, level))


def reasons_of(rules: Range | None, instrument: Instrument) -> Content:
    """Every reason with the items behind it: what holds now, and what still could."""
    said = Content()
    for heading, sure in ((_("Dette gjelder nå"), True), (_("Dette kan gjelde, når noe er avklart"), False)):
        reasons = [reason for reason in (rules.reasons if rules is not None else ()) if reason.sure is sure]
        if reasons:
            said += plain(f"\n\n{heading}").stylize("bold")
        for reason in reasons:
            said += plain(f"\n– {_reason(reason, instrument)}")
    return said


def departure_question(found: tuple[Departure, ...], low: str) -> str:
    """What must be answered in writing, as a question."""
    asked = []
    for departure in found:
        items = ", ".join(departure.items)
        if departure.demand == "below_range":
            asked.append(_("Hvorfor setter dere nivået lavere enn {low} ({items})?").format(low=low, items=items))
        else:
            asked.append(
                _("Hvorfor setter dere et lavt nivå mens kritiske forhold er ukjent ({items})?").format(items=items)
            )
    return "\n".join(asked)


def follows_of(outcome: Outcome, code: str) -> Content:
    """What follows from a level; empty when nothing is said about it."""
    follows = outcome.choice(code).follows
    if not follows:
        return Content()
    heading = plain(_("Dette følger av {level}").format(level=called(outcome, code))).stylize("bold")
    return heading + plain("".join(f"\n– {line}" for line in follows))


def items_in_words(instrument: Instrument, items: tuple[str, ...]) -> str:
    """Items by id and title, with a comma between."""
    return ", ".join(f"{item} {instrument.item(item).title}" for item in items)


def _reason(reason: Reason, instrument: Instrument) -> str:
    items = items_in_words(instrument, reason.items)
    if reason.sure:
        return _("{level}: {because} Bak dette: {items}.").format(
            level=reason.at_least, because=_stopped(reason.because), items=items
        )
    return _("{level}: {because} Åpent: {items}.").format(
        level=reason.at_least, because=_stopped(reason.because), items=items
    )


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _ends(rules: Range | None) -> tuple[str, str]:
    return (rules.low, rules.high) if rules is not None else ("", "")
