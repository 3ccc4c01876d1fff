"""What each automatic check looked at, and what it misses, in sentences."""

from __future__ import annotations

from assess.casework.meeting import attendance
from assess.judgement.duties import asked_duties
from assess.judgement.level import departures
from assess.judgement.measures import MeasureGap, gaps_in, is_late, late_reason, latest_review
from assess.judgement.quality import Finding
from assess.language import _, mark
from assess.screens.local_time import day_text
from assess.screens.meeting.attendance_words import rule_words
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.measure_form import measure_name

_LOOKED = {
    "all_dealt_with": mark("Programmet har sett om gruppa har svart på hvert av de {items} forholdene."),
    "reasons_present": mark("Programmet har sett etter en begrunnelse eller en opplysning der svaret krever det."),
    "deviations_reasoned": mark("Programmet har holdt gruppas nivå opp mot reglene og mot kritiske forhold som er U."),
    "unknowns_planned": mark("Programmet har sett om hvert forhold som er U, har noen som skal finne det ut."),
    "meeting_rule": mark("Programmet har telt de som er ført opp i «Møtet», og sett om alle er ført som habile."),
    "legal_basis": mark("Programmet har sett etter hjemmel og nødvendighet på hver opplysning som er delt."),
    "review_date": mark("Programmet har sett etter en dato for ny vurdering, og etter tiltak eller grunn til ingen."),
    "rights_answered": mark("Programmet har sett om hvert spørsmål i rettighetskontrollen er besvart."),
    "alternative_present": mark("Programmet har sett etter en annen forklaring og svar på det som må besvares."),
    "devils_advocate": mark("Programmet har sett etter et motargument der alle svarte likt på et kritisk forhold."),
    "duties_written": mark(
        "Programmet har sett etter svar og en som svarer for det, på det som følger av nivå og alder."
    ),
    "information_plan": mark(
        "Gruppa kan ikke konkludere. Programmet har sett etter hvem, frist og dato for ny vurdering."
    ),
    "measures_ready": mark(
        "Programmet har sett etter ansvarlig, frist, samtykke der planen krever det, og «Kan dette gjøre vondt verre?» "
        "på hvert tiltak."
    ),
    "dissents_stand": mark("Programmet har holdt nivået i hver dissens opp mot det gruppa har satt."),
}
"""What a check looked at, by the check."""

_LACKING = {
    "all_dealt_with": mark("Disse forholdene er ikke vurdert: {things}."),
    "reasons_present": mark("Disse mangler begrunnelse: {things}."),
    "unknowns_planned": mark("Ingen er satt til å finne ut dette: {things}."),
    "legal_basis": mark("Hjemmel eller nødvendighet mangler: {things}."),
    "rights_answered": mark("Ikke besvart: {things}."),
    "alternative_present": mark("Ikke skrevet: {things}."),
    "devils_advocate": mark("Ingen innvending er skrevet på: {things}."),
    "duties_written": mark("Ikke skrevet, eller ingen svarer for det: {things}."),
    "measures_ready": mark("Gjenstår – {things}."),
    "dissents_stand": mark(
        "En dissens nevner {things}, som gruppa nå har satt. Endre den, ta nivået ut av den, eller fjern den."
    ),
}
"""What a check misses, for those that only name things."""

_GAPS: dict[MeasureGap, str] = {
    "text": mark("hva som skal gjøres"),
    "owner": mark("ansvarlig"),
    "deadline": mark("frist"),
    "consent": mark("samtykke"),
    "harm": mark("om det kan gjøre vondt verre"),
}
"""What a measure lacks, in words."""


def looked_at(desk: Desk, finding: Finding) -> str:
    """What the program looked at, in a sentence."""
    return _(_LOOKED[finding.check]).format(items=len(desk.instrument.items_by_id))


def lacking(desk: Desk, finding: Finding) -> str:
    """What is missing, in a sentence that names every place."""
    special = {
        "deviations_reasoned": _departure,
        "meeting_rule": _meeting,
        "review_date": _review,
        "information_plan": _information,
    }.get(finding.check)
    if special is not None:
        return special(desk, finding)
    return _(_LACKING[finding.check]).format(things=_things(desk, finding))


def _departure(desk: Desk, finding: Finding) -> str:
    items = ", ".join(finding.items)
    demands = {one.demand for one in departures(desk.assessment, desk.instrument, desk.case)}
    if demands == {"critical_unknown"}:
        return _("Nivået er lavt mens kritiske forhold er ukjent ({items}). Grunnen er ikke skrevet.").format(
            items=items
        )
    return _("Nivået er lavere enn reglene peker på ({items}). Grunnen er ikke skrevet.").format(items=items)


def _meeting(desk: Desk, finding: Finding) -> str:  # noqa: ARG001  all of these are asked alike
    meeting = desk.assessment.meeting
    said = []
    partial = attendance(meeting, desk.profile.meeting_rule).partial
    if not attendance(meeting, desk.profile.meeting_rule).met and not meeting.deviation_reason.strip():
        said += [rule_words(meeting, desk.profile), _("Grunnen til avviket er ikke skrevet.")]
    if partial:
        who = ", ".join(desk.called(one) for one in partial)
        said.append(_("Habiliteten er ikke bekreftet for: {people}.").format(people=who))
    return " ".join(said)


def _review(desk: Desk, finding: Finding) -> str:  # noqa: ARG001
    assessment = desk.assessment
    said = []
    if assessment.review_on is None:
        said.append(_("Dato for ny vurdering er ikke satt."))
    if is_late(assessment, desk.instrument, desk.profile) and not late_reason(assessment, desk.instrument):
        latest = day_text(latest_review(assessment, desk.instrument, desk.profile))
        said.append(_("Datoen er senere enn {day}, og ingen har skrevet hvorfor.").format(day=latest))
    if not assessment.measures and not assessment.no_measures.strip():
        said.append(_("Det er verken ført tiltak eller grunn til at det ikke trengs."))
    return " ".join(said)


def _information(desk: Desk, finding: Finding) -> str:
    said = []
    if finding.items:
        said.append(_("Mangler frist, eller hvem som finner det ut: {things}.").format(things=_things(desk, finding)))
    if desk.assessment.review_on is None:
        said.append(_("Dato for ny vurdering er ikke satt."))
    else:
        said.append(_("Ny vurdering er satt til {day}.").format(day=day_text(desk.assessment.review_on)))
    return " ".join(said)


def _things(desk: Desk, finding: Finding) -> str:
    return "; ".join(_thing(desk, finding, item) for item in finding.items).rstrip(".?")


def _thing(desk: Desk, finding: Finding, item: str) -> str:
    instrument = desk.instrument
    if finding.check == "measures_ready":
        return _measure(desk, int(item))
    if finding.check == "legal_basis":
        return _("opplysning {number}").format(number=item)
    if item in instrument.items_by_id:
        return f"{item} {instrument.item(item).title}"
    duties = asked_duties(desk.assessment, instrument, desk.case, desk.profile)
    titles = {
        **{one.id: one.question for one in instrument.rights_checks},
        **{one.id: one.title for one in instrument.prompts},
        **{one.duty.id: one.duty.title for one in duties},
    }
    return titles.get(item, item)


def _measure(desk: Desk, number: int) -> str:
    """A measure by its number and name, and what it lacks."""
    measure = desk.assessment.measures[number - 1]
    known = desk.profile.measure(measure.number)
    gaps = ", ".join(_(_GAPS[gap]) for gap in gaps_in(measure, known))
    return _("tiltak {number}, {name}: {gaps}").format(number=number, name=measure_name(measure, known), gaps=gaps)
