"""What each kind of report is called, and what it is for, in words."""

from __future__ import annotations

from assess.language import _, mark
from assess.reports.request import Variant

NAMES: dict[Variant, str] = {
    "full": mark("full rapport"),
    "one-page": mark("på én side"),
    "archive": mark("arkivversjon"),
    "access": mark("innsyn"),
    "handover": mark("utlevering"),
    "plain": mark("klart språk"),
    "comparison": mark("sammenligning"),
}
"""In the order in which they are offered."""

PURPOSES: dict[Variant, str] = {
    "full": mark("Alt, til dem som kvalitetssikrer. Med vurderingen som data."),
    "one-page": mark("Bare beslutningen, det ukjente og tiltakene."),
    "archive": mark("Alt, og det som er fulgt opp. Med vurderingen som data."),
    "access": mark("Til den saken gjelder. Felt om kilder og andre utelates."),
    "handover": mark("Til en annen myndighet: bare det som er delt med den."),
    "plain": mark("Til den saken gjelder eller foresatte, i vanlige ord."),
    "comparison": mark("Det som er endret siden forrige vurdering."),
}
"""Whom each is for, in a sentence."""


def variant_words(variant: str) -> str:
    """What a kind is called; one that this version doesn't know, as it was kept."""
    found = {str(known): name for known, name in NAMES.items()}.get(variant)
    return variant if found is None else _(found)
