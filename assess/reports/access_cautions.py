"""What the group must think of before a report goes to the person that the case is about.

A program can't see whom a free text mentions, or whether it gives away who told. It can say so, and point to the
texts to read first.
"""

from __future__ import annotations

from typing import Final

from assess.language import _
from assess.reports.access_places import place_words, text_places
from assess.reports.dossier import Dossier
from assess.reports.request import AccessReport
from assess.reports.withheld import plain_words, whole_observations

_SHORTEST: Final = 3
"""Letters in a word worth looking for: «mor», «far»."""
_COMMON: Final = frozenset(
    {"den", "det", "din", "dit", "eller", "etter", "for", "fra", "gjennom", "har", "han", "henne", "hun", "hans", "ham"}
    | {"ikke", "kommune", "kommunen", "med", "mot", "når", "også", "over", "råd", "selv", "sin", "som", "til", "under"}
    | {"ved", "vil", "via", "egen", "hos", "sammen", "der", "mannen", "gutten", "personen", "politiet", "møtet"}
)
"""Words that point to nobody."""


def cautions(dossier: Dossier, request: AccessReport) -> tuple[str, ...]:
    """What to do and look at before the report is printed, in sentences in the language spoken now."""
    said = [
        _(
            "Programmet kan ikke se om fri tekst nevner andre, eller røper hvem som har fortalt noe. Les hele "
            "rapporten før den gis ut, og ta ut opplysninger og tekster som ikke skal med."
        ),
        _("Paragrafene er et utgangspunkt fra hjemmelslista. Vurder selv om hver av dem gjelder."),
    ]
    places = dict.fromkeys(place_words(place) for place in telling_places(dossier, request))
    if places:
        said.append(
            _("Les særlig {places}: Der står ord fra feltene om kilder og andre.").format(places=", ".join(places))
        )
    items = resting_on_withheld(dossier, request)
    if items:
        said.append(
            _("Begrunnelsen for {items} kan gjengi opplysninger som er utelatt.").format(items=", ".join(items))
        )
    if any(one.sensitivity != "ordinary" for one in dossier.assessment.observations):
        said.append(
            _(
                "Noen opplysninger har egne regler om taushet. Avklar innsyn med tjenesten de kommer fra. Et avslag "
                "skal ikke røpe at politiet har registrert noe."
            )
        )
    band = dossier.profile.age_band(dossier.case.age_band)
    if band is None or band.minor:
        said.append(_("Personen kan være under 18 år. Avklar hvem som har rett til innsyn, og fra hvilken alder."))
    return tuple(said)


def telling_places(dossier: Dossier, request: AccessReport) -> tuple[str, ...]:
    """The places of shown texts with a word from the fields about sources and others."""
    known = _told_words(dossier)
    whole = whole_observations(dossier, request)
    texts = {f"observation.{one.number}": one.seen for one in dossier.assessment.observations}
    texts |= text_places(dossier)
    gone = {f"{word}.{number}" for number in whole for word in ("observation", "meaning")} | request.texts
    return tuple(place for place, text in texts.items() if place not in gone and known & set(plain_words(text)))


def resting_on_withheld(dossier: Dossier, request: AccessReport) -> tuple[str, ...]:
    """The items for which only observations that are left out whole speak, and whose reason is shown."""
    whole, found = whole_observations(dossier, request), []
    for item, rating in dossier.assessment.agreed.items():
        about = dossier.assessment.about(item)
        shown = rating.reason.strip() and f"item.{item}" not in request.texts
        if shown and about and all(one.number in whole for one in about):
            found.append(item)
    return tuple(found)


def _told_words(dossier: Dossier) -> set[str]:
    """The words of the fields about sources and others, but for those of the profile's own roles."""
    profile, assessment = dossier.profile, dossier.assessment
    told = [f"{one.brought_by} {one.mentions}" for one in assessment.observations]
    told += [f"{one.whom} {one.by}" for one in assessment.calls]
    labels = [*(one.label for one in profile.roles), *(one.label for one in profile.parties)]
    usual = {word for label in labels for word in plain_words(label)}
    return {word for text in told for word in plain_words(text) if len(word) >= _SHORTEST} - usual - _COMMON
