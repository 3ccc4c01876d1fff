"""The instrument: what is asked, in which words, and what the group must think of on the way.

One model is the one schema: `assess instrument schema` prints it for editors, the loader validates with it,
and an assessment keeps a frozen copy of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from assess.instrument.condition import Condition
from assess.instrument.scale import Outcome, Scale
from assess.instrument.text import Code, DataFile, Day, Id, Line, Strict, Text, Version

Part = Literal["risk", "resilience", "across"]
"""The two halves of the analysis board, and what runs across them."""

Step = Literal["meeting", "observations", "individual", "discussion", "formulation", "level", "measures", "quality"]
"""The meeting's steps, in the order they are taken."""

Check = Literal[
    "all_dealt_with",
    "reasons_present",
    "deviations_reasoned",
    "unknowns_planned",
    "meeting_rule",
    "legal_basis",
    "review_date",
    "rights_answered",
    "alternative_present",
    "devils_advocate",
]
"""The checks that the program can answer by itself."""


class Floor(Strict):
    """The least an outcome's range may show, and why."""

    outcome: Id
    at_least: Code
    because: Line


class Critical(Strict):
    """What an item that can't be left lying asks of the group."""

    at_least: Code
    """From which step it alarms."""
    action: Text
    """What must be done now."""
    floor: Floor | None = None
    when_unknown: Floor | None = None
    """What an explicit unknown leads to; a blank never alarms. None when unknown does not alarm."""


Rounds = Literal["individual_then_agreed", "parties_then_agreed", "agreed_only"]
"""Each participant rates alone before the group agrees, one participant of each party does, or nobody."""


class Evidence(Strict):
    """From when a rating must be given a reason."""

    reason_from: Code | None = None
    """The step from which a reason is demanded; None when never."""
    reason_for_lowest: bool = False
    """Whether «not present» needs one too, as for critical items: hearing nothing is not knowing."""


class SameAs(Strict):
    """What this item was in an earlier version, so that two assessments can be compared."""

    version: Version
    item: Id
    comparability: Literal["exact", "close", "broader", "narrower", "none"] = "exact"


class Item(Strict):
    """One thing that the group rates."""

    id: Id
    title: Line
    question: Text
    scale: Id
    kind: Literal["risk", "protective", "dual", "context"] = "risk"
    temporal: Literal["historical", "dynamic", "acute", "stable"] = "dynamic"
    anchors: dict[Code, Line] = {}
    """What each step means for exactly this item."""
    not_this: tuple[Line, ...] = ()
    """Lawful or ordinary things that do not count."""
    probes: tuple[Line, ...] = ()
    follow: dict[Code, Line] = {}
    """What an answer asks the group to do, by code."""
    critical: Critical | None = None
    evidence: Evidence = Evidence()
    asked_of: tuple[Id, ...] = ()
    """Roles that usually know; the names are the profile's."""
    sensitivity: Literal["ordinary", "special_category", "criminal"] = "ordinary"
    applicable_when: Condition | None = None
    source: tuple[Line, ...] = ()
    same_as: tuple[SameAs, ...] = ()


class Domain(Strict):
    """A side of life that belongs together on the board."""

    id: Id
    part: Part
    title: Line
    intro: Text | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Rule(Strict):
    """Something the answers say about an outcome. Rules can only raise: there is no «at most»."""

    id: Id
    outcome: Id
    when: Condition
    at_least: Code
    because: Line


class Prompt(Strict):
    """A question the group answers in its own words."""

    id: Id
    title: Line
    help: Text | None = None
    required: bool = False
    kind: Literal["free", "alternative"] = "free"
    """`alternative` marks the prompt for another explanation than the worrying one."""


class ScenarioField(Strict):
    """One thing to say about something that could happen."""

    id: Id
    title: Line
    help: Text | None = None


class RightsCheck(Strict):
    """A question about freedom of expression, belief and association, asked before the level."""

    id: Id
    question: Line
    help: Text | None = None
    kind: Literal["lawful", "stands", "mirror", "text"] = "text"
    """`lawful` lists what is only lawful expression; `stands` asks if the level stands without it; `mirror`
    swaps faith, ideology, sex or origin."""


class Quality(Strict):
    """One line of the checklist that the group and its supervisor share."""

    id: Id
    text: Line
    auto: Check | None = None
    """The check that answers the line; None when the group answers it itself."""


class Rights(Strict):
    """Who owns the text, and on which terms it may be used."""

    licence: Line
    holder: Line
    note: Text | None = None


class Use(Strict):
    """What the instrument is for, and how far its worth is known."""

    population: Text
    not_for: tuple[Line, ...] = ()
    raters: Text
    validation: Literal["none", "pilot", "local", "published"]
    validation_note: Text


class Source(Strict):
    """Where ideas come from; the wording is the instrument's own unless it says otherwise."""

    id: Id
    title: Line
    used_for: Line


class Instrument(DataFile):
    """A questionnaire with everything around it, in one language.

    The order of domains, items and levels is the order they are shown in.
    """

    format: Literal[1]
    status: Literal["draft", "active", "retired"]
    title: Line
    short_title: Line
    description: Text
    dated: Day
    rights: Rights
    use: Use
    sources: tuple[Source, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    rounds: Rounds = "individual_then_agreed"
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    level_outcome: Id | None = None
    """The outcome that is the concern level; None for an instrument without one."""
    help_outcome: Id | None = None
    """The outcome that is the help need, a second axis."""
    cautious_below: Code | None = None
    """Deciding a concern level below this while a critical item is unknown needs a reason."""
    rules: tuple[Rule, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    scenario_fields: tuple[ScenarioField, ...] = ()
    rights_checks: tuple[RightsCheck, ...] = ()
    quality: tuple[Quality, ...] = ()

    @property
    def alone_first(self) -> bool:
        """Whether people rate alone before the group agrees."""
        return self.rounds != "agreed_only"

    def items(self) -> Iterator[Item]:
        """Every item in the order shown."""
        for domain in self.domains:
            yield from domain.items

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """Every item by its id."""
        return {item.id: item for item in self.items()}

    @cached_property
    def scales_by_item(self) -> dict[str, Scale]:
        """Every item's scale by the item's id."""
        scales = {scale.id: scale for scale in self.scales}
        return {item.id: scales[item.scale] for item in self.items()}

    def item(self, item_id: str) -> Item:
        """The item with this id.

        Raises:
            KeyError: There is no such item.
        """
        return self.items_by_id[item_id]

    def scale_of(self, item_id: str) -> Scale:
        """The scale that the item is rated on.

        Raises:
            KeyError: There is no such item.
        """
        return self.scales_by_item[item_id]

    def domain_of(self, item_id: str) -> Domain:
        """The domain that holds the item.

        Raises:
            KeyError: There is no such item.
        """
        for domain in self.domains:
            if any(item.id == item_id for item in domain.items):
                return domain
        raise KeyError(item_id)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome with this id.

        Raises:
            KeyError: There is no such outcome.
        """
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)

    def members(self) -> dict[str, tuple[str, ...]]:
        """The ids of each domain's items by the domain's id."""
        return {domain.id: tuple(item.id for item in domain.items) for domain in self.domains}
