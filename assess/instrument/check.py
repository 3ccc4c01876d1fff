"""What the schema alone can't see: names that point nowhere, rules that could lower, words that are missing.

Every complaint stands at a place in the file, as `path:line:column: error: …`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from assess.instrument.condition import (
    AllCondition,
    AnyCondition,
    Condition,
    ContextCondition,
    CountCondition,
    Facts,
    ItemCondition,
    NotCondition,
    items_in,
)
from assess.instrument.locale import Locale, locale_texts, texts_of
from assess.instrument.model import Critical, Instrument, Item
from assess.instrument.scale import Scale
from assess.instrument.text import DataFile

Place = tuple[str | int, ...]

_LISTS = ("sources", "scales", "domains", "outcomes", "rules", "prompts", "scenario_fields", "rights_checks", "quality")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong, at a path of keys and indices into the file's data."""

    place: Place
    message: str
    severity: Literal["error", "warning"] = "error"
    at_key: bool = False
    """Whether the key itself is wrong, rather than its value."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return «; did you mean 'x'?» for the nearest of `names`, or nothing."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def complaints(instrument: Instrument) -> list[Complaint]:
    """Everything wrong in an instrument whose shape is right, in the order of the file's parts."""
    return [
        *_duplicates(instrument),
        *_scales(instrument),
        *_items(instrument),
        *_outcomes(instrument),
        *_rules(instrument),
        *_cycles(instrument),
    ]


def locale_complaints(source: DataFile, locale: Locale) -> list[Complaint]:
    """Words that belong to no text of the file, and texts that the locale lacks."""
    wanted, given = texts_of(source), locale_texts(locale)
    found: list[Complaint] = []
    if locale.of.id != source.id:
        found.append(Complaint(("of", "id"), f"written for '{locale.of.id}', not for '{source.id}'"))
    if locale.of.version != source.version:
        message = f"written for version {locale.of.version}; the source is {source.version}"
        found.append(Complaint(("of", "version"), message, "warning"))
    for path, words in given.items():
        if path not in wanted:
            close = nearest(".".join(path), (".".join(other) for other in wanted))
            found.append(Complaint(("texts", *path), f"the source has no text here{close}", at_key=True))
        elif _shape(words) != _shape(wanted[path]):
            found.append(Complaint(("texts", *path), f"the source has {_shape(wanted[path])} here"))
    for path in wanted:
        if path not in given:
            severity: Literal["error", "warning"] = "error" if path[-1] == "label" else "warning"
            found.append(Complaint(("texts",), f"no words for {'.'.join(path)}", severity))
    return found


def _shape(words: str | tuple[str, ...]) -> str:
    return f"a list of {len(words)}" if isinstance(words, tuple) else "one text"


def _duplicates(instrument: Instrument) -> Iterator[Complaint]:
    for name in _LISTS:
        ids: Sequence[str] = [entry.id for entry in getattr(instrument, name)]
        for number, entry in enumerate(ids):
            if entry in ids[:number]:
                yield Complaint((name, number, "id"), f"the id '{entry}' is used twice among the {name}")
    seen: set[str] = set()
    for place, item in _placed(instrument):
        if item.id in seen:
            yield Complaint((*place, "id"), f"the id '{item.id}' is used twice among the items")
        seen.add(item.id)


def _scales(instrument: Instrument) -> Iterator[Complaint]:
    for place, scale in enumerate(instrument.scales):
        codes = scale.codes()
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Complaint(("scales", place), f"the code '{code}' is used twice in the scale '{scale.id}'")
        used = any(item.scale == scale.id for item in instrument.items())
        if used and not any(other.means == "unknown" for other in scale.non_answers):
            yield Complaint(("scales", place), f"the scale '{scale.id}' has no answer that means unknown")
        for number, other in enumerate(scale.non_answers):
            if other.means == "unknown" and other.closes:
                where: Place = ("scales", place, "non_answers", number, "closes")
                yield Complaint(where, "an unknown can't close an item: it would count as settled")


def _items(instrument: Instrument) -> Iterator[Complaint]:
    scales = {scale.id: scale for scale in instrument.scales}
    for place, item in _placed(instrument):
        scale = scales.get(item.scale)
        if scale is None:
            message = f"no scale '{item.scale}'{nearest(item.scale, scales)}"
            yield Complaint((*place, "scale"), message)
            continue
        yield from _item_words(place, item, scale)
        if item.critical is not None:
            if item.kind == "protective":
                yield Complaint((*place, "critical"), f"'{item.id}' is a strength: it can't be critical")
            yield from _critical(instrument, (*place, "critical"), item.critical, scale)
        if item.applicable_when is not None:
            yield from _condition(instrument, (*place, "applicable_when"), item.applicable_when)
        known = {source.id for source in instrument.sources}
        for number, source in enumerate(item.source):
            if source not in known:
                message = f"no source '{source}'{nearest(source, known)}"
                yield Complaint((*place, "source", number), message)


