"""The participants in a table: who, from where, and what was settled about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.widgets import DataTable

from assess.casework.meeting import Attendee
from assess.language import _
from assess.profile.model import Profile
from assess.screens.meeting.attendance_words import party_cell, rates_cell
from assess.screens.terminal import plain_cell

_PADDING = 2
_LEAST_NAME = 16
_LEAST_PARTY = 9


class AttendeeTable(DataTable[object]):
    """One row a participant, as wide as there is room; it is as high as it has rows."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002  Textual's name for it
        settled_elsewhere: bool = False,
    ) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, id=id)
        self._settled_elsewhere = settled_elsewhere
        """Whether impartiality is confirmed in each case, and not for these people here."""
        self._people: tuple[Attendee, ...] = ()
        self._profile: Profile | None = None
        self._labels: tuple[str, ...] = ()
        self._awaited = ""
        """Whom the cursor goes to once the table has a width and is filled."""

    @property
    def person(self) -> str:
        """The id of the participant that the cursor is on; empty when there is none."""
        if not self.row_count:
            return self._awaited
        return self._people[self.cursor_row].id if 0 <= self.cursor_row < len(self._people) else ""

    def show_people(self, people: Sequence[Attendee], profile: Profile, called: Callable[[Attendee], str]) -> None:
        """Show these participants; the cursor stays on the same one where it is still there.

        Args:
            people: Who.
            profile: Where the parties are named.
            called: What a participant may be called on the screen now.
        """
        kept = self.person
        self._people = tuple(people)
        self._labels = tuple(called(one) for one in people)
        self._profile = profile
        self._fill()
        self.go_to(kept)

    def go_to(self, person: str) -> None:
        """Put the cursor on a participant, where the table has it."""
        found = [number for number, one in enumerate(self._people) if one.id == person]
        if found and self.row_count:
            self.move_cursor(row=found[0], animate=False)
        self._awaited = person if found else ""

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        kept = self.person
        self._fill()
        self.go_to(kept)

    def _fill(self) -> None:
        if not self.size.width:
            return
        self.clear(columns=True)
        columns = self._columns()
        for heading, width in columns:
            self.add_column(plain_cell(heading), width=width)
        for one, (label, party) in zip(self._people, self._names(), strict=True):
            cells = (
                plain_cell(label),
                plain_cell(party),
                plain_cell(_("ja") if one.secretary else "–"),
                plain_cell(self._impartial(one)),
                plain_cell(rates_cell(one)),
            )
            for cell, (_heading, width) in zip(cells, columns, strict=True):
                cell.truncate(width, overflow="ellipsis")
            self.add_row(*cells)

    def _columns(self) -> list[tuple[str, int]]:
        impartial = cell_len(_("bekreftes i hver sak")) if self._settled_elsewhere else 9
        narrow = [(_("Sekretær"), 9), (_("Habil"), impartial), (_("Vurderer"), 8)]
        left = self.size.width - 1 - sum(width + _PADDING for _label, width in narrow) - 2 * _PADDING
        longest = max((cell_len(label) for label, _party in self._names()), default=0)
        wanted = max((cell_len(party) for _label, party in self._names()), default=0)
        party = max(min(wanted, left - longest), _LEAST_PARTY)
        return [(_("Deltaker"), max(left - party, _LEAST_NAME)), (_("Fra"), party), *narrow]

    def _impartial(self, one: Attendee) -> str:
        if self._settled_elsewhere:
            return _("bekreftes i hver sak")
        return _("bekreftet") if one.impartial else _("ikke ennå")

    def _names(self) -> list[tuple[str, str]]:
        """What each participant is called, and the party."""
        profile = self._profile
        if profile is None:
            return []
        pairs = zip(self._labels, self._people, strict=True)
        return [(label, party_cell(profile, one.party)) for label, one in pairs]
