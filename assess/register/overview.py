"""What home and search show of the cases, to those who may read them, and nothing of what a blocked one holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assess.register.keeping import MOST_NAMED
from assess.register.register import Register
from assess.register.store import CaseName, Pressing, StandingLine


def standing_lines(register: Register, start: int, most: int) -> tuple[StandingLine, ...]:
    """So many cases from place `start` on, by urgency: drafts, then by next review, those without one, the closed.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    hidden = register.blocked.hidden
    found = register.store.standing_lines(hidden, start, most)
    seen = (replace(one, line=register.blocked.line(one.line)) for one in found)
    return tuple(replace(one, open_measures=0, deadline=None) if one.line.case_id in hidden else one for one in seen)


def pressing(register: Register, today: date) -> Pressing:
    """What presses in the cases: how many, and the first few of each kind.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return register.store.pressing(today, register.blocked.hidden, MOST_NAMED)


def case_names(register: Register, most: int = -1) -> tuple[CaseName, ...]:
    """What the cases are called, sorted by reference: the first `most`, or all.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return tuple(map(register.blocked.name, register.store.case_names(most)))
