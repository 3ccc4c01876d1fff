"""What must be in place before sensitive information is shared, in words. The program never says that a basis applies.

The words tell whose decision it is. The sections, and when somebody last read them, stand in the list of legal bases.
"""

from __future__ import annotations

from typing import Final

from assess.casework.observation import Observation, Sensitivity
from assess.language import _, mark
from assess.screens.meeting.observation_gaps import Gap, gaps
from assess.screens.widgets.choice import Option

_GATES: Final[dict[Sensitivity, str]] = {
    "health": mark(
        "Helseopplysning: Bare personen selv kan gi den videre, eller helsepersonell som har samtykke eller et annet "
        "grunnlag i loven. Helsepersonellet avgjør det selv. Gruppa kan ikke be noen om å omgå det."
    ),
    "child_welfare": mark(
        "Barnevernsopplysning: Bare barnevernstjenesten kan gi den videre, når den som har krav på taushet samtykker, "
        "eller det er nødvendig for barnevernets egne oppgaver etter barnevernsloven. At gruppa trenger den, er ikke "
        "nok alene."
    ),
    "police": mark(
        "Politiopplysning: Bare politiet kan gi den videre, etter politiregisterloven. Politiet avgjør om det er "
        "nødvendig og forholdsmessig, og skriver ned hva som er gitt, til hvem og hvorfor. Er den ikke bekreftet, må "
        "det sies."
    ),
}
"""Told from profiles/legal/no.yaml: hpl. §§ 21–23, bvl. § 13-1, politiregisterloven kap. 6."""

_DEMANDED: Final[tuple[Gap, ...]] = ("basis", "necessity", "recipients")
_DEMANDS: Final[dict[Gap, str]] = {
    "basis": mark("velg hjemmel (g)"),
    "necessity": mark("skriv hvorfor det er nødvendig"),
    "recipients": mark("kryss av hvem som får den"),
}


def sensitivity_options() -> list[Option]:
    """Whose rules of secrecy the information comes under."""
    return [
        Option("ordinary", _("Ordinær")),
        Option("health", _("Helse")),
        Option("child_welfare", _("Barnevern")),
        Option("police", _("Politi")),
    ]


def gate_words(one: Observation) -> str:
    """What must be in place before it is shared, and what is still missing; empty when there is nothing to say."""
    said = [_(_GATES[one.sensitivity])] if one.sensitivity in _GATES else []
    if one.shared:
        demands = [_(_DEMANDS[gap]) for gap in gaps(one) if gap in _DEMANDED]
        if demands:
            said.append(_("Før den deles: {demands}.").format(demands=", ".join(demands)))
        elif said:
            said.append(_("Hjemmel, grunn og mottakere er ført. De som deler, svarer for at vilkårene er oppfylt."))
    return "\n".join(said)
