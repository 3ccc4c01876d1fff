"""How long each step of the meeting was open, for the group itself."""

from __future__ import annotations

from assess.language import _
from assess.screens.meeting.desk import Desk

_SECONDS = 60
"""In a minute."""


def times_words(desk: Desk) -> str:
    """Minutes for each step in a small table, with what they are for; that nothing is counted yet when nothing is."""
    from assess.screens.meeting.steps import step_name

    spent = desk.register.store.spent(desk.assessment.id)
    purpose = _(
        "Tidene er til gruppas egen læring. De trykkes ikke, og de følger ikke med når vurderingen eksporteres."
    )
    named = [(step_name(step), spent[step]) for step in desk.instrument.steps if spent.get(step)]
    if not named:
        return _("Ingen tid er talt ennå.") + "\n" + purpose
    total = _("Til sammen")
    width = max(len(name) for name, _seconds in [*named, (total, 0)])
    rows = [f"{name:<{width}}  {_minutes(seconds):>11}" for name, seconds in named]
    rows.append(f"{total:<{width}}  {_minutes(sum(seconds for _name, seconds in named)):>11}")
    return "\n".join([*rows, "", purpose])


def _minutes(seconds: int) -> str:
    if seconds < _SECONDS:
        return _("under 1 min")
    return _("{count} min").format(count=round(seconds / _SECONDS))
