"""What home says must be dealt with: about the register itself (keys, copies, deadlines), and in the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from assess.casework.triage import Triage, past_due
from assess.language import _
from assess.register.agenda import is_overdue
from assess.register.anchors import head_warning
from assess.register.backup_age import backup_warning
from assess.register.following import LateMeasure, Outstanding
from assess.register.keeping import few
from assess.register.register import Register
from assess.register.rekey import broken_off
from assess.register.report_copies import left_lying
from assess.register.retention import retention_words
from assess.register.store import CaseLine
from assess.screens.local_time import day_text

T = TypeVar("T")


def standing_notices(register: Register) -> list[str]:
    """What was wrong when the register was opened, and stays so until somebody does something outside the screens."""
    return [one for one in (broken_off(register.path), head_warning(register)) if one]


def current_notices(register: Register) -> list[str]:
    """What time makes true: a backup that is too old, a case that must be renewed or leave."""
    at = register.now()
    today = at.astimezone().date()
    said = [*retention_words(register, today), *_calls(register, today), *_left_lying(register)]
    warning = backup_warning(register, at) if register.may("back_up") else ""
    return [*said, warning] if warning else said


def _calls(register: Register, today: date) -> list[str]:
    count = sum(past_due(one, today) for one in register.store.cards(Triage)) if register.may("run_case") else 0
    if not count:
        return []
    return [_("Henvendelser som ikke skal beholdes lenger: {count}. Trykk t og slett dem.").format(count=count)]


def _left_lying(register: Register) -> list[str]:
    count = len(left_lying(register)) if register.may("export") and register.may("read") else 0
    if not count:
        return []
    return [
        _("PDF-er som har ligget i «rapporter» i over et døgn: {count}. Åpne saken, trykk p og slett dem.").format(
            count=count
        )
    ]


def case_notices(
    lines: Sequence[CaseLine], waits: Outstanding, today: date, say: Callable[[str], str]
) -> list[Callable[[], str]]:
    """What must be dealt with in the cases; each says its line when it is asked, as it may be said then.

    Args:
        lines: Every case, in the order shown.
        waits: What the cases wait for.
        today: The day.
        say: What somebody wrote, as it may be drawn now.
    """
    names = {line.case_id: line.reference for line in lines}
    live = [line for line in lines if line.case_id not in waits.closed]
    overdue = [one for one in live if is_overdue(one, today)]
    drafts = [line.reference for line in live if line.state == "draft"]
    due = _by_case((case, day) for case, day in waits.due if case in names)
    late = _by_case((one.case_id, one) for one in waits.late if one.case_id in names)

    def overdue_words() -> str:
        return _("Ny vurdering er over tiden: {cases}").format(cases=few([one.reference for one in overdue]))

    def late_words() -> str:
        told = [f"{names[case]} ({_late(found[0], say)}{_more(len(found) - 1)})" for case, found in late.items()]
        return _("Tiltak over fristen: {measures}").format(measures=few(told))

    def due_words() -> str:
        told = [f"{names[case]} ({day_text(days[0])}{_more(len(days) - 1)})" for case, days in due.items()]
        return _("Noe å se etter: {cases}").format(cases=few(told))

    def draft_words() -> str:
        return _("Ikke fullført: {cases}").format(cases=few(drafts))

    said = ((overdue, overdue_words), (late, late_words), (due, due_words), (drafts, draft_words))
    return [words for found, words in said if found]


def _late(one: LateMeasure, say: Callable[[str], str]) -> str:
    """Whose measure it is, while that may be seen, and how late."""
    days = _("1 dag") if one.days == 1 else _("{days} dager").format(days=one.days)
    owner = one.owner.strip()
    return f"{owner}, {days}" if owner and say(owner) == owner else days


def _more(count: int) -> str:
    return _(", og {count} til").format(count=count) if count else ""


def _by_case(found: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """What was found by its case, in the order it came."""
    cases: dict[str, list[T]] = {}
    for case, one in found:
        cases.setdefault(case, []).append(one)
    return cases
