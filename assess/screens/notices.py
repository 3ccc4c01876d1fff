"""What home says must be dealt with: about the register itself (keys, copies, deadlines), and in the cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assess.casework.triage import Triage, past_due
from assess.language import _
from assess.register.anchors import head_warning
from assess.register.backup_age import backup_warning
from assess.register.keeping import few
from assess.register.register import Register
from assess.register.rekey import broken_off
from assess.register.report_copies import left_lying
from assess.register.retention import retention_words
from assess.register.store import LateCase, Pressing
from assess.screens.local_time import day_text


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


def case_notices(found: Pressing, say: Callable[[str], str]) -> list[Callable[[], str]]:
    """What must be dealt with in the cases; each says its line when it is asked, as it may be said then.

    Args:
        found: What presses in the cases.
        say: What somebody wrote, as it may be drawn now.
    """
    overdue, late, due, drafts = found.overdue, found.late, found.due, found.drafts

    def overdue_words() -> str:
        return _("Ny vurdering er over tiden: {cases}").format(cases=few(overdue.first, count=overdue.count))

    def late_words() -> str:
        told = [f"{one.reference} ({_late(one, say)}{_more(one.count - 1)})" for one in late.first]
        return _("Tiltak over fristen: {measures}").format(measures=few(told, count=late.count))

    def due_words() -> str:
        told = [f"{one.reference} ({day_text(one.day)}{_more(one.count - 1)})" for one in due.first]
        return _("Noe å se etter: {cases}").format(cases=few(told, count=due.count))

    def draft_words() -> str:
        return _("Ikke fullført: {cases}").format(cases=few(drafts.first, count=drafts.count))

    said = ((overdue.count, overdue_words), (late.count, late_words), (due.count, due_words))
    return [words for count, words in (*said, (drafts.count, draft_words)) if count]


def _late(one: LateCase, say: Callable[[str], str]) -> str:
    """Whose measure it is, while that may be seen, and how late."""
    days = _("1 dag") if one.days == 1 else _("{days} dager").format(days=one.days)
    owner = one.owner.strip()
    return f"{owner}, {days}" if owner and say(owner) == owner else days


def _more(count: int) -> str:
    return _(", og {count} til").format(count=count) if count else ""
