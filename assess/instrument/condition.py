"""Conditions over answers: a closed, declarative form, judged in three values.

There is no expression language on purpose. Common ones hold that a missing answer is smaller than one, or
depend on the order of the operands; here a missing answer makes a condition *undetermined* unless the rest
decides it (Kleene's strong logic of indeterminacy).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator

from assess.instrument.scale import Scale
from assess.instrument.text import Code, Id, Strict


class Truth(Enum):
    """What is known of a condition while some answers may be open."""

    NO = 0
    OPEN = 1
    YES = 2


class ItemCondition(Strict):
    """One item's answer is at least a step, or is one of some codes."""

    item: Id
    at_least: Code | None = None
    is_: tuple[Code, ...] | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _one_test(self) -> ItemCondition:
        if (self.at_least is None) == (self.is_ is None):
            msg = "give exactly one of at_least and is"
            raise ValueError(msg)
        return self


class Count(Strict):
    """How many of some items are at least a step."""

    of: tuple[Id, ...] = ()
    domain: Id | None = None
    at_least: Code
    min: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _one_set(self) -> Count:
        if bool(self.of) == (self.domain is not None):
            msg = "give exactly one of of and domain"
            raise ValueError(msg)
        return self


class CountCondition(Strict):
    """At least `min` of the counted items are at least a step."""

    count: Count


class AllCondition(Strict):
    """Every one of the conditions holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyCondition(Strict):
    """At least one of the conditions holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class NotCondition(Strict):
    """The condition does not hold. Not allowed inside a rule: rules can only raise."""

    not_: Condition = Field(alias="not")


class ContextCondition(Strict):
    """A fact about the case rather than an answer, such as the age band."""

    context: Literal["age_band", "phase"]
    is_: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(alias="is", min_length=1)


_KINDS = ("item", "count", "all", "any", "not", "context")


def _kind_of(value: Any) -> str | None:  # noqa: ANN401  pydantic hands over whatever the file held
    keys = set(value) if isinstance(value, dict) else {name.rstrip("_") for name in type(value).model_fields}
    return next((f"<{kind}>" for kind in _KINDS if kind in keys), None)


Condition = Annotated[
    Union[  # noqa: UP007  the parts are only named further up by forward reference
        Annotated[ItemCondition, Tag("<item>")],
        Annotated[CountCondition, Tag("<count>")],
        Annotated[AllCondition, Tag("<all>")],
        Annotated[AnyCondition, Tag("<any>")],
        Annotated[NotCondition, Tag("<not>")],
        Annotated[ContextCondition, Tag("<context>")],
    ],
    Discriminator(
        _kind_of,
        custom_error_type="condition",
        custom_error_message="a condition must have one of: item, count, all, any, not, context",
    ),
]

for _model in (AllCondition, AnyCondition, NotCondition):
    _model.model_rebuild()


class Facts:
    """The answers that a condition is judged against.

    Args:
        scales: Every item's scale by the item's id.
        answers: Codes by item id; an item without an entry is blank.
        domains: The items of each domain by the domain's id.
        context: Facts about the case, such as `age_band`; a missing one is open.
        hidden: Items that don't apply here. Their answers are kept by the assessment and never count.
        doubtful: Items of which it is open whether they apply. Nothing about them is sure but what isn't so.
    """

    def __init__(
        self,
        scales: Mapping[str, Scale],
        answers: Mapping[str, str],
        domains: Mapping[str, tuple[str, ...]] | None = None,
        context: Mapping[str, str] | None = None,
        hidden: frozenset[str] = frozenset(),
        doubtful: frozenset[str] = frozenset(),
    ) -> None:
        self._scales = scales
        self._answers = answers
        self._domains = domains or {}
        self._context = context or {}
        self._hidden = hidden
        self._doubtful = doubtful

    def unsettled(self, item: str) -> bool:
        """Whether something about the item is open: its answer, or whether it applies at all."""
        return item in self._doubtful or self.is_open(item)

    def is_open(self, item: str) -> bool:
        """Whether the item could still turn out to be any step: blank, or a non-answer that doesn't close."""
        if item in self._hidden:
            return False
        code = self._answers.get(item)
        if code is None:
            return True
        other = self._scales[item].non_answer(code)
        return other is not None and not other.closes

    def at_least(self, item: str, code: str) -> Truth:
        """Whether the item's answer is at least the step `code`."""
        if item in self._hidden:
            return Truth.NO
        if self.is_open(item):
            lowest = self._scales[item].rank(code) == 0
            return self._if_it_applies(item, Truth.YES if lowest else Truth.OPEN)
        answered = self._scales[item].rank(self._answers[item])
        wanted = self._scales[item].rank(code)
        reached = answered is not None and wanted is not None and answered >= wanted
        return self._if_it_applies(item, Truth.YES if reached else Truth.NO)

    def is_one_of(self, item: str, codes: tuple[str, ...]) -> Truth:
        """Whether the item's answer is one of `codes`; an explicit non-answer can be asked for by its code."""
        if item in self._hidden:
            return Truth.NO
        if self._answers.get(item) in codes:
            return self._if_it_applies(item, Truth.YES)
        steps = {level.code for level in self._scales[item].levels}
        if not self.is_open(item) or steps.isdisjoint(codes):
            return Truth.NO
        return self._if_it_applies(item, Truth.YES if steps <= set(codes) else Truth.OPEN)

    def _if_it_applies(self, item: str, truth: Truth) -> Truth:
        return Truth.OPEN if truth is Truth.YES and item in self._doubtful else truth

    def context_is(self, name: str, wanted: tuple[str, ...]) -> Truth:
        """Whether a fact about the case is one of `wanted`."""
        value = self._context.get(name)
        if value is None:
            return Truth.OPEN
        return Truth.YES if value in wanted else Truth.NO

    @property
    def hidden(self) -> frozenset[str]:
        """The items that don't apply here, whatever the open answers turn out to be."""
        return self._hidden

    @property
    def unanswered(self) -> Facts:
        """The same case before anybody had answered anything."""
        return Facts(self._scales, {}, self._domains, self._context)

    def items_of(self, count: Count) -> tuple[str, ...]:
        """The items that a count looks at."""
        return count.of or self._domains.get(count.domain or "", ())


