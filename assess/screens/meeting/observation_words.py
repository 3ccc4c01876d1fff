"""Observations in words: the ledger's lines, and the answers of the form.

The two gradings borrow the Admiralty idea that a source and what it says are judged apart; the words are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assess.casework.observation import Observation
from assess.language import _
from assess.profile.model import LegalBases, LegalBasis
from assess.screens.meeting.observation_gaps import gaps, gaps_words
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine


def ledger_line(one: Observation, note: Callable[[str], str] = str) -> ItemLine:
    """The observation in the ledger: its number and first words, and to the right its signs.

    The signs: letters for its marks, `?` while something is missing, and how many items it speaks for and against.
    `note` says how what people wrote may be drawn.
    """
    marks = (("L", one.lawful), ("D", one.shared), ("S", one.sensitivity != "ordinary"), ("?", bool(gaps(one))))
    letters = "T" if one.withdrawn else "".join(letter for letter, on in marks if on)
    sides = f"+{len(one.speaks_for)} −{len(one.speaks_against)}" if one.speaks_for or one.speaks_against else ""
    return ItemLine(one.id, note(one.seen), str(one.number), f"{letters} {sides}".strip(), short="")


def ledger_legend(observations: Sequence[Observation]) -> str:
    """What the letters and signs of the ledger mean, and how many observations still lack something."""
    signs = _("L lovlig  D delt  S særlig taushet  T trukket  + for  − imot")
    lacking = sum(1 for one in observations if gaps(one))
    if not lacking:
        return signs
    return signs + "  " + _("? noe mangler ({number} av {all})").format(number=lacking, all=len(observations))


def heading_words(one: Observation, note: Callable[[str], str] = str) -> str:
    """The observation's number, its marks in full words, what is missing, and why it was withdrawn.

    `note` says how what people wrote may be drawn.
    """
    marks = [_("lovlig") if one.lawful else "", _("delt") if one.shared else "", gaps_words(one)]
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
    chosen = _("Hjemmel dere har valgt: {basis}").format(basis=basis_line(basis))
    return f"{chosen}. {jurist_words()}" if basis.needs_jurist else chosen


def jurist_words() -> str:
    """What is said of a legal basis that nobody may lean on yet."""
    return _("En jurist må se på den før noen bygger på den.")


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
        _("Delt med en annen part"),
        help=_("En delt opplysning trenger hjemmel, mottakere og en grunn til at det er nødvendig å dele den."),
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


def answer_words() -> list[tuple[str, str]]:
    """The keys that do something with one observation, in the order of the key bar, and what they do."""
    return [
        ("m", _("Mangler")),
        ("i", _("Forhold")),
        ("l", _("Lovlig")),
        ("d", _("Delt")),
        ("g", _("Hjemmel")),
        ("t", _("Trekk")),
    ]


def none_words() -> str:
    """What the step is for, while the ledger is empty."""
    return _(
        "Ingen opplysninger ennå. Legg det dere vet på bordet, én ting om gangen: hva noen har sett eller hørt, i ord "
        "som andre kunne kontrollert. Hva det betyr, skrives for seg. Ta også med det som taler imot bekymringen.\n\n"
        "Kilde, tid og forhold kan stå på samme linje med | mellom, eller fylles ut etterpå: "
        "Ropte i timen | skole | uke 46 | +A1 −G3"
    )
