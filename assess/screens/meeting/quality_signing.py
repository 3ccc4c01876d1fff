"""Signing in words and deeds: who has signed, who can, and what it means to."""

from __future__ import annotations

from assess.casework.deeds.signing import Sign
from assess.casework.meeting import Attendee
from assess.casework.quality import Signature
from assess.judgement.quality import clear
from assess.language import _
from assess.screens.local_time import moment_text
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.quality_words import lacks
from assess.screens.widgets.choice import Option
from assess.screens.widgets.confirm import Confirm


def signature_words(desk: Desk) -> list[str]:
    """Each signature that stands with its time, then those that a change made void."""
    standing = desk.assessment.standing_signatures
    said = [
        _("✓ {who}, {party}, signerte {moment}.").format(
            who=_signer(desk, one), party=desk.profile.party_label(one.party), moment=moment_text(one.signed_at)
        )
        for one in standing
    ]
    if desk.locked:
        return said
    again = {one.attendee for one in standing}
    void: dict[str, Signature] = {one.attendee: one for one in desk.assessment.signatures if one.void}
    return said + [
        _("! Signaturen til {who} gjelder ikke lenger, fordi vurderingen ble endret.").format(who=_signer(desk, one))
        for one in void.values()
        if one.attendee not in again
    ]


def signer_options(desk: Desk) -> list[Option]:
    """Those who can sign now: participants of a party that has not signed."""
    signed = {one.party for one in desk.assessment.standing_signatures}
    return [
        Option(one.id, f"{desk.called(one)}, {desk.profile.party_label(one.party)}")
        for one in desk.assessment.meeting.attendees
        if one.party not in signed
    ]


def signing_words(desk: Desk) -> str:
    """Who has signed, and what is missing or who is asked now."""
    missing = lacks(desk)
    said = signature_words(desk)
    if missing:
        said += [_("Dere kan ikke signere ennå. Dette mangler:"), *(f"✗ {lack.words}" for lack in missing)]
    elif desk.assessment.standing_signatures:
        said.append(_("Nå mangler signaturen fra en annen part. Den låser vurderingen. Hvem signerer?"))
    else:
        said.append(_("Alt er på plass. To personer fra hver sin part signerer. Hvem signerer først?"))
    return "\n".join(said)


def signing_dialog(desk: Desk, attendee: str) -> Confirm:
    """The question put to somebody who is about to sign, and what follows from it."""
    second = bool(desk.assessment.standing_signatures)
    detail = _(
        "Å signere er å stå inne for akkurat dette innholdet. Endres noe etterpå, gjelder ikke signaturen lenger. "
        "Når en fra en annen part også har signert, låses vurderingen."
    )
    if second:
        detail = _(
            "Dette er den andre signaturen. Den låser vurderingen for godt. Rettelser skrives etterpå som tillegg."
        )
    yes = _("Signer og lås") if second else _("Signer")
    return Confirm(lambda: _("Skal {who} signere?").format(who=desk.called(attendee)), yes, _("Gå tilbake"), detail)


def signing(desk: Desk, signer: Attendee, signed_as: str) -> Sign | None:
    """The deed by which a participant signs, as what the record is to call them; None while something is missing."""
    clearance = clear(desk.folder)
    if clearance is None:
        return None
    signature = Signature(
        id=desk.new_id(),
        attendee=signer.id,
        party=signer.party,
        signed_as=signed_as,
        digest=desk.assessment.digest,
        signed_at=desk.now(),
    )
    return Sign(signature, clearance)


def _signer(desk: Desk, signature: Signature) -> str:
    """What a signer is called: what was signed as, which may be the group's own words, or the role."""
    return desk.called(signature.attendee) if desk.hidden else signature.signed_as
