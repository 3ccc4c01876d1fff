"""The key to the marks of a picture: each mark as it is drawn, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.instrument.model import Instrument
from assess.language import _
from assess.reports.pictures.lettering import Words, broken
from assess.reports.pictures.marks import (
    SIDE,
    Mark,
    MarkLook,
    Pointer,
    Standing,
    mark,
    mark_width,
    pointer,
    standing_of,
)

TEXT = 7.0
"""The size of the words."""
_LINE = 8.5
_ROW = SIDE + 2.5
_NARROWEST = 115.0
"""No column of the key is narrower."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to explain: a code with its look, or the pointer before what is critical where `code` is None."""

    code: str | None
    look: MarkLook
    words: str


@dataclass(frozen=True, slots=True)
class Key:
    """Where the key's marks and words stand."""

    marks: tuple[Mark, ...]
    pointers: tuple[Pointer, ...]
    words: tuple[Words, ...]
    bottom: float
    """Where it ends."""


def signs(instrument: Instrument, shown: Iterable[Standing]) -> tuple[Sign, ...]:
    """What a picture of these standings needs explained: what is met in it, in the order of its scales."""
    met = tuple(shown)
    drawn = {(one.code, one.look) for one in met}
    steps: dict[tuple[str, MarkLook, str], None] = {}
    others: dict[tuple[str, MarkLook, str], None] = {}
    for standing in sorted(met, key=lambda one: one.item.kind == "protective"):
        scale = instrument.scale_of(standing.item.id)
        for code in scale.codes():
            one = standing_of(standing.item, instrument, code)
            if (one.code, one.look) not in drawn:
                continue
            place = steps if scale.non_answer(code) is None else others
            strength = one.item.kind == "protective" and place is steps
            words = _("Styrke: {step}").format(step=one.label) if strength else one.label
            place[one.code, one.look, words] = None
    for standing in met:
        if standing.look in {"blank", "outside"}:
            others[standing.code, standing.look, standing.label] = None
    found = [Sign(*one) for one in (*steps, *others)]
    lawful = next((one for one in met if one.look == "lawful"), None)
    if lawful is not None:
        found.append(Sign(lawful.code, "lawful", _("Hviler bare på lovlig ytring, tro eller samling: ingen bekymring")))
    if any(one.item.critical is not None for one in met):
        found.append(Sign(None, "blank", _("Kritisk forhold")))
    return tuple(found)


def laid_key(wanted: Sequence[Sign], x: float, y: float, width: float) -> Key:
    """The key from (x, y) down, in as many columns as `width` has room for."""
    count = max(1, int(width // _NARROWEST))
    room = width / count
    marks: list[Mark] = []
    pointers: list[Pointer] = []
    words: list[Words] = []
    bottom = y
    length = -(-len(wanted) // count)
    for place in range(count):
        top, left = y, x + place * room
        for sign in wanted[place * length : (place + 1) * length]:
            indent = mark_width(sign.code) + 5 if sign.code is not None else SIDE + 5
            if sign.code is None:
                pointers.append(pointer(left + SIDE, top + SIDE / 2))
            else:
                marks.append(mark(left, top, sign.code, sign.look))
            lines = broken(sign.words, TEXT, room - indent - 6)
            words.extend(
                Words(round(left + indent, 2), round(top + 8.5 + _LINE * number, 2), line)
                for number, line in enumerate(lines)
            )
            top += _ROW + _LINE * (len(lines) - 1)
        bottom = max(bottom, top)
    return Key(tuple(marks), tuple(pointers), tuple(words), round(bottom, 2))
