"""What the rules say in each world that the answers leave possible, by two-valued logic and plain enumeration.

This is the oracle that the program's three-valued logic is held against. It shares nothing with it: it reads the
instrument as plain data, gives every open item each step of its scale in turn, and asks what is true.

What people have said stays said in every world: an item answered «unknown» may turn out to be any step, and a
condition that asks whether it *was answered* as unknown still holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from assess.instrument.model import Instrument

Data = Mapping[str, Any]
"""A part of an instrument as its JSON has it."""

ELSE = "something else"
"""A fact about the case that no condition asks for."""


@dataclass(frozen=True)
class World:
    """One way in which everything open could turn out."""

    instrument: Data
    said: Mapping[str, str]
    """The codes that were answered, closed or not, by item."""
    steps: Mapping[str, str]
    """The step that each item is in this world; an item closed without an answer has none."""
    context: Mapping[str, str]

    def true(self, condition: Data) -> bool:
        """Whether the condition is true here."""
        if "all" in condition:
            return all(self.true(part) for part in condition["all"])
        if "any" in condition:
            return any(self.true(part) for part in condition["any"])
        if "not" in condition:
            return not self.true(condition["not"])
        if "context" in condition:
            return self.context[condition["context"]] in set(condition["is"])
        if "count" in condition:
            count = condition["count"]
            items = count["of"] or [item["id"] for item in self._items(count["domain"])]
            return sum(self._reaches(item, count["at_least"]) for item in items) >= int(count["min"])
        if condition["at_least"] is not None:
            return self._reaches(condition["item"], condition["at_least"])
        codes = {self.said.get(condition["item"]), self.steps.get(condition["item"])}
        return self.applies(condition["item"]) and not codes.isdisjoint(condition["is"])

    def applies(self, item_id: str) -> bool:
        """Whether the item is one that should be answered here."""
        (item,) = [item for item in self._items() if item["id"] == item_id]
        return item["applicable_when"] is None or self.true(item["applicable_when"])

    def highest(self, outcome: str) -> int:
        """The place of the highest level that any rule or critical item speaks for; 0 when none does."""
        codes = [
            level["code"] for one in self.instrument["outcomes"] if one["id"] == outcome for level in one["levels"]
        ]
        return max((codes.index(code) for code in self._spoken_for(outcome)), default=0)

    def _spoken_for(self, outcome: str) -> Iterator[str]:
        for rule in self.instrument["rules"]:
            if rule["outcome"] == outcome and self.true(rule["when"]):
                yield rule["at_least"]
        for item in self._items():
            critical = item["critical"]
            if critical is None or not self.applies(item["id"]):
                continue
            floor, unknown = critical["floor"], critical["when_unknown"]
            if floor and floor["outcome"] == outcome and self._reaches(item["id"], critical["at_least"]):
                yield floor["at_least"]
            if unknown and unknown["outcome"] == outcome and self._was_unknown(item):
                yield unknown["at_least"]

    def _items(self, domain: str | None = None) -> Iterator[Data]:
        for one in self.instrument["domains"]:
            if domain in {None, one["id"]}:
                yield from one["items"]

    def _reaches(self, item_id: str, code: str) -> bool:
        (item,) = [item for item in self._items() if item["id"] == item_id]
        steps = _steps(self.instrument, item)
        step = self.steps.get(item_id)
        return step is not None and steps.index(step) >= steps.index(code) and self.applies(item_id)

    def _was_unknown(self, item: Data) -> bool:
        others = _scale(self.instrument, item)["non_answers"]
        return any(other["code"] == self.said.get(item["id"]) and other["means"] == "unknown" for other in others)


def worlds(
    instrument: Instrument, answers: Mapping[str, str], context: Mapping[str, str], asked: Data | None = None
) -> Iterator[World]:
    """Every world that the answers and the context leave possible; `asked` is a condition that will be put to them."""
    data = instrument.model_dump(mode="json", by_alias=True)
    items = [item for domain in data["domains"] for item in domain["items"]]
    choices = [_could_be(data, item, answers.get(item["id"])) for item in items]
    facts = {name: [context[name]] if name in context else values for name, values in _asked_for([data, asked]).items()}
    for steps in product(*choices):
        here = {item["id"]: step for item, step in zip(items, steps, strict=True) if step is not None}
        for values in product(*facts.values()):
            yield World(data, answers, here, dict(zip(facts, values, strict=True)))


def _could_be(data: Data, item: Data, said: str | None) -> list[str | None]:
    steps = _steps(data, item)
    if said in steps:
        return [said]
    closed = [other["code"] for other in _scale(data, item)["non_answers"] if other["closes"]]
    return [None] if said in closed else [*steps]


def _steps(data: Data, item: Data) -> list[str]:
    return [level["code"] for level in _scale(data, item)["levels"]]


def _scale(data: Data, item: Data) -> Data:
    (scale,) = [scale for scale in data["scales"] if scale["id"] == item["scale"]]
    return dict(scale)


def _asked_for(node: object) -> dict[str, list[str]]:
    """Every fact about the case that some condition asks for, with all the values that make a difference."""
    found: dict[str, set[str]] = {"age_band": {ELSE}, "phase": {ELSE}}

    def walk(part: object) -> None:
        if isinstance(part, Mapping):
            if "context" in part:
                found[part["context"]] |= set(part["is"])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(node)
    return {name: sorted(values) for name, values in found.items()}
