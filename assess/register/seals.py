"""Seals: an Ed25519 signature by the user at the keyboard on each sign-off, so that it shows who let it be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assess.casework.assessment import Assessment
from assess.casework.quality import Signature
from assess.register.cards import Seal, User
from assess.register.data_key import SigningKey
from assess.register.slot import ActorId


def seal_signature(assessment: Assessment, signature: Signature, user: ActorId, key: SigningKey) -> Seal:
    """Vouch that `signature` was given in this user's presence, on exactly this content."""
    return Seal(
        signature_id=signature.id,
        assessment_id=assessment.id,
        organisation=assessment.organisation,
        user=user,
        sealed_at=signature.signed_at,
        value=key.sign(_message(assessment.id, signature, user)),
    )


def broken_seals(assessment: Assessment, seals: Iterable[Seal], users: Mapping[ActorId, User]) -> list[str]:
    """The ids of this assessment's seals that don't fit their signature, their user or their key."""
    signatures = {one.id: one for one in assessment.signatures}
    mine = [seal for seal in seals if seal.assessment_id == assessment.id]
    return [seal.signature_id for seal in mine if not _holds(seal, signatures.get(seal.signature_id), users)]


def _holds(seal: Seal, signature: Signature | None, users: Mapping[ActorId, User]) -> bool:
    user = users.get(seal.user)
    if signature is None or user is None:
        return False
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(user.signing_key))
    try:
        public.verify(bytes.fromhex(seal.value), _message(seal.assessment_id, signature, seal.user))
    except InvalidSignature:
        return False
    return True


def _message(assessment_id: str, signature: Signature, user: ActorId) -> bytes:
    # Whether a later change made the signature void is no part of what was vouched for.
    facts = {**signature.model_dump(mode="json", exclude={"void"}), "assessment": assessment_id, "user": user}
    return rfc8785.dumps({"what": "assess sign-off v1", **facts})
