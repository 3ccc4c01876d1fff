"""First calls in an open register: kept as they are taken, linked to what came of them, and erased after their time.

The journal hears of each, and never what was said.
"""

from __future__ import annotations

from assess.casework.triage import Triage, ended, in_order, past_due, refuse_linked, refuse_named_triage
from assess.errors import NotAllowed, NotFound, ProfileError
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import ANONYMOUS, Profile
from assess.register.keeping import months_after
from assess.register.register import Register


def triages(register: Register) -> tuple[Triage, ...]:
    """Every first call, open ones on top, newest first; of one whose case is blocked only that it is there.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return in_order(_readable(register, one) for one in register.store.cards(Triage))


def new_triage(register: Register, edition: Edition, profile: Profile) -> Triage:
    """A call that is being taken now. It is kept from the first answer on, so that a mistaken key leaves nothing.

    Raises:
        AccessDenied: No role of the user allows it.
        ProfileError: The profile does not say how long an anonymous discussion is kept.
    """
    register.require("run_case")
    rule = profile.retention_rule(ANONYMOUS)
    if rule is None:
        raise ProfileError(
            _("Profilen {profile} har ingen lagringsfrist som heter {rule}.").format(
                profile=profile.id, rule=ANONYMOUS
            ),
            _("Føy den til i profilen under «retention»."),
        )
    at = register.now()
    return Triage(
        id=register.new_id(),
        organisation=register.organisation,
        taken_at=at,
        instrument=edition.instrument.id,
        version=edition.instrument.version,
        edition_hash=edition.hash,
        due_on=months_after(norwegian(at).date(), rule.months),
    )


def keep_triage(register: Register, triage: Triage) -> Triage:
    """Keep a call as it is now, and return it as it was kept.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: A text holds an identifier, or the case that came of it is blocked; nothing was kept.
    """
    case_id = triage.case_id or ""
    register.require("run_case", case_id)
    refuse_named_triage(triage, register.store.card(Triage, triage.id), register.now().date())
    register.store.put((triage,), register.act("note-triage", triage.id, case_id))
    return triage


def link_triage(register: Register, triage: Triage, case_id: str) -> Triage:
    """End a call by what came of it: a new case or an anonymous discussion. Nothing that was written goes with it.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: No outcome and reason were given, or it has led to a case already.
        NotFound: There is no such case.
    """
    register.require("run_case", case_id)
    refuse_linked(triage)
    if register.store.case(case_id) is None:
        raise NotFound(_("Registeret har ingen slik sak."))
    linked = ended(triage, register.now()).model_copy(update={"case_id": case_id})
    register.store.put((linked,), register.act("link-triage", triage.id, case_id))
    return linked


def erase_triage(register: Register, triage: Triage) -> None:
    """Erase a call whose last day has passed.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: Its time is not over, or a case came of it.
    """
    register.require("run_case")
    if not past_due(triage, norwegian(register.now()).date()):
        raise NotAllowed(
            _("Henvendelsen skal beholdes ennå."), _("Den hjelper dere å kjenne igjen en ny henvendelse om det samme.")
        )
    register.store.take_out(Triage, triage.id, register.act("erase-triage", triage.id))
    register.store.tidy()


def instrument_of(triage: Triage, library: Library, language: str) -> Instrument | None:
    """The instrument that the call was taken with, in `language`; None when only another version is here now."""
    if triage.instrument not in library.ids():
        return None
    edition = library.edition(triage.instrument)
    same = triage.edition_hash == edition.hash or triage.version == edition.instrument.version
    return edition.spoken(language) if same else None


def _readable(register: Register, triage: Triage) -> Triage:
    try:
        register.blocked.refuse(triage.case_id or "")
    except NotAllowed:
        return triage.model_copy(update={"summary": "", "answers": {}, "notes": {}, "reason": "", "outcome": None})
    return triage