def _item_words(place: Place, item: Item, scale: Scale) -> Iterator[Complaint]:
    steps = [level.code for level in scale.levels]
    for code in item.anchors:
        if code not in steps:
            yield Complaint((*place, "anchors", code), f"the scale '{scale.id}' has no step '{code}'", at_key=True)
    for code in steps if item.anchors else ():
        if code not in item.anchors:
            yield Complaint((*place, "anchors"), f"the step '{code}' has no words of its own here", "warning")
    for code in item.follow:
        if code not in scale.codes():
            yield Complaint((*place, "follow", code), f"the scale '{scale.id}' has no code '{code}'", at_key=True)
    wanted = item.evidence.reason_from
    if wanted is not None and wanted not in steps:
        yield Complaint((*place, "evidence", "reason_from"), f"the scale '{scale.id}' has no step '{wanted}'")


def _critical(instrument: Instrument, place: Place, critical: Critical, scale: Scale) -> Iterator[Complaint]:
    yield from _step(place, scale, critical.at_least)
    if scale.rank(critical.at_least) == 0:
        yield Complaint((*place, "at_least"), "the lowest step can't alarm: everything would be critical")
    for name in ("floor", "when_unknown"):
        floor = getattr(critical, name)
        if floor is not None:
            yield from _raises(instrument, (*place, name), floor.outcome, floor.at_least)


def _outcomes(instrument: Instrument) -> Iterator[Complaint]:
    ids = {outcome.id: outcome for outcome in instrument.outcomes}
    for name in ("level_outcome", "help_outcome"):
        wanted = getattr(instrument, name)
        if wanted is not None and wanted not in ids:
            yield Complaint((name,), f"no outcome '{wanted}'{nearest(wanted, ids)}")
    for place, outcome in enumerate(instrument.outcomes):
        codes = [choice.code for choice in outcome.choices()]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Complaint(("outcomes", place), f"the code '{code}' is used twice in '{outcome.id}'")
    level = ids.get(instrument.level_outcome or "")
    below = instrument.cautious_below
    if below is not None and (level is None or level.rank(below) is None):
        yield Complaint(("cautious_below",), f"the concern level has no level '{below}'")


def _rules(instrument: Instrument) -> Iterator[Complaint]:
    for number, rule in enumerate(instrument.rules):
        place: Place = ("rules", number)
        yield from _raises(instrument, place, rule.outcome, rule.at_least)
        yield from _condition(instrument, (*place, "when"), rule.when)
        yield from _only_raises(instrument, (*place, "when"), rule.when)


def _raises(instrument: Instrument, place: Place, outcome_id: str, code: str) -> Iterator[Complaint]:
    outcomes = {outcome.id: outcome for outcome in instrument.outcomes}
    outcome = outcomes.get(outcome_id)
    if outcome is None:
        yield Complaint((*place, "outcome"), f"no outcome '{outcome_id}'{nearest(outcome_id, outcomes)}")
    elif outcome.kind == "nominal":
        yield Complaint((*place, "outcome"), f"'{outcome_id}' has no order, so nothing can raise it")
    elif outcome.rank(code) is None:
        codes = [level.code for level in outcome.levels]
        yield Complaint((*place, "at_least"), f"'{outcome_id}' has no level '{code}'{nearest(code, codes)}")


def _condition(instrument: Instrument, place: Place, condition: Condition) -> Iterator[Complaint]:
    match condition:
        case ItemCondition():
            yield from _item_condition(instrument, place, condition)
        case CountCondition():
            yield from _count_condition(instrument, (*place, "count"), condition)
        case AllCondition(all=parts):
            for number, part in enumerate(parts):
                yield from _condition(instrument, (*place, "all", number), part)
        case AnyCondition(any=parts):
            for number, part in enumerate(parts):
                yield from _condition(instrument, (*place, "any", number), part)
        case NotCondition(not_=part):
            yield from _condition(instrument, (*place, "not"), part)
        case ContextCondition():
            return


