"""Whom a case is about: kept apart from the case, and opened only by a keyholder, for a minute, with a trace.

A case has a reference. Who it is lies in a table of its own, sealed with the vault's public key: whoever may write it
can't read it again, and the register's own key doesn't open it. A keyholder's passphrase is typed each time; the
session never holds the key. Whoever opens their own must say why; else two people were there, and that will do.

What it doesn't promise: that the texts of a case give nobody away, or that nobody photographs the screen. Somebody with
the register's key could put another box in place of one, but not read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import rfc8785
from pydantic import JsonValue, ValidationError

from assess.casework.case import Case
from assess.casework.identifiers import identifiers, kinds_named
from assess.casework.identity import Identity, refuse_too_exact, without_names
from assess.errors import KeysOutdated, NotAllowed, NotARegister, NotFound, RegisterDamaged, WrongPassphrase
from assess.instrument.text import forbidden_character
from assess.language import _
from assess.register.cards import SealedIdentity
from assess.register.data_key import OpeningKey, PublicKey, seal
from assess.register.enrolment import known_generation
from assess.register.key_file import RECOVERY
from assess.register.proving import trying
from assess.register.recovery import RecoveryKey
from assess.register.register import Register
from assess.register.slot import ActorId, Place
from assess.register.unlocking import RECOVERY_NAME
from assess.register.vault import Vault

SECONDS: Final = 60
"""How long an identity may be seen each time it is opened."""

LEAST_REASON: Final = 10
"""Characters that a reason has at the least, when nobody else was there."""

_LONGEST_REASON = 300
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Revealed:
    """An identity that was opened, and when it must be gone again by the register's clock."""

    reference: str
    identity: Identity = field(repr=False)
    until: datetime


def keyholders(register: Register) -> tuple[str, ...]:
    """What those who can open an identity sign in with; the recovery key only for whoever came in by it."""
    slots = Vault.read(register.path).slots
    return tuple(
        slot.user
        for slot in slots
        if "keyholder" in slot.roles and (slot.id != RECOVERY or register.ring.user == RECOVERY)
    )


def case_to_name(register: Register, reference: str) -> Case:
    """The case with this reference, in capitals or not; also for a keyholder who may read no case.

    Raises:
        AccessDenied: No role of the user allows it.
        NotFound: There is none.
    """
    register.require("name")
    found = register.store.case_called(reference.upper())
    if found is None:
        raise NotFound(_("Registeret har ingen sak som heter {reference}.").format(reference=reference))
    return found


def has_identity(register: Register, case_id: str) -> bool:
    """Whether it is written down whom the case is about."""
    return register.store.card(SealedIdentity, case_id) is not None


