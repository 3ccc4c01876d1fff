"""How long a case is kept: when it must be renewed or leave, and how far it has come towards leaving.

Pure: cards in, cards out; days and moments come in as arguments. What is done to an open register with them stands in
`assess.register.retention`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from assess.casework.case import Case
from assess.errors import NotAllowed, ProfileError
from assess.instrument.text import forbidden_character
from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.profile.model import ANONYMOUS, CLOSED, IN_PROGRESS, Profile, Retention
from assess.register.cards import Keeping, Renewal
from assess.register.slot import ActorId

SOON = 30
"""Days before the last day from which home reminds of it."""

MOST_NAMED = 3
"""Cases that one line names; the others are counted."""

LONGEST_REASON = 2000
"""Characters that a reason may have."""

_MONTHS = (
    *(mark("januar"), mark("februar"), mark("mars"), mark("april"), mark("mai"), mark("juni")),
    *(mark("juli"), mark("august"), mark("september"), mark("oktober"), mark("november"), mark("desember")),
)


def keeping_for(case: Case, profile: Profile, day: date) -> Keeping:
    """Return how long `case` may be kept, counted from `day`: an anonymous discussion by a rule of its own.

    Raises:
        ProfileError: The profile lacks the rule, so that nobody has said how long.
    """
    rule = _rule(profile, ANONYMOUS if case.phase == "anonymous" else IN_PROGRESS)
    return Keeping(case_id=case.id, organisation=case.organisation, rule=rule.id, due_on=months_after(day, rule.months))


def months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later; the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def renewed(
    keeping: Keeping, by: ActorId, at: datetime, reason: str, profile: Profile, *, rule: str = "", second: str = ""
) -> Keeping:
    """Return the card of a case that is still needed: due the rule's months from `at`.

    Args:
        keeping: The card as it stands.
        by: Who decides it.
        at: When.
        reason: Why the case is still needed.
        profile: Whose rules.
        rule: Another rule that holds from now on, as when a case has ended; empty keeps the one it has.
        second: Who decided it together with `by`; a case that has ended is kept longer only by two
            (the pattern is a-kriminformasjonsforskriften § 9; see the profile's rule).

    Raises:
        NotAllowed: There is no reason, the case is blocked, or one person alone would keep a closed case longer.
        ProfileError: The profile lacks the rule.
    """
    said = reasoned(reason)
    if keeping.blocked_at is not None:
        raise NotAllowed(_("Saken er sperret."), _("Opphev sperringen før lagringen fornyes."))
    if keeping.rule == CLOSED and second in {"", by}:
        raise NotAllowed(
            _("En avsluttet sak lagres lenger bare når to er enige om det."), _("Si hvem den andre brukeren er.")
        )
    chosen = _rule(profile, rule or keeping.rule)
    return keeping.model_copy(
        update={
            "rule": chosen.id,
            "due_on": months_after(norwegian(at).date(), chosen.months),
            "renewals": (*keeping.renewals, Renewal(at=at, by=by, reason=said)),
        }
    )


def blocked(keeping: Keeping, by: ActorId, at: datetime, reason: str) -> Keeping:
    """Return the card of a case that is kept but no longer used (GDPR article 18).

    Raises:
        NotAllowed: There is no reason, or it is blocked already.
    """
    said = reasoned(reason)
    if keeping.blocked_at is not None:
        raise NotAllowed(_("Saken er sperret fra før."))
    return keeping.model_copy(update={"blocked_at": at, "blocked_by": by, "block_reason": said})


def unblocked(keeping: Keeping) -> Keeping:
    """Return the card of a case that may be used again.

    Raises:
        NotAllowed: It isn't blocked.
    """
    if keeping.blocked_at is None:
        raise NotAllowed(_("Saken er ikke sperret."))
    return keeping.model_copy(update={"blocked_at": None, "blocked_by": "", "block_reason": ""})


def archived(keeping: Keeping, at: datetime, sha256: str) -> Keeping:
    """Return the card of a case whose archive export was read back and found whole."""
    return keeping.model_copy(update={"archived_at": at, "archive_sha256": sha256})


def reminders(keepings: Iterable[tuple[str, Keeping]], today: date) -> list[str]:
    """What home reminds of, a sentence for each kind: past the last day, soon there, and blocked but still here."""
    found = sorted(keepings, key=lambda one: (one[1].due_on, one[0]))
    free = [(reference, one) for reference, one in found if one.blocked_at is None]
    late = [f"{reference} ({_over(one, today)})" for reference, one in free if one.due_on < today]
    soon = [f"{reference} ({_left(one, today)})" for reference, one in free if 0 <= (one.due_on - today).days <= SOON]
    waiting = [reference for reference, one in found if one.blocked_at is not None]
    said = []
    if late:
        said.append(_("Fristen for lagring er ute. Forny eller slett: {cases}").format(cases=few(late)))
    if soon:
        said.append(_("Må snart fornyes eller slettes: {cases}").format(cases=few(soon)))
    if waiting:
        said.append(_("Sperret, og venter på arkivering eller sletting: {cases}").format(cases=few(waiting)))
    return said


def few(names: Sequence[str], most: int = MOST_NAMED, *, count: int | None = None) -> str:
    """The first names, and how many more there are; `count` is the number in all where `names` are only the first."""
    shown = names[:most]
    more = (len(names) if count is None else count) - len(shown)
    if not more:
        return ", ".join(shown)
    return _("{names} og {count} til").format(names=", ".join(shown), count=more)


def sentence(keeping: Keeping, today: date) -> str:
    """What must happen to the case, by when, and how long it is until then."""
    due = day_words(keeping.due_on)
    if keeping.blocked_at is not None:
        since = day_words(norwegian(keeping.blocked_at).date())
        if keeping.archived_at is not None:
            return _("sperret siden {day}, arkivert, kan slettes").format(day=since)
        return _("sperret siden {day}, ikke arkivert").format(day=since)
    if keeping.due_on < today:
        return _("skulle vært fornyet eller slettet innen {day} ({late})").format(day=due, late=_over(keeping, today))
    return _("skal fornyes eller slettes innen {day} ({left})").format(day=due, left=_left(keeping, today))


def day_words(day: date) -> str:
    """A day in full, such as «12. mars 2027»."""
    return _("{day}. {month} {year}").format(day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


def reasoned(reason: str) -> str:
    """Return `reason` without the spaces around it.

    Raises:
        NotAllowed: Nothing is said in it, or it can't be kept as it is.
    """
    said = reason.strip()
    if not said:
        raise NotAllowed(_("Skriv hvorfor."), _("Begrunnelsen følger saken så lenge den er her."))
    if len(said) > LONGEST_REASON or forbidden_character(said) is not None:
        raise NotAllowed(_("Begrunnelsen er for lang eller har tegn som ikke vises."), _("Skriv den med vanlige ord."))
    return said


def _left(keeping: Keeping, today: date) -> str:
    days = (keeping.due_on - today).days
    if days == 0:
        return _("i dag")
    return _("1 dag") if days == 1 else _("{days} dager").format(days=days)


def _over(keeping: Keeping, today: date) -> str:
    days = (today - keeping.due_on).days
    return _("1 dag over fristen") if days == 1 else _("{days} dager over fristen").format(days=days)


def _rule(profile: Profile, rule_id: str) -> Retention:
    found = profile.retention_rule(rule_id)
    if found is None:
        raise ProfileError(
            _("Profilen {profile} har ingen lagringsfrist som heter {rule}.").format(profile=profile.id, rule=rule_id),
            _("Føy den til i profilen under «retention»."),
        )
    return found
