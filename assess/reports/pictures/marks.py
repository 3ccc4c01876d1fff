"""What an item's code looks like: a mark whose shape says what kind of answer it is, before any colour does.

A square may worry, a rounded one is a strength; what isn't known is hatched and never has the look of a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.casework.case import facts_of_case
from assess.instrument.model import Instrument, Item
from assess.instrument.scale import Scale
from assess.judgement.coverage import hidden_items
from assess.judgement.rights import rights_view
from assess.language import _
from assess.reports.dossier import Dossier
from assess.reports.pictures.lettering import Words, centred, width_of
from assess.reports.view import Look

MarkLook = Look | Literal["lawful", "outside"]
"""`lawful`: only what is lawful speaks for it, so that it is no concern; `outside`: it does not apply here."""

SIDE = 12.0
"""How tall a mark is, and how wide with a short code, in points."""
CODE_SIZE = 7.5

_TONES: dict[str, Look] = {
    "neutral": "plain",
    "concern": "concern",
    "strong_concern": "strong",
    "strength": "strength",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A code as it is drawn; `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    code: str
    look: MarkLook

    @property
    def words(self) -> Words:
        """Its code."""
        base = self.y + SIDE / 2 + 0.357 * CODE_SIZE
        return centred(self.code, self.x + self.width / 2, base, CODE_SIZE, "bold")

    @property
    def plate(self) -> tuple[float, float]:
        """Where the white field behind its code begins, and how wide it is."""
        width = width_of(self.code, CODE_SIZE, "bold") + 1.6
        return round(self.x + (self.width - width) / 2, 2), round(width, 2)

    @property
    def hatching(self) -> str:
        """Slanting lines over all of it, as an SVG path."""
        return hatching(self.x, self.y, self.width, SIDE)


@dataclass(frozen=True, slots=True)
class Pointer:
    """The small arrowhead before a critical item's mark; its point touches (x, y)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands: its code, what that is called, and how it looks."""

    item: Item
    code: str
    label: str
    look: MarkLook


def mark(x: float, y: float, code: str, look: MarkLook) -> Mark:
    """The mark of a code with its upper left corner there, as wide as the code asks for."""
    return Mark(round(x, 2), round(y, 2), mark_width(code), code, look)


def pointer(x: float, y: float) -> Pointer:
    """The arrowhead of a critical item, with its point there."""
    return Pointer(round(x, 2), round(y, 2))


def mark_width(code: str) -> float:
    """How wide a code's mark is."""
    return round(max(SIDE, width_of(code, CODE_SIZE, "bold") + 5), 2)


def look_of(item: Item, scale: Scale, code: str) -> Look:
    """How a code is drawn: a strength never looks like a risk, whatever tone its step has.

    Raises:
        StopIteration: The scale has no such code.
    """
    other = scale.non_answer(code)
    if other is not None:
        return "unsought" if other.means in {"not_sought", "not_applicable"} else "unknown"
    look = next(_TONES[level.tone] for level in scale.levels if level.code == code)
    if item.kind == "protective":
        return "strength" if look == "strength" else "weak"
    return look


def standing_of(item: Item, instrument: Instrument, code: str | None) -> Standing:
    """How an item with this code stands, before anything else is asked about it."""
    if code is None:
        return Standing(item, "", _("Ikke behandlet"), "blank")
    scale = instrument.scale_of(item.id)
    return Standing(item, code, scale.label(code), look_of(item, scale, code))


def standings(dossier: Dossier) -> dict[str, Standing]:
    """How every item of the instrument stands in what the group agreed on, by the item's id.

    An item that only lawful expression, belief or assembly speaks for is not shown as a concern.
    """
    assessment, instrument = dossier.assessment, dossier.instrument
    hidden = hidden_items(instrument, assessment.answers, facts_of_case(dossier.case))
    lawful = set(rights_view(assessment, instrument).only_lawful)
    found: dict[str, Standing] = {}
    for item in instrument.items():
        standing = standing_of(item, instrument, assessment.answers.get(item.id))
        if item.id in hidden:
            standing = Standing(item, "–", _("Gjelder ikke her"), "outside")
        elif item.id in lawful:
            standing = Standing(item, standing.code, standing.label, "lawful")
        found[item.id] = standing
    return found


def hatching(x: float, y: float, width: float, height: float, step: float = 2.2) -> str:
    """Lines that rise to the right over the whole field and end at its edges, as an SVG path."""
    lines = []
    along = step
    while along < width + height:
        low = (x + max(0.0, along - height), y + min(along, height))
        high = (x + min(along, width), y + max(0.0, along - width))
        lines.append(f"M{low[0]:.2f} {low[1]:.2f}L{high[0]:.2f} {high[1]:.2f}")
        along += step
    return "".join(lines)
