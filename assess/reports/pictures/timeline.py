"""What has a date in the case: meetings with the levels that were set, acute calls, deadlines, and the next assessment.

Only what was kept is drawn; a measure without a deadline has no place on the line, and that is said.
"""

from __future__ import annotations

from datetime import date, datetime
from textwrap import shorten

from assess.language import _
from assess.norwegian_time import norwegian
from assess.reports import wording
from assess.reports.dossier import Dossier, Earlier
from assess.reports.pictures.timeline_layout import Dated, Lane, timelines
from assess.reports.view import Picture

_SAID = 160
"""Letters of an event that are read aloud: a PDF's text for a picture has an end (PDF/A-3, 6.1.13)."""


def timeline(dossier: Dossier) -> tuple[Picture, ...]:
    """The case's dates so far, up to this assessment; empty where nothing but one day has a date."""
    all_of_it = (*dossier.earlier, Earlier(dossier.assessment, dossier.instrument))
    lanes = _lanes(dossier, all_of_it)
    events = [event for lane in lanes for event in lane.events]
    if len({_day(event.at) for event in events}) < 2:
        return ()
    undated = sum(one.deadline is None for each in all_of_it for one in each.assessment.measures)
    without = [_("{count} tiltak har ingen frist og er ikke tegnet.").format(count=undated)] if undated else []
    said = [_("Det som har en dato, i rekkefølge.")]
    named = [(event, lane.name) for lane in lanes for event in lane.events]
    for event, name in sorted(named, key=lambda one: _moment(one[0])):
        said.append(f"{name}: {wording.sentence(shorten(event.words, _SAID, placeholder=' …'))}")
    title, again = _("Tidslinje"), _("Tidslinja fortsetter. Alt i den er sagt ved den første.")
    return tuple(
        Picture(
            kind="timeline",
            title=title if number == 0 else _("{title}, fortsatt").format(title=title),
            says=" ".join([*said, *without]) if number == 0 else again,
            drawing=drawing,
            below=(_key(), *without),
        )
        for number, drawing in enumerate(timelines(lanes))
    )


def _lanes(dossier: Dossier, all_of_it: tuple[Earlier, ...]) -> tuple[Lane, ...]:
    return (
        Lane(_("Møter"), tuple(_meeting(one) for one in all_of_it)),
        Lane(_("Akutt varsling"), tuple(event for one in all_of_it for event in _calls(one))),
        Lane(_("Tiltak"), tuple(event for one in all_of_it for event in _measures(dossier, one))),
        Lane(_("Skal avklares"), tuple(event for one in all_of_it for event in _unknowns(one))),
        Lane(_("Ny vurdering"), tuple(event for one in all_of_it for event in _review(one))),
    )


def _meeting(one: Earlier) -> Dated:
    held = one.assessment.meeting.held_on
    said = _("{day} vurdering {number}: {level}").format(
        day=wording.short_day(held), number=one.assessment.number, level=_level(one)
    )
    return Dated("meeting", held, said)


def _level(one: Earlier) -> str:
    decision, outcome = one.assessment.decision, one.instrument.level_outcome
    if decision is None or outcome is None:
        return _("nivå ikke satt")
    return one.instrument.outcome(outcome).choice(decision.level).label


def _calls(one: Earlier) -> tuple[Dated, ...]:
    calls = sorted(one.assessment.calls, key=lambda call: call.called_at)
    return tuple(Dated("call", call.called_at, _called(call.called_at, call.whom)) for call in calls)


def _called(moment: datetime, whom: str) -> str:
    local = norwegian(moment)
    return _("{day} kl. {hour:02d}.{minute:02d} {whom}").format(
        day=wording.short_day(local.date()), hour=local.hour, minute=local.minute, whom=whom or _("ikke oppgitt")
    )


def _measures(dossier: Dossier, one: Earlier) -> tuple[Dated, ...]:
    found = []
    for measure in one.assessment.measures:
        if measure.deadline is None:
            continue
        known = dossier.profile.measure(measure.number)
        name = (
            f"{measure.number} {known.title}"
            if known is not None
            else _("eget tiltak: {text}").format(text=measure.text)
        )
        said = _("{day} {what}").format(day=wording.short_day(measure.deadline), what=name)
        found.append(Dated("measure", measure.deadline, " ".join(said.split()), one.assessment.meeting.held_on))
    return tuple(sorted(found, key=_moment))


def _unknowns(one: Earlier) -> tuple[Dated, ...]:
    found = []
    for plan in one.assessment.unknown_plans:
        if plan.by is not None:
            said = _("{day} {what}").format(
                day=wording.short_day(plan.by), what=wording.named(one.instrument, plan.item)
            )
            found.append(Dated("unknown", plan.by, said))
    return tuple(sorted(found, key=_moment))


def _review(one: Earlier) -> tuple[Dated, ...]:
    if one.assessment.review_on is None:
        return ()
    said = _("{day} senest, etter vurdering {number}").format(
        day=wording.short_day(one.assessment.review_on), number=one.assessment.number
    )
    return (Dated("review", one.assessment.review_on, said),)


def _key() -> str:
    return _(
        "Fylt firkant: møte, med nivået gruppa satte. Trekant: akutt varsling. Strek til en rute: tiltak, fra møtet "
        "til fristen. Ring: når noe skal være avklart. Åpen firkant: ny vurdering senest."
    )


def _day(moment: date | datetime) -> date:
    return norwegian(moment).date() if isinstance(moment, datetime) else moment


def _moment(event: Dated) -> tuple[date, str]:
    """By day, and by the hour where there is one."""
    return _day(event.at), event.at.isoformat() if isinstance(event.at, datetime) else ""