def enter_identity(register: Register, case: Case, identity: Identity) -> None:
    """Seal whom a case is about, in place of what was there.

    Raises:
        NotAllowed: The case is an anonymous discussion, or a text holds a fødselsnummer or a date of birth.
        AccessDenied: No role of the user allows it.
        KeysOutdated: The key file is older than the register.
        RegisterError: It could not be saved; what was there still is.
    """
    register.require("name", case.id)
    kept = _kept_case(register, case.id)
    refuse_too_exact(identity, register.now().astimezone().date())
    vault = _current_vault(register)
    content = identity.model_dump_json().encode()
    # Whoever holds the register's key sees how long a box is: in whole blocks that tells less.
    padded = content.ljust(-(-len(content) // _BLOCK) * _BLOCK)
    card = SealedIdentity(
        case_id=kept.id,
        organisation=kept.organisation,
        entered_at=register.now(),
        box=seal(vault.identity_key, padded, _bound(vault.place, kept.id)),
    )
    replaced = has_identity(register, kept.id)
    register.store.put((card,), register.act("enter-identity", kept.id, kept.id, {"replaced": replaced}))


def open_identity(register: Register, case: Case, keyholder: str, passphrase: str, reason: str = "") -> Revealed:
    """Open whom a case is about with a keyholder's passphrase, and tell the journal before it is given away.

    Args:
        register: Where the case is.
        case: Which case.
        keyholder: What the keyholder signs in with; the user, or a second person who is there.
        passphrase: The keyholder's own.
        reason: Why; a second person may leave it out. Names in it are taken out before it is kept.

    Raises:
        AccessDenied: No role of the user allows it.
        NotFound: Nobody is entered.
        NotAllowed: The reason is too short or tells who somebody is, or it is no keyholder.
        WrongPassphrase, TooManyTries: The passphrase isn't the keyholder's; it counts as a wrong try.
        RegisterDamaged: It was sealed for another case, or isn't as it was.
        RegisterError: The journal could not be written; nothing was given away.
    """
    register.require("name", case.id)
    sealed = register.store.card(SealedIdentity, case.id)
    if sealed is None:
        raise NotFound(_("Det er ikke skrevet inn hvem {reference} gjelder.").format(reference=case.reference))
    vault = _current_vault(register)
    told = _reason(reason, register.now(), needed=keyholder == register.ring.name)
    opener, key = _opened_key(register, vault, case.id, keyholder, passphrase)
    identity = _unsealed(key, sealed, vault.place)
    del key
    if identity is None:
        _deny(register, case.id, opener, "damaged")
        raise RegisterDamaged(
            _("Det som er skrevet inn om hvem {reference} gjelder, hører til en annen sak eller er endret.").format(
                reference=case.reference
            ),
            _("Ingenting er åpnet. Hent registeret fra en sikkerhetskopi, eller skriv det inn på nytt."),
        )
    body: dict[str, JsonValue] = {
        "opened_by": opener,
        "second_person": opener != register.ring.user,
        "reason": without_names(told, identity),
        "seconds": SECONDS,
    }
    register.store.note(register.act("reveal-identity", case.id, case.id, body))
    return Revealed(case.reference, identity, register.now() + timedelta(seconds=SECONDS))


def forget_identity(register: Register, case: Case) -> bool:
    """Take away whom a case is about, and say whether there was anybody.

    Raises:
        AccessDenied: No role of the user allows it.
        RegisterError: It could not be saved.
    """
    register.require("name", case.id)
    if not has_identity(register, case.id):
        return False
    register.store.take_out(SealedIdentity, case.id, register.act("forget-identity", case.id, case.id))
    register.store.tidy()
    return True


def resealed(sealed: SealedIdentity, place: Place, key: OpeningKey, public: PublicKey) -> SealedIdentity | None:
    """The same identity sealed to another public key, as a change of keys needs; None when `key` doesn't open it."""
    bound = _bound(place, sealed.case_id)
    content = key.open(sealed.box, bound)
    return None if content is None else sealed.model_copy(update={"box": seal(public, content, bound)})


def _kept_case(register: Register, case_id: str) -> Case:
    kept = register.store.case(case_id)
    if kept is None:
        raise NotFound(_("Registeret har ingen slik sak."))
    if kept.phase == "anonymous":
        raise NotAllowed(_("En anonym drøfting kan ikke knyttes til en person."))
    return kept


def _reason(reason: str, now: datetime, *, needed: bool) -> str:
    told = reason.strip()
    if needed and len(told) < LEAST_REASON:
        raise NotAllowed(
            _("Skriv hvorfor det åpnes, med minst {count} tegn.").format(count=LEAST_REASON),
            _("En annen nøkkelholder kan åpne uten å skrive det."),
        )
    if len(told) > _LONGEST_REASON or forbidden_character(told) is not None:
        raise NotAllowed(_("Grunnen kan ha høyst {count} vanlige tegn.").format(count=_LONGEST_REASON))
    found = identifiers(told, now.astimezone().date())
    if found:
        raise NotAllowed(
            _("Det ser ut til å stå {kinds} i grunnen. Journalen skal ikke si hvem noen er.").format(
                kinds=kinds_named(found)
            )
        )
    return told


def _current_vault(register: Register) -> Vault:
    vault = Vault.read(register.path)
    if vault.generation < known_generation(register.store):
        raise KeysOutdated(
            _("Nøkkelfilen er eldre enn registeret. Ingenting er åpnet eller endret."),
            _("Finn den nyeste nøkkelfilen, for eksempel i den siste sikkerhetskopien."),
        )
    if not vault.vouched_by(register.ring.data_key):
        raise NotARegister(
            _("Nøkkelfilen er endret utenfor programmet. Ingenting er åpnet eller endret."),
            _("Ta vare på den som den er, og hent nøkkelfilen fra en sikkerhetskopi."),
        )
    return vault


def _opened_key(
    register: Register, vault: Vault, case_id: str, keyholder: str, passphrase: str
) -> tuple[ActorId, OpeningKey]:
    recovery = RecoveryKey.parse(passphrase) if keyholder == RECOVERY_NAME else None
    slot = vault.slot(keyholder)
    tried = "" if slot is None else slot.id
    try:
        with trying(register):
            ring, key = vault.identities(passphrase if recovery is None else recovery.letters, keyholder)
    except WrongPassphrase:
        _deny(register, case_id, tried, "wrong_passphrase")
        raise WrongPassphrase(
            _("Det er ikke passordfrasen til {name}. Ingenting er åpnet, og forsøket står i journalen.").format(
                name=keyholder
            ),
            _("Prøv igjen, og se etter at tastaturet står på riktig språk."),
        ) from None
    except NotAllowed:
        _deny(register, case_id, tried, "no_keyholder")
        raise
    return ring.user, key


def _deny(register: Register, case_id: str, tried: str, why: str) -> None:
    body = {"power": "name", "what": "reveal-identity", "tried": tried, "why": why}
    register.store.note(register.act("denied", case_id, case_id, body))


def _unsealed(key: OpeningKey, sealed: SealedIdentity, place: Place) -> Identity | None:
    content = key.open(sealed.box, _bound(place, sealed.case_id))
    try:
        return None if content is None else Identity.model_validate_json(content)
    except ValidationError:
        return None


def _bound(place: Place, case_id: str) -> bytes:
    facts: dict[str, JsonValue] = {"format": 1, "what": "identity", "case_id": case_id}
    return rfc8785.dumps({**facts, "kind": place.kind, "register_id": place.register_id})
