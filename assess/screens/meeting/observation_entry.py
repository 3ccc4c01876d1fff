"""A new observation in one line: what was seen, and after it, like the cells of a row, what is known at once.

    Sa i timen at noen fortjener vold | skole | uke 46 | +A1 -G3

Only the first cell is needed. What speaks for or against items may stand in any cell after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from assess.errors import NotAllowed
from assess.language import _
from assess.screens.meeting.ask_line import LONGEST

_BETWEEN: Final = "|"
_SIDES = re.compile(r"(?:[+\-−]\s*[A-Za-z][A-Za-z0-9_]*[\s,]*)+")
_SIDE = re.compile(r"([+\-−])\s*([A-Za-z][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says of an observation."""

    seen: str
    brought_by: str = ""
    observed: str = ""
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()


def entry_from(line: str, items: Collection[str], sources: Sequence[str]) -> Entry:
    """Read a line.

    Args:
        line: What was written.
        items: The ids of the instrument's items; capitals don't matter.
        sources: Roles and senders; one that is written without its capitals gets them.

    Raises:
        NotAllowed: It names an item that the instrument lacks or on both sides, or has more cells than are known.
    """
    seen, *cells = (cell.strip() for cell in line.split(_BETWEEN))
    sides = [cell for cell in cells if cell and _SIDES.fullmatch(cell)]
    words = [cell for cell in cells if cell not in sides]
    if len(words) > 2 or any(len(cell) > LONGEST for cell in words) or (cells and not seen):
        raise NotAllowed(
            _("Linja har flere deler enn programmet kan lese."), _("Skriv: hva som er sett | kilde | når | +A1 -B2.")
        )
    brought_by, observed, *_more = (*words, "", "")
    known = {source.casefold(): source for source in sources}
    speaks_for, against = _items(" ".join(sides), items)
    return Entry(seen, known.get(brought_by.casefold(), brought_by), observed, speaks_for, against)


def _items(written: str, items: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = {item.casefold(): item for item in items}
    sides: dict[bool, list[str]] = {True: [], False: []}
    for sign, name in _SIDE.findall(written):
        item = known.get(name.casefold())
        if item is None:
            raise NotAllowed(_("Vurderingsverktøyet har ikke noe forhold «{name}».").format(name=name))
        sides[sign == "+"].append(item)
    speaks_for, against = (tuple(dict.fromkeys(sides[side])) for side in (True, False))
    if set(speaks_for) & set(against):
        raise NotAllowed(_("En opplysning kan ikke tale både for og imot samme forhold."))
    return speaks_for, against
