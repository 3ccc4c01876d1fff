"""Renewing, blocking and unblocking cases in an open register. Each is told to the journal with its reason.

None of it needs the right to read cases: a keyholder sees references and deadlines, and nothing of what was written.
"""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import JsonValue

from assess.casework.case import Case
from assess.errors import NotAllowed, NotFound
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import CLOSED, Profile
from assess.register.cards import Keeping, User
from assess.register.keeping import SOON, blocked, keeping_for, reasoned, reminders, renewed, unblocked
from assess.register.key_file import RECOVERY
from assess.register.register import Register

Kept = tuple[str, Keeping]
"""A case's reference, and how long the case is kept."""


def keepings(register: Register, profile: Profile) -> tuple[Kept, ...]:
    """Every case's reference with how long it is kept, what is due first on top.

    A case without a card (from an older register, or brought in without one) gets it now, counted from the day it was
    opened, so that a long-forgotten one shows at once.

    Raises:
        AccessDenied: No role of the user allows it.
        ProfileError: The profile lacks the rule of a case that has no card yet.
    """
    register.require("keep")
    known = {one.case_id: one for one in register.store.cards(Keeping)}
    found = []
    for line in register.store.case_lines():
        card = known.get(line.case_id) or _first_look(register, profile, case_named(register, line.reference))
        found.append((line.reference, card))
    return tuple(sorted(found, key=lambda one: (one[1].due_on, one[0])))


def keeping_of(register: Register, profile: Profile, case: Case) -> Keeping:
    """How long one case is kept; it gets its card now if it has none.

    Raises:
        ProfileError: The profile lacks the case's rule.
    """
    return register.store.card(Keeping, case.id) or _first_look(register, profile, case)


def case_named(register: Register, reference: str) -> Case:
    """The case with this reference, in capitals or not; for verbs that need no right to read it.

    Raises:
        NotFound: There is none.
    """
    found = register.store.case_called(reference.upper())
    if found is None:
        raise NotFound(
            _("Registeret har ingen sak som heter {reference}.").format(reference=reference),
            _("Se «assess register retention list»."),
        )
    return found


def overdue(kept: tuple[Kept, ...], today: date) -> tuple[Kept, ...]:
    """Those whose last day has passed, blocked or not."""
    return tuple(one for one in kept if one[1].due_on < today)


def retention_words(register: Register, today: date) -> list[str]:
    """What home reminds of, for those who may renew or block; writes nothing and reads only what it reminds of."""
    if not register.may("keep"):
        return []
    return reminders(register.store.keepings_due(today + timedelta(days=SOON)), today)


def renew(
    register: Register, profile: Profile, reference: str, reason: str, *, rule: str = "", second: str = ""
) -> Keeping:
    """Keep a case for one more period, from today.

    Args:
        register: Where.
        profile: Whose rules.
        reference: Which case.
        reason: Why it is still needed.
        rule: Another retention rule that holds from now on; empty keeps the one it has.
        second: The name of another user, who agrees: needed for a case that has ended.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: There is no reason, or the case is blocked, or a second user is missing.
        NotFound: There is no such case.
        ProfileError: The profile lacks the rule.
    """
    register.require("keep")
    case = case_named(register, reference)
    keeping = keeping_of(register, profile, case)
    other = _other_user(register, second)
    card = renewed(keeping, register.ring.user, register.now(), reason, profile, rule=rule, second=other)
    body: dict[str, JsonValue] = {"reason": card.renewals[-1].reason, "rule": card.rule, "due_on": str(card.due_on)}
    if keeping.rule == CLOSED or other:
        body["second"] = other
    _put(register, card, "renew-keeping", case, body)
    return card


def block(register: Register, profile: Profile, reference: str, reason: str) -> Keeping:
    """Keep a case, but let nobody use it (GDPR article 18): only a keyholder who says why opens it.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: There is no reason, or it is blocked already.
        NotFound: There is no such case.
        ProfileError: The profile lacks the case's rule.
    """
    register.require("block")
    case = case_named(register, reference)
    card = blocked(keeping_of(register, profile, case), register.ring.user, register.now(), reason)
    _put(register, card, "block-case", case, {"reason": card.block_reason})
    return card


def unblock(register: Register, profile: Profile, reference: str, reason: str) -> Keeping:
    """Let a case be used again; for a keyholder who says why.

    Raises:
        AccessDenied: The user is no keyholder.
        NotAllowed: There is no reason, or it isn't blocked.
        NotFound: There is no such case.
        ProfileError: The profile lacks the case's rule.
    """
    register.require("erase")
    case = case_named(register, reference)
    card = unblocked(keeping_of(register, profile, case))
    _put(register, card, "unblock-case", case, {"reason": reasoned(reason)})
    return card


def open_blocked(register: Register, reference: str, reason: str) -> None:
    """Let a blocked case be used in this window until the register is closed; for a keyholder who says why.

    Raises:
        AccessDenied: The user is no keyholder.
        NotAllowed: There is no reason.
        NotFound: There is no such case.
    """
    case = case_named(register, reference)
    register.require("erase", case.id)
    register.store.note(register.act("open-blocked", case.id, case.id, {"reason": reasoned(reason)}))
    register.blocked.let_in(case.id)


def _first_look(register: Register, profile: Profile, case: Case) -> Keeping:
    card = keeping_for(case, profile, norwegian(case.opened_at).date())
    _put(register, card, "set-keeping", case, {"rule": card.rule, "due_on": str(card.due_on)})
    return card


def _put(register: Register, card: Keeping, action: str, case: Case, body: dict[str, JsonValue]) -> None:
    register.store.put((card,), register.act(action, case.id, case.id, body))
    register.blocked.look()


def _other_user(register: Register, name: str) -> str:
    """The id of another user who may still sign in; empty when nobody is named."""
    if not name:
        return ""
    for user in register.store.cards(User):
        if user.name == name and user.removed_at is None and user.id not in {RECOVERY, register.ring.user}:
            return user.id
    raise NotAllowed(
        _("Det finnes ingen annen bruker som heter {name}.").format(name=name),
        _("Skriv navnet som brukeren logger inn med."),
    )
