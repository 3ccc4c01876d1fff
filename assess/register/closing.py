"""Closing a case and taking it up again: the closure, the checks afterwards and how long it is kept, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assess.casework.anonymity import is_anonymous, refuse_named_record
from assess.casework.case import Case
from assess.casework.closing import is_lowest, refuse_open_ends, refuse_unsaid
from assess.casework.follow_up import Closure, DatedCheck
from assess.casework.following import latest_locked
from assess.errors import NotAllowed
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import ANONYMOUS, CLOSED, Profile
from assess.register.cards import Keeping, Renewal
from assess.register.keeping import keeping_for, months_after, reasoned, renewed
from assess.register.register import Register
from assess.register.retention import keeping_of

UNFOUNDED = "ubegrunnet"
"""The retention rule of a case whose last level is the lowest one, in the profiles that have it: a shorter one."""


def closure_of(register: Register, case_id: str) -> Closure | None:
    """How the case was last closed, also when it was taken up again; None when it never was.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read", case_id)
    return register.store.card(Closure, case_id)


def refuse_unready(register: Register, case: Case) -> None:
    """Refuse to close a case that is not ready for it, before anybody writes why.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: It is closed already, an assessment is a draft, or the last level is too high or undecided.
    """
    register.require("run_case", case.id)
    before = closure_of(register, case.id)
    if before is not None and before.stands:
        raise NotAllowed(_("Saken er avsluttet fra før."))
    assessments = register.assessments_of(case.id)
    latest = latest_locked(assessments)
    refuse_open_ends(assessments, register.edition(latest).instrument if latest is not None else None)


def after_closing(register: Register, case: Case, profile: Profile) -> tuple[date, tuple[date, ...]]:
    """What would follow if the case were closed today: the last day it is kept, and the days somebody looks at it.

    Raises:
        AccessDenied: No role of the user allows it.
        ProfileError: The profile lacks the retention rule.
    """
    register.require("read", case.id)
    at = register.now()
    preview = Closure(case_id=case.id, organisation=case.organisation, closed_at=at, criteria={}, reason=".", by="")
    last = _kept_as_closed(register, case, profile, preview).due_on
    return last, _days_after(profile, norwegian(at).date(), last)


def close_case(
    register: Register, case: Case, profile: Profile, criteria: Mapping[str, str], reason: str, by: str
) -> tuple[Closure, tuple[DatedCheck, ...]]:
    """End the work with a case; keep the closure, the checks that follow and the new deadline in one go.

    Args:
        register: Where.
        case: Which case.
        profile: Whose criteria, checks and retention rules.
        criteria: The group's words to each criterion, by its id.
        reason: Why it ends.
        by: The role that ends it.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: The case is not ready, something is not said, or somebody is named in an anonymous discussion.
        ProfileError: The profile lacks the retention rule.
    """
    refuse_unready(register, case)
    at = register.now()
    today = norwegian(at).date()
    closure = Closure(
        case_id=case.id,
        organisation=case.organisation,
        closed_at=at,
        criteria=dict(criteria),
        reason=reason.strip(),
        by=by.strip(),
    )
    refuse_unsaid(closure, profile.closing)
    refuse_named_record(case, closure, today)
    keeping = _kept_as_closed(register, case, profile, closure)
    checks = tuple(
        DatedCheck(
            id=register.new_id(),
            case_id=case.id,
            organisation=case.organisation,
            due_on=due_on,
            text=_("Har noe endret seg siden saken ble avsluttet?"),
            cause="closure",
        )
        for due_on in _days_after(profile, today, keeping.due_on)
    )
    act = register.act("close-case", case.id, case.id, {"rule": keeping.rule, "due_on": str(keeping.due_on)})
    register.store.put((closure, *checks, keeping), act)
    return closure, checks


def reopen_case(register: Register, case: Case, profile: Profile, reason: str) -> Closure:
    """Take a closed case up again: its open checks after closing fall away, and it is kept as a case at work.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: It isn't closed, there is no reason, or somebody is named in an anonymous discussion.
        ProfileError: The profile lacks the retention rule.
    """
    register.require("run_case", case.id)
    said = reasoned(reason)
    before = closure_of(register, case.id)
    if before is None or not before.stands:
        raise NotAllowed(_("Saken er ikke avsluttet."))
    at = register.now()
    today = norwegian(at).date()
    closure = before.model_copy(update={"reopened_at": at, "reopen_reason": said})
    refuse_named_record(case, closure, today)
    checks = tuple(
        one.model_copy(update={"done_on": today, "outcome": _("Saken ble tatt opp igjen.")})
        for one in register.store.cards_of(DatedCheck, case.id)
        if one.cause == "closure" and one.done_on is None
    )
    rule = keeping_for(case, profile, today)
    keeping = keeping_of(register, profile, case).model_copy(update={"rule": rule.rule, "due_on": rule.due_on})
    keeping = _with_renewal(keeping, Renewal(at=at, by=register.ring.user, reason=said))
    act = register.act("reopen-case", case.id, case.id, {"rule": keeping.rule, "due_on": str(keeping.due_on)})
    register.store.put((closure, *checks, keeping), act)
    return closure


def _kept_as_closed(register: Register, case: Case, profile: Profile, closure: Closure) -> Keeping:
    """How long the closed case is kept; never longer only because it is closed a second time."""
    keeping = keeping_of(register, profile, case)
    if keeping.rule == CLOSED:
        return keeping
    rule = _closed_rule(register, case, profile)
    return renewed(keeping, register.ring.user, closure.closed_at, closure.reason, profile, rule=rule)


def _closed_rule(register: Register, case: Case, profile: Profile) -> str:
    """A concern that turned out unfounded is kept shorter, and an anonymous discussion by the rule it always had."""
    if is_anonymous(case):
        return ANONYMOUS
    latest = latest_locked(register.assessments_of(case.id))
    if latest is not None and latest.decision is not None:
        instrument = register.edition(latest).instrument
        name = instrument.level_outcome
        unfounded = name is not None and is_lowest(instrument.outcome(name), latest.decision.level)
        if unfounded and profile.retention_rule(UNFOUNDED) is not None:
            return UNFOUNDED
    return CLOSED


def _days_after(profile: Profile, today: date, last: date) -> tuple[date, ...]:
    """The days of the profile at which a closed case is looked at, as long as it is kept."""
    days = (months_after(today, months) for months in profile.checks_after_closing)
    return tuple(day for day in days if day <= last)


def _with_renewal(keeping: Keeping, renewal: Renewal) -> Keeping:
    return keeping.model_copy(update={"renewals": (*keeping.renewals, renewal)})
