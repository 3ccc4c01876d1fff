"""What the group answered about an item last time, and what has become of it since."""

from __future__ import annotations

from assess.casework.assessment import Assessment
from assess.casework.rating import Rating
from assess.instrument.model import Instrument, Item
from assess.judgement.comparison import ItemChange, compare
from assess.language import _, spoken
from assess.screens.local_time import day_text
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean_line


class Before:
    """The case's assessment before this one, read once; it never changes while a meeting goes on.

    Args:
        desk: What lies on the table.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._now = desk.register.edition(desk.assessment).instrument
        self._then = desk.register.edition(desk.previous) if desk.previous is not None else None

    def words(self, item: Item) -> str:
        """Last time's answer with its date and reason, and what changed since; empty on a case's first assessment."""
        previous, then, desk = self._desk.previous, self._then, self._desk
        if previous is None or then is None:
            return ""
        sat = day_text(previous.meeting.held_on)
        change = self._change(previous, then.instrument, item.id)
        if change.kind == "not_comparable":
            return _("Sist ({day}): kan ikke sammenlignes, for forholdet er et annet nå.").format(day=sat)
        rating = _rating_of(item, previous, then.instrument)
        if rating is None:
            return _("Sist ({day}): ikke drøftet.").format(day=sat)
        label = then.spoken(spoken()).scale_of(rating.item).label(rating.code)
        words = _("Sist ({day}): {code} {label}").format(day=sat, code=rating.code, label=label)
        if rating.reason.strip():
            words += f" – {clean_line(desk.note(rating.reason))}"
        since = _since(change, item)
        return f"{words}\n{since}" if since else words

    def _change(self, previous: Assessment, old: Instrument, item: str) -> ItemChange:
        """What happened to the item. Both instruments are read in their source language, where wording decides."""
        changes = compare(previous, old, self._desk.assessment, self._now).changes
        return next(one for one in changes if one.item == item)


def _rating_of(item: Item, previous: Assessment, old: Instrument) -> Rating | None:
    """The agreed rating of what this item was in the instrument that was used then."""
    declared = (same.item for same in item.same_as if same.version == old.version)
    return previous.agreed.get(next(declared, item.id))


def _since(change: ItemChange, item: Item) -> str:
    """What happened since, once the group has answered now; not knowing any longer is never called an improvement."""
    if change.after is None:
        return ""
    strength = item.kind == "protective"
    match change.kind:
        case "worsened":
            return _("Siden sist: styrken er svakere.") if strength else _("Siden sist: høyere trinn.")
        case "eased":
            return _("Siden sist: styrken er større.") if strength else _("Siden sist: lavere trinn.")
        case "unchanged":
            return _("Siden sist: samme trinn.")
        case "known_to_unknown":
            return _("Siden sist: fra kjent til ukjent.")
        case "unknown_to_known":
            return _("Siden sist: fra ukjent til kjent.")
        case _:
            return _("Siden sist: fortsatt ukjent.")
