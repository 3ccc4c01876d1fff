"""What an assessment was before each change of this sitting, so that a change can be taken back and done again.

Kept in memory only: after the program is closed or locked there is nothing to take back. The reveal and the signing
are borders: what came before them stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.deeds.deciding import shown_party_levels
from assess.casework.free_text import free_fields
from assess.casework.record import Record

MOST = 200
"""Changes that can be taken back."""

Place = tuple[str, int, str]
"""A field of the assessment, the place of one record in it, and the record's field."""

_BORDERS = ("revealed_at", "state", "addenda")
_NEVER = {"revision", "signatures"}
_MOMENTS = {"given_at", "made_at", "answered_at", "decided_at"}
"""When a record was last written: it moves with the words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and what the assessment was on its other side."""

    other_side: Assessment
    part: str
    """The field of the assessment that was changed, such as `ratings`; the first where there were several."""
    writing: Place | None
    """Where only words were changed; a sentence that is saved in five pauses is one change."""


class History:
    """The changes of one sitting, newest last."""

    def __init__(self) -> None:
        self._past: list[Change] = []
        self._future: list[Change] = []

    def note(self, before: Assessment, after: Assessment) -> None:
        """Remember a change that was made."""
        if any(_differs(before, after, name) for name in _BORDERS) or _levels_shown(before, after):
            self.clear()
            return
        change = _change(before, after)
        if change is None:
            # Somebody signed: what is signed is changed on purpose or not at all.
            self.clear()
            return
        self._future.clear()
        last = self._past[-1] if self._past else None
        if last is None or last.writing is None or last.writing != change.writing:
            self._past.append(change)
            del self._past[:-MOST]

    def clear(self) -> None:
        """Forget everything: what was done before can't be taken back from here."""
        self._past.clear()
        self._future.clear()

    def back(self) -> Change | None:
        """The change that would be taken back; None when there is nothing."""
        return self._past[-1] if self._past else None

    def forward(self) -> Change | None:
        """The change that would be done again; None when there is nothing."""
        return self._future[-1] if self._future else None

    def went_back(self, left: Assessment) -> None:
        """Remember that `back` was done; `left` is what the assessment was until then."""
        change = self._past.pop()
        self._future.append(Change(left, change.part, None))

    def went_forward(self, left: Assessment) -> None:
        """Remember that `forward` was done; `left` is what the assessment was until then."""
        change = self._future.pop()
        self._past.append(Change(left, change.part, None))


def _levels_shown(before: Assessment, after: Assessment) -> bool:
    """Whether the parties' levels came into sight: what was seen can't be unseen."""
    return bool(shown_party_levels(after)) and not shown_party_levels(before)


def _differs(before: Assessment, after: Assessment, name: str) -> bool:
    old, new = getattr(before, name), getattr(after, name)
    return old is not new and old != new


def _change(before: Assessment, after: Assessment) -> Change | None:
    parts = [name for name in Assessment.model_fields if name not in _NEVER and _differs(before, after, name)]
    if not parts:
        return None
    writing = _writing(parts[0], getattr(before, parts[0]), getattr(after, parts[0])) if len(parts) == 1 else None
    return Change(before, parts[0], writing)


def _writing(part: str, old: object, new: object) -> Place | None:
    """Where only words of one record were changed; None when it was anything else."""
    if not isinstance(old, tuple) or not isinstance(new, tuple) or len(old) != len(new):
        return None
    apart = [
        number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one is not other and one != other
    ]
    if len(apart) != 1:
        return None
    one, other = old[apart[0]], new[apart[0]]
    if not isinstance(one, Record) or not isinstance(other, Record):
        return None
    fields = [
        name for name in type(one).model_fields if name not in _MOMENTS and getattr(one, name) != getattr(other, name)
    ]
    if len(fields) != 1 or not free_fields(type(other))[fields[0]]:
        return None
    return part, apart[0], fields[0]