def holds(condition: Condition, facts: Facts) -> Truth:
    """Say whether `condition` holds whatever the open answers turn out to be, never holds, or is open."""
    match condition:
        case ItemCondition(item=item, at_least=str(code)):
            return facts.at_least(item, code)
        case ItemCondition(item=item, is_=codes):
            return facts.is_one_of(item, codes or ())
        case CountCondition(count=count):
            return _counted(count, facts)
        case AllCondition(all=parts):
            return min((holds(part, facts) for part in parts), key=_order)
        case AnyCondition(any=parts):
            return max((holds(part, facts) for part in parts), key=_order)
        case NotCondition(not_=part):
            return Truth(2 - holds(part, facts).value)
        case ContextCondition(context=name, is_=wanted):
            return facts.context_is(name, wanted)


def let_in(condition: Condition, facts: Facts, strengths: frozenset[str]) -> bool:
    """Whether the condition could hold if nobody were reassured: strengths aside, and only low answers keep out.

    A condition on an answer may say «only when this much is present». It may not say «not when this much is present»,
    nor «not when there is this strength»: of those, only facts about the case keep an item out.

    Args:
        condition: When an item applies.
        facts: The answers.
        strengths: The items that are strengths.
    """
    match condition:
        case ItemCondition(item=item, is_=codes):
            least = any(facts.at_least(item, code) is not Truth.NO for code in codes or ())
            return item in strengths or least or holds(condition, facts) is not Truth.NO
        case CountCondition(count=count):
            items = facts.items_of(count)
            could = (item in strengths or facts.at_least(item, count.at_least) is not Truth.NO for item in items)
            return sum(could) >= count.min
        case AllCondition(all=parts):
            return all(let_in(part, facts, strengths) for part in parts)
        case AnyCondition(any=parts):
            return any(let_in(part, facts, strengths) for part in parts)
        case NotCondition():
            return holds(condition, facts.unanswered) is not Truth.NO
        case ContextCondition():
            return holds(condition, facts) is not Truth.NO


def items_in(condition: Condition, facts: Facts) -> Iterator[str]:
    """Every item that the condition looks at, in the order written, repeats kept."""
    match condition:
        case ItemCondition(item=item):
            yield item
        case CountCondition(count=count):
            yield from facts.items_of(count)
        case AllCondition(all=parts) | AnyCondition(any=parts):
            for part in parts:
                yield from items_in(part, facts)
        case NotCondition(not_=part):
            yield from items_in(part, facts)
        case ContextCondition():
            return


def _counted(count: Count, facts: Facts) -> Truth:
    found = [facts.at_least(item, count.at_least) for item in facts.items_of(count)]
    sure = found.count(Truth.YES)
    if sure >= count.min:
        return Truth.YES
    return Truth.OPEN if sure + found.count(Truth.OPEN) >= count.min else Truth.NO


def _order(truth: Truth) -> int:
    return truth.value
