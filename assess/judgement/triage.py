"""What an instrument's rules say beside a first call: what can't wait, what is unclear, and never an outcome.

The way on is chosen by people. An outcome without an order has no «at least», so that what speaks there is the
critical questions; where an organisation's own instrument orders its outcomes, its rules give a range as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.instrument.condition import Truth
from assess.instrument.model import Instrument, Item
from assess.instrument.range import Range, facts_of, is_unknown, range_of
from assess.judgement.quality import reason_demanded


@dataclass(frozen=True, slots=True)
class Saying:
    """What the rules say about the answers so far.

    Attributes:
        stops: The critical questions whose answer asks for something now.
        unclear: The critical questions that nobody knows the answer to; they must be cleared up today.
        open: The questions that are not answered.
        unreasoned: The questions whose answer should have a note and has none.
        range: The range of an ordered outcome; None when the outcome has no order or nothing is answered.
    """

    stops: tuple[Item, ...]
    unclear: tuple[Item, ...]
    open: tuple[Item, ...]
    unreasoned: tuple[Item, ...]
    range: Range | None


def saying(instrument: Instrument, answers: Mapping[str, str], notes: Mapping[str, str]) -> Saying:
    """Hold the answers and notes against the instrument's rules.

    Args:
        instrument: The instrument that the call is taken with.
        answers: Codes by item id; codes of items that it lacks are left out.
        notes: Words by item id.
    """
    known = {item: code for item, code in answers.items() if item in instrument.items_by_id}
    items = tuple(instrument.items())
    return Saying(
        stops=tuple(item for item in items if stops_at(instrument, item.id, known)),
        unclear=tuple(item for item in items if item.critical is not None and is_unknown(instrument, item.id, known)),
        open=tuple(item for item in items if item.id not in known),
        unreasoned=tuple(item for item in items if lacks_note(instrument, item, known, notes)),
        range=range_of(instrument, instrument.outcomes[0].id, known),
    )


def stops_at(instrument: Instrument, item: str, answers: Mapping[str, str]) -> bool:
    """Whether the answer to a critical question asks for something now."""
    critical = instrument.item(item).critical
    if critical is None or item not in answers:
        return False
    return facts_of(instrument, answers).at_least(item, critical.at_least) is Truth.YES


def lacks_note(instrument: Instrument, item: Item, answers: Mapping[str, str], notes: Mapping[str, str]) -> bool:
    """Whether the instrument asks for words beside this answer and there are none."""
    code = answers.get(item.id)
    if code is None or notes.get(item.id, "").strip():
        return False
    return reason_demanded(item, instrument.scale_of(item.id), code)
