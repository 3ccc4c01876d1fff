"""Where the participants' own answers stand on each item's scale, and what the group agreed on among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.instrument.model import Domain, Instrument
from assess.instrument.scale import Scale
from assess.reports.pictures.lettering import Words, broken, centred
from assess.reports.pictures.marks import MarkLook, Standing, hatching
from assess.reports.pictures.room import TALLEST, WIDTH, Block, shared
from assess.reports.pictures.said import domain_name, item_name
from assess.reports.pictures.sides import Rule

CHIP = 10.4
"""How wide the round mark of a participant is, in points."""

_NAME = 214.0
"""Room for what an item is called."""
_FROM = _NAME + 10
_APART = 12.0
"""Between the steps and what isn't one."""
_PITCH = 11.5
_NAME_SIZE, _NAME_LINE = 7.5, 9.0
_HEAD_SIZE, _HEAD_LINE = 8.5, 10.5


@dataclass(frozen=True, slots=True)
class Answered:
    """What everybody answered on one item, and what the group agreed on."""

    standing: Standing
    scale: Scale
    given: tuple[tuple[str, str], ...]
    """The letter and the code of each who answered, in the order of the letters."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One participant's answer; (x, y) is its middle."""

    x: float
    y: float
    letter: str

    @property
    def words(self) -> Words:
        """Its letter."""
        return centred(self.letter, self.x, self.y + 2.5, 7, "semibold")


@dataclass(frozen=True, slots=True)
class Field:
    """The place that the group agreed on."""

    x: float
    y: float
    width: float
    height: float
    look: MarkLook

    @property
    def hatching(self) -> str:
        """Slanting lines over all of it, as an SVG path."""
        return hatching(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where everything stands, in points from the upper left corner."""

    width: float
    height: float
    domains: tuple[Words, ...]
    codes: tuple[Words, ...]
    """Each place's code, above the rows."""
    heads: tuple[Rule, ...]
    """The line under each heading."""
    rules: tuple[Rule, ...]
    """The line under each row."""
    names: tuple[Words, ...]
    fields: tuple[Field, ...]
    chips: tuple[Chip, ...]


def rows(domain: Domain, answered: Iterable[Answered]) -> tuple[Block[Answered], ...]:
    """A domain with its items; a new heading stands where the answers that may be given change."""
    blocks: list[Block[Answered]] = []
    codes: tuple[str, ...] = ()
    name = domain_name(domain)
    head = _HEAD_LINE * len(broken(name, _HEAD_SIZE, _NAME, "semibold")) + 4
    for one in answered:
        if one.scale.codes() != codes:
            codes = one.scale.codes()
            blocks.append(Block(name, head, ()))
        blocks[-1] = Block(name, head, (*blocks[-1].rows, (one, _height(one))))
    return tuple(blocks)


def pieces(blocks: Sequence[Block[Answered]]) -> tuple[Block[Answered], ...]:
    """The blocks, each short enough for a picture of its own: small pictures leave no holes on a page."""
    return tuple(piece for block in blocks for (piece,) in shared((block,), TALLEST, 0.0))


def laid_spread(block: Block[Answered]) -> Spread:
    """The picture of this block."""
    sketch = _Sketch()
    sketch.block(block)
    return Spread(
        width=WIDTH,
        height=round(block.height + 2, 2),
        domains=tuple(sketch.domains),
        codes=tuple(sketch.codes),
        heads=tuple(sketch.heads),
        rules=tuple(sketch.rules),
        names=tuple(sketch.names),
        fields=tuple(sketch.fields),
        chips=tuple(sketch.chips),
    )


def scales_of(instrument: Instrument, answered: Iterable[Answered]) -> tuple[Scale, ...]:
    """The scales met here, each once, in the instrument's order."""
    met = {one.scale.id for one in answered}
    return tuple(scale for scale in instrument.scales if scale.id in met)


class _Sketch:
    """A picture while it is drawn."""

    def __init__(self) -> None:
        self.domains: list[Words] = []
        self.codes: list[Words] = []
        self.heads: list[Rule] = []
        self.rules: list[Rule] = []
        self.names: list[Words] = []
        self.fields: list[Field] = []
        self.chips: list[Chip] = []

    def block(self, block: Block[Answered]) -> None:
        """Draw a heading with the rows under it."""
        base = 8.0
        for line in broken(block.name, _HEAD_SIZE, _NAME, "semibold"):
            self.domains.append(Words(0.0, round(base, 2), line))
            base += _HEAD_LINE
        level = round(base - _HEAD_LINE, 2)
        y = round(block.head, 2)
        for code, (x, width) in _places(block.rows[0][0].scale).items():
            self.codes.append(centred(code, x + width / 2, level, 7.5, "bold"))
        self.heads.append(Rule(0.0, y, WIDTH))
        for one, height in block.rows:
            self._row(one, y, height)
            y = round(y + height, 2)
            self.rules.append(Rule(0.0, y, WIDTH))

    def _row(self, one: Answered, y: float, height: float) -> None:
        lines = broken(item_name(one.standing), _NAME_SIZE, _NAME)
        base = y + height / 2 + 2.7 - _NAME_LINE * (len(lines) - 1) / 2
        for line in lines:
            self.names.append(Words(0.0, round(base, 2), line))
            base += _NAME_LINE
        for code, (x, width) in _places(one.scale).items():
            if code == one.standing.code:
                self.fields.append(Field(x, round(y + 1.5, 2), width, round(height - 3, 2), one.standing.look))
            letters = [letter for letter, given in one.given if given == code]
            self._chips(letters, x, width, y + height / 2)

    def _chips(self, letters: list[str], x: float, width: float, middle: float) -> None:
        many = _many(width)
        lines = [letters[start : start + many] for start in range(0, len(letters), many)]
        for number, line in enumerate(lines):
            y = middle + _PITCH * (number - (len(lines) - 1) / 2)
            left = x + width / 2 - _PITCH * (len(line) - 1) / 2
            self.chips.extend(
                Chip(round(left + _PITCH * place, 2), round(y, 2), letter) for place, letter in enumerate(line)
            )


def _height(one: Answered) -> float:
    lines = len(broken(item_name(one.standing), _NAME_SIZE, _NAME))
    places = _places(one.scale)
    counts = Counter(code for _letter, code in one.given)
    chips = max((-(-count // _many(places[code][1])) for code, count in counts.items()), default=1)
    return max(_PITCH * chips + 4.6, _NAME_LINE * lines + 6)


def _places(scale: Scale) -> dict[str, tuple[float, float]]:
    """Where each code's place begins, and how wide it is; what isn't a step stands apart."""
    codes = scale.codes()
    width = round((WIDTH - _FROM - _APART) / len(codes), 2)
    steps = len(scale.levels)
    return {
        code: (round(_FROM + place * width + (_APART if place >= steps else 0), 2), width)
        for place, code in enumerate(codes)
    }


def _many(width: float) -> int:
    """How many participants stand beside each other in a place."""
    return max(1, int((width - 2) // _PITCH))
