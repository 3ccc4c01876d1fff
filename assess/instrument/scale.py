"""Scales: ordered or nominal steps, with the ways of *not* answering kept apart from them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assess.instrument.text import Code, Id, Line, Strict, Text

Tone = Literal["neutral", "concern", "strong_concern", "strength"]
"""How a step is shown, in words and signs as well as colour. It never counts for anything."""

Meaning = Literal["unknown", "not_sought", "not_applicable", "declined", "withheld"]
"""Why there is no answer. *Unknown* should be clarified; *not sought* is a choice not to look."""


class Level(Strict):
    """One step of a scale."""

    code: Code
    label: Line
    tone: Tone = "neutral"


class NonAnswer(Strict):
    """One way of not answering; it never shares a place with the steps and is never low."""

    code: Code
    label: Line
    means: Meaning
    closes: bool
    """Whether the item counts as dealt with. An open non-answer could still turn out to be any step."""


class Scale(Strict):
    """The answers an item may have; the order of `levels` is the order of the scale."""

    id: Id
    kind: Literal["ordinal", "nominal"] = "ordinal"
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=11)]
    non_answers: tuple[NonAnswer, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """Every code that may be answered, steps first."""
        return tuple(level.code for level in self.levels) + tuple(other.code for other in self.non_answers)

    def rank(self, code: str) -> int | None:
        """The step's place from 0, or None for a non-answer."""
        return next((place for place, level in enumerate(self.levels) if level.code == code), None)

    def non_answer(self, code: str) -> NonAnswer | None:
        """The non-answer with this code, if it is one."""
        return next((other for other in self.non_answers if other.code == code), None)

    def label(self, code: str) -> str:
        """The words for a code of this scale.

        Raises:
            KeyError: The scale has no such code.
        """
        return {
            **{level.code: level.label for level in self.levels},
            **{other.code: other.label for other in self.non_answers},
        }[code]


class OutcomeLevel(Strict):
    """One thing the group may decide, with what it means and what follows from it."""

    code: Code
    label: Line
    definition: Text
    follows: tuple[Line, ...] = ()
    review_days: Annotated[int, Field(ge=1, le=400)] | None = None
    """Days until the next assessment at the latest; None when none follows. A profile may shorten it."""
    tone: Tone = "neutral"


class Outcome(Strict):
    """A question that the group itself decides, such as the concern level. Nothing computes it."""

    id: Id
    kind: Literal["ordinal", "nominal"] = "ordinal"
    title: Line
    question: Text
    levels: Annotated[tuple[OutcomeLevel, ...], Field(min_length=2, max_length=11)]
    undecided: OutcomeLevel | None = None
    """The answer «cannot conclude yet»; it stands outside the order and is never low."""
    reason_required: bool = True

    def choices(self) -> tuple[OutcomeLevel, ...]:
        """Everything that may be decided, the undecided answer last."""
        return self.levels if self.undecided is None else (*self.levels, self.undecided)

    def rank(self, code: str) -> int | None:
        """The level's place from 0, or None for the undecided answer and unknown codes."""
        return next((place for place, level in enumerate(self.levels) if level.code == code), None)

    def choice(self, code: str) -> OutcomeLevel:
        """The level with this code.

        Raises:
            KeyError: The outcome has no such code.
        """
        for choice in self.choices():
            if choice.code == code:
                return choice
        raise KeyError(code)
