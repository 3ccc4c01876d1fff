"""Instruments, answers and the rooms that drawn things take, for the tests of the pictures."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from assess.casework.deeds.deed import renewed
from assess.casework.rating import GROUP, Rating
from assess.instrument.model import Instrument
from assess.reports.dossier import Dossier, Earlier
from assess.reports.pictures.lettering import Words, width_of
from assess.reports.pictures.marks import SIDE, Mark
from tests.reports.conftest import _INSTRUMENT, NOW

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_OPEN = [
    {"code": "U", "label": "Ukjent", "means": "unknown", "closes": False},
    {"code": "X", "label": "Ikke innhentet", "means": "not_sought", "closes": True},
]
_LONG: dict[str, Any] = {
    "id": "long",
    "levels": [{"code": str(step), "label": f"Trinn {step}", "tone": "concern"} for step in range(11)],
    "non_answers": _OPEN,
}
_WORDS = st.text(alphabet="abcdefgh ÆØÅæøå-W", min_size=1, max_size=120).map(lambda text: text.strip() or "a")


@st.composite
def instruments(draw: DrawFn) -> Instrument:
    """An instrument of any length, with strengths, critical items and a scale of eleven steps."""
    domains = []
    for letter in "ABCDEFGHIJ"[: draw(st.integers(1, 10))]:
        items = []
        for number in range(1, draw(st.integers(1, 11)) + 1):
            scale = draw(st.sampled_from(["risk", "strength", "long"]))
            item: dict[str, Any] = {
                "id": f"{letter}{number}",
                "title": draw(_WORDS),
                "question": "Hva?",
                "scale": scale,
            }
            if scale == "strength":
                item["kind"] = "protective"
            elif scale == "risk" and draw(st.booleans()):
                item["critical"] = {"at_least": "2", "action": "Ring."}
            items.append(item)
        part = draw(st.sampled_from(["risk", "resilience", "across"]))
        domains.append({"id": letter, "part": part, "title": draw(_WORDS), "items": items})
    scales = [*_INSTRUMENT["scales"], _LONG]  # type: ignore[misc]  # a plain dictionary, as in a file
    data = {**_INSTRUMENT, "domains": domains, "scales": scales}
    return Instrument.model_validate_json(json.dumps(data))


@st.composite
def answers(draw: DrawFn, instrument: Instrument) -> dict[str, str]:
    """A code for each item, or none."""
    found = {}
    for item in instrument.items():
        code = draw(st.sampled_from([*instrument.scale_of(item.id).codes(), None]))
        if code is not None:
            found[item.id] = code
    return found


def agreed_on(dossier: Dossier, instrument: Instrument, codes: dict[str, str]) -> Dossier:
    """The dossier with another instrument, and these agreed codes."""
    alone = [
        Rating(round="individual", rater=rater.id, item=item, code=code, given_at=NOW)
        for item, code in codes.items()
        for rater in dossier.assessment.meeting.raters()
    ]
    agreed = [Rating(round="agreed", rater=GROUP, item=item, code=code, given_at=NOW) for item, code in codes.items()]
    assessment = renewed(dossier.assessment, ratings=(*alone, *agreed), observations=())
    return dataclasses.replace(dossier, instrument=instrument, assessment=assessment)


def before(dossier: Dossier, codes: dict[str, str]) -> Dossier:
    """The dossier with an earlier assessment that had these codes."""
    earlier = agreed_on(dossier, dossier.instrument, codes)
    return dataclasses.replace(dossier, earlier=(Earlier(earlier.assessment, earlier.instrument),))


def room_of(mark: Mark) -> Rectangle:
    """The room that a mark takes."""
    return mark.x, mark.y, mark.x + mark.width, mark.y + SIDE


def room_of_words(words: Words, size: float) -> Rectangle:
    """The room that the letters take, without what hangs below the line."""
    return words.x, words.y - 0.72 * size, words.x + width_of(words.text, size), words.y


def apart(rooms: Iterable[Rectangle]) -> bool:
    """Whether no two of them share a place."""
    return not any(
        one[0] < other[2] - 0.01 and other[0] < one[2] - 0.01 and one[1] < other[3] - 0.01 and other[1] < one[3] - 0.01
        for one, other in itertools.combinations(rooms, 2)
    )


def inside(rooms: Iterable[Rectangle], width: float, height: float) -> bool:
    """Whether all of them lie within the picture."""
    return all(
        left >= -0.01 and top >= -0.01 and right <= width + 0.01 and bottom <= height + 0.01
        for left, top, right, bottom in rooms
    )
