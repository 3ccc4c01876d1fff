"""The decision and the plan for somebody young, or a guardian: short sentences, everyday words, at most two pages.

Nothing of the group's free text is here unless somebody wrote or read it for this reader, and nothing of who told what.
What a level means is never made up here: it is the instrument's own definition where that is easy to read, else the
reader is asked to ask.
"""

from __future__ import annotations

import re
from typing import Final

from assess.casework.case import facts_of_case
from assess.casework.plan import PlannedMeasure
from assess.errors import ReportError
from assess.judgement.coverage import unknown_items
from assess.language import _
from assess.profile.model import Measure
from assess.reports import wording
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.request import PlainReport
from assess.reports.view import Cover, Prose
from assess.reports.withheld import says_role

LONGEST: Final = 900
"""Characters that the group's own words for the reader may have, so that it all stays on two pages."""
MOST: Final = 6
"""Measures that are told one by one."""
EASY: Final = 40
"""The highest LIX (Björnsson 1968) of a text that is told as it stands: words a sentence, and long words a hundred."""


def plain_report(dossier: Dossier, request: PlainReport) -> Chosen:
    """The decision and the plan in plain words.

    Raises:
        ReportError: What was written for the reader is too long, or a measure that isn't there is left out.
    """
    _refuse(dossier, request)
    held = wording.day(dossier.assessment.meeting.held_on)
    return Chosen(
        title=_("Vurdering {reference} – i klart språk").format(reference=dossier.reference),
        cover=Cover(
            group=dossier.profile.group,
            heading=_("Hva vi har snakket om, og hva som skjer nå"),
            facts=(_("Møte {day}").format(day=held), _("Sak {reference}").format(reference=dossier.case.reference)),
            prose=(
                Prose(_("Hva møtet handlet om"), _about(dossier, request)),
                Prose(_("Hva vi tenker nå"), _thinks(dossier, request)),
                Prose(_("Hva vi ikke vet"), _unknown(dossier)),
                Prose(_("Hva som skal skje"), _plan(dossier, request)),
                Prose(
                    _("Hva dere kan gjøre") if _guardian(request) else _("Hva du kan gjøre"), _rights(dossier, request)
                ),
                Prose(_("Det er lov å mene noe"), _lawful(request)),
            ),
        ),
    )


