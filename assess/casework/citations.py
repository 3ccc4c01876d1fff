"""Where a text points to what it rests on: `[A1]` is an item, `#3` is an observation by its number.

Only what looks like a pointer is one: square brackets with other words in them, such as the mark that stands where an
identifier was, are the writer's own. A pointer to something that isn't there is found too, so that it can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.observation import Observation
from assess.instrument.model import Instrument

_POINTER = re.compile(r"\[(?P<items>[^\[\]\n]{1,60})\]|(?<![\w#&])#(?P<number>\d{1,4})(?!\w)")
_LIKE_AN_ITEM = re.compile(r"[A-Za-zÆØÅæøå]{1,3}\d{1,3}")
"""What people take for an item's id when they write from memory."""


@dataclass(frozen=True, slots=True)
class Citations:
    """What some texts point to, each once, in the order in which it is first named."""

    items: tuple[str, ...] = ()
    """Items of the instrument, by id."""
    observations: tuple[Observation, ...] = ()
    """Observations of the assessment, withdrawn ones too."""
    unknown: tuple[str, ...] = ()
    """What looks like a pointer and leads nowhere, as it was written: `[A9]`, `#99`."""

    def __len__(self) -> int:
        """How many things are pointed to."""
        return len(self.items) + len(self.observations)


def citing_item(item: str) -> str:
    """How a text points to an item: `[A1]`."""
    return f"[{item}]"


def citing_observation(number: int) -> str:
    """How a text points to an observation: `#3`."""
    return f"#{number}"


def citations(texts: Iterable[str], assessment: Assessment, instrument: Instrument) -> Citations:
    """Find what the texts point to. Capitals don't matter: `[a1]` is `[A1]`; `[A1, B2]` is both."""
    ids = {item.casefold(): item for item in instrument.items_by_id}
    numbered = {one.number: one for one in assessment.observations}
    items: dict[str, None] = {}
    observations: dict[int, Observation] = {}
    unknown: dict[str, None] = {}
    for pointer in (found for text in texts for found in _POINTER.finditer(text)):
        number = int(pointer["number"] or 0)
        if pointer["items"] is None and number in numbered:
            observations.setdefault(number, numbered[number])
        elif pointer["items"] is None:
            unknown.setdefault(pointer[0])
        else:
            for name in _names(pointer["items"]):
                if name.casefold() in ids:
                    items.setdefault(ids[name.casefold()])
                elif _LIKE_AN_ITEM.fullmatch(name):
                    unknown.setdefault(citing_item(name))
    return Citations(tuple(items), tuple(observations.values()), tuple(unknown))


def _names(inside: str) -> list[str]:
    return [name.strip() for name in inside.split(",")]
