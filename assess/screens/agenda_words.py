"""A contact meeting's agenda in words: its points, who is there, and how many were there last time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assess.casework.agenda import AgendaPoint, ContactMeeting, as_meeting, continuity, left_undone
from assess.casework.assessment import Assessment
from assess.casework.meeting import Agenda
from assess.language import _
from assess.profile.model import Profile
from assess.register.agenda import is_overdue
from assess.register.store import CaseLine
from assess.screens.local_time import day_text
from assess.screens.meeting.attendance_words import rule_words
from assess.screens.widgets.item_list import ItemLine


def kind_words(kind: Agenda) -> str:
    """What kind of point it is."""
    return {"case": _("sak"), "demonstration": _("markering"), "planning": _("planarbeid")}[kind]


def continuity_words(meeting: ContactMeeting, before: ContactMeeting | None) -> str:
    """How many of those present were in the meeting before: «4 av 6 var med sist»."""
    if not meeting.attendees:
        return _("ingen ført opp ennå")
    if before is None:
        return _("første møte")
    same = continuity(meeting.attendees, before.attendees)
    return _("{same} av {all} var med sist").format(same=same, all=len(meeting.attendees))


def present_words(meeting: ContactMeeting, before: ContactMeeting | None, profile: Profile) -> str:
    """Who is there against the meeting's rule, and how many were there last time."""
    if not meeting.attendees:
        return _("Ingen er ført opp ennå. Trykk h og velg roller.")
    there = continuity_words(meeting, before)
    return f"{rule_words(as_meeting(meeting), profile)} {there[:1].upper()}{there[1:]}."


def left_words(left: int) -> str:
    """What happens to the points that are not done when the meeting is ended; empty when all are."""
    if not left:
        return ""
    if left == 1:
        return _("Ett punkt er ikke ferdig. Det flyttes til neste møte.")
    return _("{count} punkter er ikke ferdige. De flyttes til neste møte.").format(count=left)


def moved_words(meeting: ContactMeeting, points: tuple[AgendaPoint, ...]) -> str:
    """How many points of an ended meeting went to the next one; empty for none, also while they wait for it."""
    gone = _moved_away(meeting, points)
    if not gone:
        return ""
    if gone == 1:
        return _("1 punkt ble flyttet til neste møte.")
    return _("{count} punkter ble flyttet til neste møte.").format(count=gone)


def state_words(meeting: ContactMeeting, points: tuple[AgendaPoint, ...]) -> str:
    """Whether the meeting is ended, and how many points went on."""
    if meeting.ended_at is None:
        return _("åpent")
    gone = _moved_away(meeting, points)
    return _("avsluttet, {count} flyttet").format(count=gone) if gone else _("avsluttet")


def done_words(points: tuple[AgendaPoint, ...]) -> str:
    """How far the meeting has come."""
    if not points:
        return _("ingen punkter")
    return _("{done} av {all} ferdig").format(done=sum(one.done_at is not None for one in points), all=len(points))


def point_line(point: AgendaPoint, number: int, title: str) -> ItemLine:
    """One point of the agenda in the list; `title` is what may be seen of it now."""
    mark = "✓" if point.done_at is not None else "·"
    return ItemLine(point.id, title, mark, kind_words(point.kind), short=f"{number}.")


def point_help(kind: Agenda) -> str:
    """What belongs under a point that is no case."""
    if kind == "demonstration":
        return _("Hva, når og hvor, og hvem av dere som har kontakt med arrangøren. Skriv roller, ingen personer.")
    return _("Hva dere har snakket om. Skriv roller, ingen personer.")


def case_words(
    point: AgendaPoint,
    line: CaseLine | None,
    summary: str,
    today: date,
    *,
    draft: Assessment | None = None,
    closed: bool = False,
) -> str:
    """Where a case on the agenda stands, and what is opened.

    Args:
        point: The case's point.
        line: The case in a line; None when it is gone.
        summary: What may be seen now of what it is about.
        today: The day.
        draft: The unsigned assessment that is opened instead of a new one.
        closed: Whether the case is closed.
    """
    if line is None:
        return _("Saken finnes ikke lenger.")
    words = [summary, ""] if summary else []
    if line.phase == "anonymous":
        words.append(_("Anonym drøfting."))
    if is_overdue(line, today):
        words.append(_("Ny vurdering skulle vært gjort {day}.").format(day=day_text(line.due_on)))
    elif line.review_on is not None:
        words.append(_("Neste vurdering: {day}.").format(day=day_text(line.review_on)))
    if point.done_at is not None:
        words.append(_("Vurderingen er signert. ↵ åpner den."))
    elif point.assessment_id is not None:
        words.append(_("Vurderingen er begynt. ↵ går videre i den."))
    elif draft is not None:
        words.append(_draft_words(draft))
    elif closed:
        words.append(_("Saken er avsluttet. Skal den opp, tar dere den først opp igjen i saken."))
    else:
        words.append(_("↵ begynner vurderingen, med dem som er til stede her. Habilitet bekreftes i hver sak."))
    return "\n".join(words)


def case_lines(lines: Iterable[CaseLine], today: date) -> list[ItemLine]:
    """The cases to choose from, overdue ones first under a heading of their own."""
    overdue, others = [], []
    for line in lines:
        if is_overdue(line, today):
            overdue.append(ItemLine(line.case_id, line.reference, note=day_text(line.due_on), short=""))
        else:
            note = _("anonym") if line.phase == "anonymous" else _state(line)
            others.append(ItemLine(line.case_id, line.reference, note=note, short=""))
    headed = [ItemLine("", _("Ny vurdering er over tiden")), *overdue] if overdue else []
    return [*headed, *([ItemLine("", _("Andre saker")), *others] if others else [])]


def _moved_away(meeting: ContactMeeting, points: tuple[AgendaPoint, ...]) -> int:
    """Points that left an ended meeting undone; those that wait for a next one are still there."""
    return max(meeting.moved_on - len(left_undone(points)), 0) if meeting.ended_at is not None else 0


def _draft_words(draft: Assessment) -> str:
    """That an unsigned assessment is opened, and whose day and people it has."""
    meeting = draft.meeting
    day = day_text(meeting.held_on)
    if not meeting.attendees:
        return _(
            "Saken har et utkast fra {day} som ikke er signert. ↵ åpner det, med den datoen. Ingen er ført opp der, så "
            "dem som er til stede her, følger med. Habilitet bekreftes i hver sak."
        ).format(day=day)
    return _(
        "Saken har et utkast fra {day} som ikke er signert. ↵ åpner det, med den datoen og dem som er ført opp der, "
        "ikke dem som er til stede her."
    ).format(day=day)


def _state(line: CaseLine) -> str:
    if line.state is None:
        return _("ikke vurdert")
    return _("utkast") if line.state == "draft" else day_text(line.review_on)
