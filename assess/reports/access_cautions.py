"""What the group must think of before a report goes to the person that the case is about.

A program can't see whom a free text mentions, or whether it gives away who told. It can say so, and point to the
texts to read first.
"""

from __future__ import annotations

from collections.abc import Iterable

from assess.errors import ReportError
from assess.language import _
from assess.reports.access_people import names_any, people_words, told_words
from assess.reports.access_places import place_title
from assess.reports.dossier import Dossier
from assess.reports.request import AccessReport
from assess.reports.withheld import resting_texts, shown_texts


def cautions(dossier: Dossier, request: AccessReport) -> tuple[str, ...]:
    """What to do and look at before the report is printed, in sentences in the language spoken now."""
    said = [
        _(
            "Programmet kan ikke se om fri tekst nevner andre, eller røper hvem som har fortalt noe. Les hele "
            "rapporten før den gis ut, og ta ut opplysninger og tekster som ikke skal med."
        ),
        _("Paragrafene er et utgangspunkt fra hjemmelslista. Vurder selv om hver av dem gjelder."),
    ]
    places = telling_places(dossier, request)
    if places:
        said.append(_("Les særlig {places}: Der kan noen være nevnt.").format(places=_in_words(dossier, places)))
    resting = resting_texts(dossier, request) - request.texts
    left_out, kept = sorted(resting - request.kept_texts), sorted(resting & request.kept_texts)
    if left_out:
        said.append(
            _("Disse tekstene bygger på en utelatt opplysning, og er utelatt: {places}.").format(
                places=_in_words(dossier, left_out)
            )
        )
    if kept:
        said.append(
            _("Disse bygger på en utelatt opplysning, og står fordi dere har valgt det: {places}.").format(
                places=_in_words(dossier, kept)
            )
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
    """The places of shown texts that name kin or others, or have a word from the fields about sources and others."""
    assessment = dossier.assessment
    calls = [f"{one.whom} {one.by}" for one in assessment.calls]
    known = told_words(dossier, assessment.observations, calls)
    shown = shown_texts(dossier, request)
    return tuple(place for place, text in shown.items() if people_words(text) or names_any(text, known))


def places_to_read(dossier: Dossier, request: AccessReport) -> tuple[str, ...]:
    """The places of the texts that somebody must read before the report is given out."""
    resting = sorted(resting_texts(dossier, request) - request.texts)
    return (*telling_places(dossier, request), *resting)


def refuse_unread(dossier: Dossier, request: AccessReport) -> None:
    """Refuse a report while there are texts that could give somebody away, until somebody has read them.

    Those that rest on what is left out count too, although they are left out: where they are, others may retell it.

    Raises:
        ReportError: Nobody has, and there are such texts; the message names their places.
    """
    doubtful = places_to_read(dossier, request)
    if doubtful and not request.read:
        raise ReportError(
            _("Disse tekstene kan røpe andre, og må leses først: {places}.").format(
                places=_in_words(dossier, doubtful)
            ),
            _("Les dem, og utelat det som ikke kan gis ut. Si så fra at tekstene er lest."),
        )


def _in_words(dossier: Dossier, places: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(place_title(dossier, place) for place in places))