def _item_condition(instrument: Instrument, place: Place, condition: ItemCondition) -> Iterator[Complaint]:
    scale = _scale(instrument, condition.item)
    if condition.item not in instrument.items_by_id:
        message = f"no item '{condition.item}'{nearest(condition.item, instrument.items_by_id)}"
        yield Complaint((*place, "item"), message)
    elif scale is not None:
        if condition.at_least is not None:
            yield from _step(place, scale, condition.at_least)
        for number, code in enumerate(condition.is_ or ()):
            if code not in scale.codes():
                yield Complaint((*place, "is", number), f"the scale '{scale.id}' has no code '{code}'")


def _count_condition(instrument: Instrument, place: Place, condition: CountCondition) -> Iterator[Complaint]:
    count, members = condition.count, instrument.members()
    if count.domain is not None and count.domain not in members:
        yield Complaint((*place, "domain"), f"no domain '{count.domain}'{nearest(count.domain, members)}")
        return
    for number, item in enumerate(count.of):
        if item not in instrument.items_by_id:
            message = f"no item '{item}'{nearest(item, instrument.items_by_id)}"
            yield Complaint((*place, "of", number), message)
        elif item in count.of[:number]:
            yield Complaint((*place, "of", number), f"the item '{item}' is counted twice")
    items = count.of or members.get(count.domain or "", ())
    for item in items:
        scale = _scale(instrument, item)
        wrong = [] if scale is None else list(_step(place, scale, count.at_least, f" of '{item}'"))
        if wrong:
            yield from wrong
            return
    if count.min > len(items):
        yield Complaint((*place, "min"), f"can never hold: needs {count.min} of {len(items)} items")


def _step(place: Place, scale: Scale, code: str, whose: str = "") -> Iterator[Complaint]:
    if scale.rank(code) is None:
        yield Complaint((*place, "at_least"), f"the scale '{scale.id}'{whose} has no step '{code}'")
    elif scale.kind == "nominal":
        yield Complaint(
            (*place, "at_least"), f"the scale '{scale.id}'{whose} has no order, so no step is at least another"
        )


def _only_raises(instrument: Instrument, place: Place, condition: Condition) -> Iterator[Complaint]:
    """A rule may not use anything by which a higher rating, or a known strength, could take concern away or add it."""
    match condition:
        case NotCondition():
            yield Complaint((*place, "not"), "a rule may not use 'not': rules can only raise", at_key=True)
        case AllCondition(all=parts):
            for number, part in enumerate(parts):
                yield from _only_raises(instrument, (*place, "all", number), part)
        case AnyCondition(any=parts):
            for number, part in enumerate(parts):
                yield from _only_raises(instrument, (*place, "any", number), part)
        case ItemCondition(item=item, is_=codes) if codes is not None and item in instrument.items_by_id:
            scale = _scale(instrument, item)
            if scale is not None and any(scale.rank(code) is not None for code in codes):
                message = "a rule may use 'is' only for unknown and its like; use at_least for steps"
                yield Complaint((*place, "is"), message, at_key=True)
        case _:
            pass
    facts = Facts({}, {}, instrument.members())
    if isinstance(condition, ItemCondition | CountCondition):
        for item in items_in(condition, facts):
            found = instrument.items_by_id.get(item)
            if found is not None and found.kind == "protective":
                yield Complaint(place, f"'{item}' is a strength: it may not raise a concern")


def _cycles(instrument: Instrument) -> Iterator[Complaint]:
    facts = Facts({}, {}, instrument.members())
    needs = {
        item.id: tuple(items_in(item.applicable_when, facts)) if item.applicable_when is not None else ()
        for item in instrument.items()
    }
    for place, item in _placed(instrument):
        path = _way_back(item.id, needs)
        if path:
            message = f"depends on itself: {' → '.join(path)}"
            yield Complaint((*place, "applicable_when"), message)


def _way_back(start: str, needs: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    waiting: list[tuple[str, ...]] = [(start, need) for need in needs[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path[-1] == start:
            return path
        if path[-1] not in seen:
            seen.add(path[-1])
            waiting.extend((*path, need) for need in needs.get(path[-1], ()))
    return ()


def _scale(instrument: Instrument, item_id: str) -> Scale | None:
    item = instrument.items_by_id.get(item_id)
    return next((scale for scale in instrument.scales if item is not None and scale.id == item.scale), None)


def _placed(instrument: Instrument) -> Iterator[tuple[Place, Item]]:
    for outer, domain in enumerate(instrument.domains):
        for inner, item in enumerate(domain.items):
            yield ("domains", outer, "items", inner), item
