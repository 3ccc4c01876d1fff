"""What a text of the formulation points to, said below it, and the list from which a pointer is picked."""

from __future__ import annotations

from collections.abc import Iterable

from assess.casework.citations import citations, citing_item, citing_observation
from assess.casework.observation import Observation
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean_line
from assess.screens.widgets.item_list import ItemLine

_FIRST_WORDS = 90
"""Characters shown of what is pointed to."""


def cited_words(texts: Iterable[str], desk: Desk) -> str:
    """What the texts point to, a line each: an item's agreed answer, an observation's words. Empty when to nothing.

    What leads nowhere is said last, calmly: it may be a number that was meant to be another.
    """
    found = citations(texts, desk.assessment, desk.instrument)
    lines = [_item_line(desk, item) for item in found.items]
    lines += [_observation_line(desk, one) for one in found.observations]
    if found.unknown:
        lines.append(_("Finnes ikke her: {pointers}.").format(pointers=", ".join(found.unknown)))
    return "\n".join([_("Teksten viser til:"), *lines]) if lines else ""


def pointer_lines(desk: Desk) -> list[ItemLine]:
    """Everything that a text can point to, each line named by the pointer itself: `#3`, `[A1]`."""
    lines: list[ItemLine] = []
    standing = desk.assessment.standing_observations
    if standing:
        lines.append(ItemLine("", _("Opplysninger")))
    for one in standing:
        pointer = citing_observation(one.number)
        lines.append(ItemLine(pointer, clean_line(desk.note(one.seen)), short=pointer))
    for domain in desk.instrument.domains:
        lines.append(ItemLine("", f"{domain.id}  {domain.title}"))
        for item in domain.items:
            code = desk.assessment.answers.get(item.id, "·")
            lines.append(ItemLine(citing_item(item.id), item.title, code, short=item.id))
    return lines


def _item_line(desk: Desk, item: str) -> str:
    agreed = desk.assessment.agreed.get(item)
    name = f"{citing_item(item)} {desk.instrument.item(item).title}"
    if agreed is None:
        return _("{name}: ikke drøftet").format(name=name)
    label = desk.instrument.scale_of(item).label(agreed.code)
    words = f"{name}: {agreed.code} {label}"
    return f"{words} – {_short(desk.note(agreed.reason))}" if agreed.reason.strip() else words


def _observation_line(desk: Desk, one: Observation) -> str:
    words = f"{citing_observation(one.number)} {_short(desk.note(one.seen))}"
    return _("{words} (trukket)").format(words=words) if one.withdrawn else words


def _short(text: str) -> str:
    words = clean_line(text)
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