def lix(text: str) -> float:
    """How hard a text is to read (Björnsson 1968): words a sentence, and words of more than six letters a hundred."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+(?=\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words) if words else 0.0


def _refuse(dossier: Dossier, request: PlainReport) -> None:
    if max(len(request.about), len(request.thinks)) > LONGEST:
        raise ReportError(
            _("Teksten til leseren er for lang."), _("Skriv høyst {count} tegn i hver av dem.").format(count=LONGEST)
        )
    strange = request.left_out - set(range(1, len(dossier.assessment.measures) + 1))
    if strange:
        raise ReportError(
            _("Tiltak {numbers} finnes ikke.").format(numbers=", ".join(map(str, sorted(strange)))),
            _("Velg på nytt, så ikke noe blir stående som skulle vært tatt ut."),
        )


def _guardian(request: PlainReport) -> bool:
    return request.reader == "guardian"


def _about(dossier: Dossier, request: PlainReport) -> str:
    if request.about.strip():
        return request.about
    profile, meeting = dossier.profile, dossier.assessment.meeting
    who = wording.listed(profile.party_label(party) for party in meeting.parties())
    said = (
        _("Noen var urolige for barnet deres. Derfor hadde vi et møte. Vi så på hva vi vet, og hva som kan hjelpe.")
        if _guardian(request)
        else _("Noen var urolige for deg. Derfor hadde vi et møte. Vi så på hva vi vet, og hva som kan hjelpe.")
    )
    from_where = _("Vi som møttes, kom fra {parties}.").format(parties=who)
    return f"{said} {from_where}" if who else said


def _thinks(dossier: Dossier, request: PlainReport) -> str:
    sees = (
        _("Vi kan ta feil. Si fra hvis dere ser det på en annen måte.")
        if _guardian(request)
        else _("Vi kan ta feil. Si fra hvis du ser det på en annen måte.")
    )
    return "\n".join((request.thinks.strip() or _level(dossier), sees))


def _level(dossier: Dossier) -> str:
    instrument, decision = dossier.instrument, dossier.assessment.decision
    if decision is None or instrument.level_outcome is None:
        return _("Vi er ikke ferdige. Vi har ikke bestemt oss ennå.")
    outcome = instrument.outcome(instrument.level_outcome)
    level = outcome.choice(decision.level)
    said = _("Vi bruker noen faste ord for hvor bekymret vi er. Nå er ordet «{label}».").format(
        label=level.label.lower()
    )
    if lix(level.definition) > EASY:
        about = _("Ordet handler om situasjonen, ikke om hvem noen er. Spør oss, så forklarer vi det.")
        return f"{said} {about}"
    return "{said} {meaning}".format(
        said=said, meaning=_("Det er forklart slik: «{words}»").format(words=level.definition.strip())
    )


def _unknown(dossier: Dossier) -> str:
    count = len(unknown_items(dossier.assessment, dossier.instrument, facts_of_case(dossier.case)))
    if not count:
        return _("Vi har ingen åpne spørsmål nå. Nye ting kan likevel dukke opp.")
    asked = (
        _("Det er ett spørsmål vi ikke har svar på.")
        if count == 1
        else _("Det er {count} spørsmål vi ikke har svar på.").format(count=count)
    )
    rest = _(
        "Vi gjetter ikke. At vi ikke vet, betyr verken at noe er galt eller at alt er bra. Spør oss gjerne hva vi "
        "lurer på."
    )
    return f"{asked} {rest}"


def _plan(dossier: Dossier, request: PlainReport) -> str:
    planned = _concerning(dossier, request)
    told = [(one, known) for one, known in planned if known is not None or request.measures_read][:MOST]
    lines = [f"– {_measure(dossier, request, one, known)}" for one, known in told]
    more = len(planned) - len(told)
    if more:
        lines.append(
            _("– I planen står også noe annet. Spør oss, så forteller vi om det ({count}).").format(count=more)
        )
    if not planned:
        lines.append(_("Vi har ikke planlagt noe nå."))
    review = dossier.assessment.review_on
    if review is not None:
        lines.append(_("Vi ser på dette igjen senest {day}.").format(day=wording.day(review)))
    return "\n".join(lines)


def _concerning(dossier: Dossier, request: PlainReport) -> list[tuple[PlannedMeasure, Measure | None]]:
    """The measures that concern the reader: not those for staff, and not those that the group keeps out."""
    found = []
    for order, one in enumerate(dossier.assessment.measures, 1):
        known = dossier.profile.measure(one.number)
        if order not in request.left_out and (known is None or known.consent != "not_personal"):
            found.append((one, known))
    return found


def _measure(dossier: Dossier, request: PlainReport, one: PlannedMeasure, known: Measure | None) -> str:
    if request.measures_read and one.text.strip():
        what = wording.sentence(one.text)
    else:
        what = wording.sentence(known.title) if known is not None else ""
    said = [what]
    if one.owner.strip() and says_role(one.owner, dossier.profile):
        said.append(_("Ansvarlig: {who}.").format(who=one.owner))
    if one.deadline is not None:
        said.append(_("Senest {day}.").format(day=wording.day(one.deadline)))
    said.append(_choice(request, one, known))
    return " ".join(words for words in said if words)


def _choice(request: PlainReport, one: PlannedMeasure, known: Measure | None) -> str:
    """What the person may say about a measure."""
    if known is None:
        return ""  # the group's own measure may be somebody else's to say yes to
    if one.consent == "given":
        return _("Det er sagt ja til dette. Det er lov å ombestemme seg.")
    if one.consent == "declined":
        return _("Det er sagt nei til dette.")
    if known.consent == "voluntary":
        return (
            _("Det er frivillig. Det skjer bare hvis barnet selv vil.")
            if _guardian(request)
            else _("Det er frivillig. Du velger selv.")
        )
    if known.consent == "required":
        return _("Det skjer bare med et ja.") if _guardian(request) else _("Det skjer bare hvis du sier ja.")
    if one.consent in {"to_be_asked", "not_considered"}:
        return _("Vi spør først.") if _guardian(request) else _("Vi spør deg først.")
    return ""


def _rights(dossier: Dossier, request: PlainReport) -> str:
    if _guardian(request):
        lines = [
            _("– Spør oss om alt dere lurer på."),
            _("– Be om å få se hva vi har skrevet. Det heter innsyn. Noe kan være utelatt for å verne andre."),
            _("– Si fra hvis noe er feil. Da kan vi rette det, eller skrive hva dere mener."),
            _("– Ta gjerne med noen dere stoler på når vi snakkes."),
        ]
    else:
        lines = [
            _("– Spør oss om alt du lurer på."),
            _("– Be om å få se hva vi har skrevet om deg. Det heter innsyn. Noe kan være utelatt for å verne andre."),
            _("– Si fra hvis noe er feil. Da kan vi rette det, eller skrive hva du mener."),
            _("– Ta gjerne med noen du stoler på når vi snakkes."),
        ]
    if dossier.legal.redress:
        ways = wording.listed(one.title[:1].lower() + one.title[1:] for one in dossier.legal.redress)
        lines.append(
            _("– Får dere nei til å se noe? Da finnes det hjelp: {ways}.").format(ways=ways)
            if _guardian(request)
            else _("– Får du nei til å se noe? Da finnes det hjelp: {ways}.").format(ways=ways)
        )
    lines.append(
        _("Du når oss her: {group}.").format(group=dossier.profile.group)
        if not _guardian(request)
        else _("Dere når oss her: {group}.").format(group=dossier.profile.group)
    )
    return "\n".join(lines)


def _lawful(request: PlainReport) -> str:
    if _guardian(request):
        return _(
            "Alle har lov til å tro, mene og si det de vil, så lenge det er lovlig. "
            "Det bruker vi aldri mot barnet deres."
        )
    return _("Du har lov til å tro, mene og si det du vil, så lenge det er lovlig. Det bruker vi aldri mot deg.")
