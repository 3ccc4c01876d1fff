"""What an instrument's rules say about an outcome: a range with its reasons, never an answer.

The low end is what already holds whatever the open answers turn out to be; the high end is what could still
hold. Rules and critical items can only raise (there is no «at most»), so no protective answer and no missing
answer ever lowers either end. Nothing answered gives no range at all, never «low».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from assess.instrument.condition import (
    AllCondition,
    AnyCondition,
    Condition,
    CountCondition,
    Facts,
    ItemCondition,
    NotCondition,
    Truth,
    holds,
    items_in,
    let_in,
)
from assess.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing behind an end of the range."""

    at_least: str
    """The outcome level that it speaks for."""
    because: str
    items: tuple[str, ...]
    """The items that it rests on, or, for what could still hold, the open ones among them."""
    sure: bool
    """Whether it holds already, or could still hold."""


@dataclass(frozen=True, slots=True)
class Range:
    """What the rules say about one outcome, from its least to its most."""

    outcome: str
    low: str
    high: str
    reasons: tuple[Reason, ...]

    @property
    def open_items(self) -> tuple[str, ...]:
        """The open items that make the width, in the order first met."""
        return tuple(dict.fromkeys(item for reason in self.reasons if not reason.sure for item in reason.items))


def facts_of(instrument: Instrument, answers: Mapping[str, str], context: Mapping[str, str] | None = None) -> Facts:
    """Return the answers as facts, with items that don't apply here left out of every count.

    An item that is only kept out by a strength, or by something being *more* present, stays doubtful: a reassuring or
    a graver answer elsewhere must not hide what an item says, or could say, from the high end.
    """
    strengths = frozenset(item.id for item in instrument.items() if item.kind == "protective")
    known: dict[Truth, set[str]] = {truth: set() for truth in Truth}

    def facts() -> Facts:
        hidden, doubtful = frozenset(known[Truth.NO]), frozenset(known[Truth.OPEN])
        return Facts(instrument.scales_by_item, answers, instrument.members(), context, hidden, doubtful)

    found = facts()
    for item, condition in _sometimes(instrument, found):
        truth = holds(condition, found)
        known[Truth.OPEN if truth is Truth.NO and let_in(condition, found, strengths) else truth].add(item)
        found = facts()
    return found


def _sometimes(instrument: Instrument, facts: Facts) -> list[tuple[str, Condition]]:
    """The items that apply only sometimes, each after those that its own condition looks at."""
    conditions = {item.id: item.applicable_when for item in instrument.items() if item.applicable_when is not None}
    order = TopologicalSorter({item: set(items_in(condition, facts)) for item, condition in conditions.items()})
    return [(item, conditions[item]) for item in order.static_order() if item in conditions]


def range_of(
    instrument: Instrument, outcome: str, answers: Mapping[str, str], context: Mapping[str, str] | None = None
) -> Range | None:
    """Say what the rules hold about `outcome`, or None when nothing is answered or the outcome has no order.

    Args:
        instrument: The instrument whose rules and critical items speak.
        outcome: The id of one of its outcomes.
        answers: Codes by item id; an item without an entry is blank.
        context: Facts about the case, such as `age_band`.

    Raises:
        KeyError: The instrument has no such outcome.
    """
    asked = instrument.outcome(outcome)
    if not answers or asked.kind == "nominal":
        return None
    facts = facts_of(instrument, answers, context)
    reasons = (*_rule_reasons(instrument, outcome, facts), *_critical_reasons(instrument, outcome, answers, facts))
    ranks = {level.code: place for place, level in enumerate(asked.levels)}
    low = max((ranks[reason.at_least] for reason in reasons if reason.sure), default=0)
    high = max((ranks[reason.at_least] for reason in reasons), default=0)
    telling = tuple(reason for reason in reasons if reason.sure or ranks[reason.at_least] > low)
    ordered = sorted(telling, key=lambda reason: (not reason.sure, -ranks[reason.at_least]))
    return Range(outcome, asked.levels[low].code, asked.levels[high].code, tuple(ordered))


def _rule_reasons(instrument: Instrument, outcome: str, facts: Facts) -> list[Reason]:
    reasons = []
    for rule in instrument.rules:
        if rule.outcome != outcome:
            continue
        truth = holds(rule.when, facts)
        if truth is not Truth.NO:
            items = _behind(rule.when, facts, truth)
            reasons.append(Reason(rule.at_least, rule.because, items, truth is Truth.YES))
    return reasons


def _critical_reasons(instrument: Instrument, outcome: str, answers: Mapping[str, str], facts: Facts) -> list[Reason]:
    reasons = []
    for item in instrument.items():
        critical = item.critical
        if critical is None:
            continue
        floor = critical.floor
        truth = facts.at_least(item.id, critical.at_least)
        if floor is not None and floor.outcome == outcome and truth is not Truth.NO:
            reasons.append(Reason(floor.at_least, floor.because, (item.id,), truth is Truth.YES))
        floor = critical.when_unknown
        if floor is not None and floor.outcome == outcome and is_unknown(instrument, item.id, answers):
            truth = facts.is_one_of(item.id, (answers[item.id],))
            if truth is not Truth.NO:
                reasons.append(Reason(floor.at_least, floor.because, (item.id,), truth is Truth.YES))
    return reasons


def is_unknown(instrument: Instrument, item: str, answers: Mapping[str, str]) -> bool:
    """Whether the item is explicitly answered as unknown; a blank is not."""
    other = instrument.scale_of(item).non_answer(answers.get(item, ""))
    return other is not None and other.means == "unknown"


def _behind(condition: Condition, facts: Facts, truth: Truth) -> tuple[str, ...]:
    """The items that the condition rests on: those that make it hold, or the open ones that could."""
    looked_at = dict.fromkeys(items_in(condition, facts))
    if truth is Truth.OPEN:
        return tuple(item for item in looked_at if facts.unsettled(item))
    return tuple(item for item in looked_at if _speaks_for(condition, item, facts))


def _speaks_for(condition: Condition, item: str, facts: Facts) -> bool:
    """Whether some part of the condition that looks only at this item holds."""
    match condition:
        case ItemCondition(item=looked_at):
            return looked_at == item and holds(condition, facts) is Truth.YES
        case CountCondition(count=count):
            return item in facts.items_of(count) and facts.at_least(item, count.at_least) is Truth.YES
        case AllCondition(all=parts) | AnyCondition(any=parts):
            return any(_speaks_for(part, item, facts) for part in parts)
        case NotCondition(not_=part):
            return not _speaks_for(part, item, facts)
        case _:
            return False
