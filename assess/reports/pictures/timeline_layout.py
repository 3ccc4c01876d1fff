"""Where what has a date stands on one line that is true to scale, a lane for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from assess.norwegian_time import norwegian
from assess.reports import wording
from assess.reports.pictures.lettering import Words, centred, shortened, width_of
from assess.reports.pictures.room import TALLEST, WIDTH, Block, shared

Event = Literal["meeting", "call", "measure", "unknown", "review"]

_FROM, _TO = 92.0, WIDTH - 21
_TEXT = 7.0
_ROW = 12.0
_GAP = 7.0
_AXIS = 20.0
_BESIDE = 6.0
"""From the middle of a sign to its words."""
_LEAST = 46.0
"""The least between two dates on the line."""
_STEPS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a date; `since` is when it began, for what lasts."""

    kind: Event
    at: date | datetime
    words: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Things of one kind."""

    name: str
    events: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """The mark of something dated; (x, y) is its middle."""

    x: float
    y: float
    kind: Event


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line from when something began."""

    x: float
    y: float
    end: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a white field that hides the lines behind them; (x, y) is where they begin, on their line."""

    x: float
    y: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the line."""

    x: float
    words: Words


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything stands, in points from the upper left corner."""

    width: float
    height: float
    start: float
    end: float
    """From where to where the line goes."""
    axis: float
    """How far down it lies."""
    ticks: tuple[Tick, ...]
    meetings: tuple[float, ...]
    """Where a line goes down through all lanes."""
    lanes: tuple[Words, ...]
    stretches: tuple[Stretch, ...]
    signs: tuple[Sign, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """An event on its row: where it is, where its words begin, and all the room it takes."""

    event: Dated
    x: float
    since: float
    words: float
    text: str
    left: float
    right: float

    @property
    def after(self) -> bool:
        """Whether the words stand after the sign."""
        return self.words > self.x


@dataclass(frozen=True, slots=True)
class Scale:
    """Which days the line spans."""

    first: date
    last: date

    def x(self, moment: date | datetime) -> float:
        """Where a day begins on the line, or where in its day a moment lies."""
        local = norwegian(moment) if isinstance(moment, datetime) else None
        day = local.date() if local is not None else moment
        part = (local.hour * 60 + local.minute) / 1440 if local is not None else 0.0
        whole = max(1, (self.last - self.first).days)
        return round(_FROM + (_TO - _FROM) * min(1.0, ((day - self.first).days + part) / whole), 2)


def scale_of(lanes: Sequence[Lane]) -> Scale:
    """The days from the first to the last that anything happens."""
    days = [_day(event.at) for lane in lanes for event in lane.events]
    days += [event.since for lane in lanes for event in lane.events if event.since is not None]
    return Scale(min(days), max(days))


def timelines(lanes: Sequence[Lane]) -> tuple[Timeline, ...]:
    """The lanes in as few pictures as hold them, all on the same scale."""
    scale = scale_of(lanes)
    blocks = [Block(lane.name, 0.0, tuple((row, _ROW) for row in _rows(lane, scale))) for lane in lanes if lane.events]
    meetings = tuple(sorted({scale.x(one.at) for lane in lanes for one in lane.events if one.kind == "meeting"}))
    return tuple(_laid(page, scale, meetings) for page in shared(blocks, TALLEST - _AXIS, _GAP))


def ticks(scale: Scale) -> tuple[date, ...]:
    """The days that are written on the line: as close as can be read, whole months where days stand too close."""
    per_day = (_TO - _FROM) / max(1, (scale.last - scale.first).days)
    for step in _STEPS:
        if per_day * step >= _LEAST:
            count = (scale.last - scale.first).days // step
            return tuple(scale.first + timedelta(days=step * number) for number in range(count + 1))
    months = next((step for step in _MONTHS if per_day * 28 * step >= _LEAST), _MONTHS[-1])
    found = []
    month = scale.first.year * 12 + scale.first.month - 1
    for number in range(month - month % months, scale.last.year * 12 + scale.last.month, months):
        day = date(number // 12, number % 12 + 1, 1)
        if scale.first <= day <= scale.last:
            found.append(day)
    return tuple(found)


def _day(moment: date | datetime) -> date:
    return norwegian(moment).date() if isinstance(moment, datetime) else moment


def _rows(lane: Lane, scale: Scale) -> list[tuple[_Spot, ...]]:
    """The events of a lane on as few rows as keep them apart, each on the first that has room.

    Words that stand before their sign could be read as belonging to the sign before them: they have a row of their own.
    """
    rows: list[tuple[_Spot, ...]] = []
    for event in lane.events:
        spot = _spot(event, scale)
        for number, row in enumerate(rows):
            if spot.after and all(one.after and (spot.left >= one.right or spot.right <= one.left) for one in row):
                rows[number] = (*row, spot)
                break
        else:
            rows.append((spot,))
    return rows


def _spot(event: Dated, scale: Scale) -> _Spot:
    """The words stand after the sign where there is room, else before it and before where it began."""
    x = scale.x(event.at)
    since = min(x, scale.x(event.since)) if event.since is not None else x
    after, before = WIDTH - x - _BESIDE, since - _BESIDE - _FROM - 4
    if width_of(event.words, _TEXT) <= after or after >= before:
        text = shortened(event.words, _TEXT, after)
        words = x + _BESIDE
    else:
        text = shortened(event.words, _TEXT, before)
        words = since - _BESIDE - width_of(text, _TEXT)
    left, right = min(since - 5, words), max(x + 5, words + width_of(text, _TEXT))
    return _Spot(event, x, since, round(words, 2), text, left - 4, right + 4)


def _laid(page: Sequence[Block[tuple[_Spot, ...]]], scale: Scale, meetings: tuple[float, ...]) -> Timeline:
    lanes: list[Words] = []
    stretches: list[Stretch] = []
    signs: list[Sign] = []
    labels: list[Label] = []
    y = _AXIS
    for block in page:
        lanes.append(Words(0.0, round(y + _ROW / 2 + 2.6, 2), shortened(block.name, 7.5, _FROM - 14, "semibold")))
        for row, height in block.rows:
            middle = round(y + height / 2, 2)
            for spot in row:
                if spot.since < spot.x:
                    stretches.append(Stretch(spot.since, middle, spot.x))
                signs.append(Sign(spot.x, middle, spot.event.kind))
                wide = round(width_of(spot.text, _TEXT), 2)
                labels.append(Label(spot.words, round(middle + 2.5, 2), wide, spot.text))
            y += height
        y += _GAP
    return Timeline(
        width=WIDTH,
        height=round(y - _GAP + 2, 2),
        start=_FROM,
        end=_TO,
        axis=_AXIS - 8,
        ticks=tuple(_tick(day, scale) for day in ticks(scale)),
        meetings=meetings,
        lanes=tuple(lanes),
        stretches=tuple(stretches),
        signs=tuple(signs),
        labels=tuple(labels),
    )


def _tick(day: date, scale: Scale) -> Tick:
    x = scale.x(day)
    return Tick(x, centred(wording.short_day(day), x, _AXIS - 13, 6.5))
