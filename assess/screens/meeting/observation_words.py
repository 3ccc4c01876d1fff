"""Observations in words: the ledger's lines, and the answers of the form.

The two gradings borrow the Admiralty idea that a source and what it says are judged apart; the words are our own.
"""

from __future__ import annotations

from collections.abc import Callable

from assess.casework.observation import Observation
from assess.language import _
from assess.profile.model import LegalBases, LegalBasis
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine


def ledger_line(one: Observation, note: Callable[[str], str] = str) -> ItemLine:
    """The observation in the ledger: number, letters for its marks, first words, and what it speaks for and against.

    `note` says how what people wrote may be drawn.
    """
    letters = "T" if one.withdrawn else ("L" if one.lawful else "") + ("D" if one.shared else "")
    sides = f"+{len(one.speaks_for)} −{len(one.speaks_against)}"
    return ItemLine(one.id, note(one.seen), str(one.number), sides, short=letters or " ")


def ledger_legend() -> str:
    """What the letters and signs of the ledger mean."""
    return _("L lovlig  D delt  T trukket  + for  − imot")


def heading_words(one: Observation, note: Callable[[str], str] = str) -> str:
    """The observation's number, its marks in full words, and why it was withdrawn, as `note` may draw that."""
    marks = [_("lovlig") if one.lawful else "", _("delt") if one.shared else ""]
    number = _("Opplysning {number}").format(number=one.number)
    first = " · ".join([number, *(word for word in marks if word)])
    if not one.withdrawn:
        return first
    reason = note(one.withdrawn).strip().rstrip(".")
    withdrawn = _("Trukket tilbake: {reason}. Den blir stående i listen og teller ikke.").format(reason=reason)
    return f"{first}\n{withdrawn}"


def items_words(one: Observation) -> str:
    """Which items it speaks for and against, on a line each."""
    none = _("ingen forhold ennå")
    said_for = _("+ Taler for: {items}").format(items=", ".join(one.speaks_for) or none)
    against = _("− Taler imot: {items}").format(items=", ".join(one.speaks_against) or none)
    return f"{said_for}\n{against}"


def basis_words(one: Observation, legal: LegalBases) -> str:
    """The legal basis that the group has chosen, with the day on which somebody last read it."""
    if not one.legal_basis:
        return _("Hjemmel: ikke valgt ennå. Dere velger den, aldri programmet.")
    basis = legal.basis(one.legal_basis)
    if basis is None:
        return _("Hjemmel: {id}. Den står ikke lenger i listen.").format(id=one.legal_basis)
    return _("Hjemmel dere har valgt: {basis}").format(basis=basis_line(basis))


def basis_line(basis: LegalBasis) -> str:
    """A legal basis in one line: act, section, title, and when it was last read."""
    return _("{act} {section} – {title} (lest {day})").format(
        act=basis.act, section=basis.section, title=basis.title, day=last_read(basis)
    )


def last_read(basis: LegalBasis) -> str:
    """The day on which somebody last read the law, as people write it: `21.11.2026`."""
    return ".".join(reversed(basis.checked_on.split("-")))


def lawful_option() -> Option:
    """The mark for what everybody has a right to."""
    return Option(
        "lawful",
        _("Lovlig ytring, tro, klesdrakt eller deltakelse"),
        help=_("Det som er merket slik, teller aldri alene. Det kan bare belyse noe annet som er sett eller hørt."),
    )


def shared_option() -> Option:
    """The mark for what leaves the one who brought it."""
    return Option(
        "shared",
        _("Delt med den andre parten"),
        help=_("En delt opplysning trenger en hjemmel og en grunn til at det er nødvendig å dele den."),
    )


def hand_options() -> list[Option]:
    """Whether the one who brings it saw or heard it."""
    return [
        Option("first_hand", _("Sett eller hørt selv")),
        Option("retold", _("Gjengitt fra andre")),
        Option("unclear", _("Uklart")),
    ]


def nature_options() -> list[Option]:
    """What kind of statement it is."""
    return [
        Option("fact", _("Faktisk forhold")),
        Option("assessment", _("Noens vurdering")),
        Option("unverified", _("Ikke bekreftet")),
    ]


def reliability_options() -> list[Option]:
    """How reliable the source usually is."""
    return [
        Option("A", _("Helt pålitelig"), "A"),
        Option("B", _("Vanligvis pålitelig"), "B"),
        Option("C", _("Nokså pålitelig"), "C"),
        Option("D", _("Vanligvis ikke pålitelig"), "D"),
        Option("E", _("Upålitelig"), "E"),
        Option("F", _("Kan ikke vurderes"), "F"),
    ]


def credibility_options() -> list[Option]:
    """How likely the information itself is."""
    return [
        Option("1", _("Bekreftet av andre"), "1"),
        Option("2", _("Sannsynlig riktig"), "2"),
        Option("3", _("Mulig riktig"), "3"),
        Option("4", _("Tvilsomt"), "4"),
        Option("5", _("Usannsynlig"), "5"),
        Option("6", _("Kan ikke vurderes"), "6"),
    ]
