"""Paper forms into the program: items down, raters across, one key an answer.

Whoever enters them sees what stands on them, so it is opened only after that was said. What somebody has answered on
screen is neither shown nor changed here: their column is closed. A code is written and the cursor goes down, as the
paper does. What can't be written stops the hand: codes are then ignored until another key was
pressed, so that the rest of a fast column never lands one line off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.containers import Vertical
from textual.widget import Widget

from assess.casework.assessment import label_of
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.rating import Rate, TakeBack
from assess.casework.meeting import Attendee
from assess.casework.rating import Rating
from assess.errors import AssessError
from assess.language import _
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import clock_text
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.individual_curtain import from_paper, note_answer
from assess.screens.meeting.individual_words import codes_words, in_turn, whose_words
from assess.screens.meeting.item_words import code_typed
from assess.screens.meeting.rating_grid_table import GridLine, RatingGrid
from assess.screens.terminal import plain
from assess.screens.widgets.words import Words

_FAR = 10_000

_GIVEN = "•"
"""What stands for an answer that is nobody's to see here."""


class RatingGridScreen(Frame):
    """The raters' forms in one table, for the one who enters them; answers given on screen are hidden and stay."""

    place: ClassVar[Place] = "everywhere"

    def __init__(self, desk: Desk) -> None:
        label = label_of(desk.assessment, desk.case.reference)
        super().__init__(_("{label} · papirskjema").format(label=label), exercise=desk.register.demonstration)
        self._desk = desk
        self._raters: tuple[Attendee, ...] = in_turn(desk.assessment.meeting.raters())
        self._answered_alone = {rater for rater, _item in desk.assessment.individual} - from_paper(desk)
        """The raters who have answered on screen."""
        self._grid = RatingGrid(self._code_of, id="grid")
        self._whose = Words(id="whose", classes="text")
        self._said = Words(id="said", classes="muted")
        self._done_by: dict[str, Callable[[], None]] = {
            **{key: self._mover(rows=rows) for key, rows in _ROWS.items()},
            "left": self._mover(columns=-1),
            "right": self._mover(columns=1),
            "tab": self._rater_mover(1),
            "shift+tab": self._rater_mover(-1),
            "delete": self._take_back,
            "backspace": self._take_back_above,
            "escape": self.action_leave,
        }

    def body(self) -> Iterable[Widget]:
        """Whose column it is, the table, and what the cursor is on."""
        yield Vertical(self._whose, self._grid, self._said, classes="body")

    def on_mount(self) -> None:
        """Begin where the first answer is missing that may be entered."""
        self._fill()
        may_be_entered = [number for number, one in enumerate(self._raters) if one.id not in self._answered_alone]
        self._begin(next((number for number in may_be_entered if self._missing(number)), (*may_be_entered, 0)[0]))
        self._grid.focus()

    def own_keys(self) -> list[KeyEntry]:
        """Answering, taking back, and going to the next one's form."""
        return [
            KeyEntry(codes_words(self._desk.instrument), _("Før svaret"), ""),
            KeyEntry("⌫", _("Angre forrige"), ""),
            KeyEntry("del", _("Ta tilbake"), ""),
            KeyEntry("tab", _("Neste deltaker"), ""),
            KeyEntry("esc", _("Ferdig"), "screen.leave"),
        ]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return RatingGridScreen(self._desk)

    def notes_changed(self) -> None:
        """Call the raters what they may be called now."""
        super().notes_changed()
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Do everything that a key does here and at once: nothing may run later, when the cursor has moved on."""
        if event.key in self._done_by:
            event.stop()
            event.prevent_default()
            self._done_by[event.key]()
        elif event.is_printable and event.character not in (None, "?"):
            event.stop()
            event.prevent_default()
            self._typed(event.character or "")

    def on_rating_grid_clicked(self) -> None:
        """Go on from the cell that was clicked on."""
        self._go_on()

    def action_leave(self) -> None:
        """Go back behind the curtain."""
        self.dismiss()

    def _typed(self, character: str) -> None:
        item = self._grid.item
        if self._grid.stopped or not item or self._is_shut():
            return
        code = code_typed(self._desk.instrument, item, character)
        if code is None:
            self._stop(
                _("Stoppet: «{key}» er ikke et svar på {item}. Trykk enter, og skriv svaret på nytt.").format(
                    key=character, item=item
                )
            )
            return
        rater = self._rater_here.id
        rating = Rating(round="individual", rater=rater, item=item, code=code, given_at=self._desk.now())
        if self._carry_out(Rate(rating)):
            note_answer(self._desk, rater, paper=True)
            self._grid.show_cell()
            self._grid.row += 1
            self._say_where()

    def _take_back(self) -> None:
        """Take the answer under the cursor back."""
        if self._is_shut():
            return
        stopped, item = self._grid.stopped, self._grid.item
        self._go_on()
        if item and not stopped and self._carry_out(TakeBack("individual", self._rater_here.id, item)):
            self._grid.show_cell()
            self._say_where()

    def _take_back_above(self) -> None:
        """Go one up and take that answer back, as in a text; what stopped the hand is only let go."""
        if self._is_shut():
            return
        if self._grid.stopped or self._grid.row == 0:
            self._go_on()
            return
        self._grid.row -= 1
        self._take_back()

    def _mover(self, rows: int = 0, columns: int = 0) -> Callable[[], None]:
        def move() -> None:
            last = max(len(self._desk.instrument.items_by_id) - 1, 0)
            if rows and not self._grid.stopped:
                self._grid.row = min(self._grid.row + rows, last)
            self._grid.column += columns
            self._go_on()

        return move

    def _rater_mover(self, steps: int) -> Callable[[], None]:
        return lambda: self._begin(self._grid.column + steps)

    def _begin(self, column: int) -> None:
        """Go to a rater's first missing answer; below the table when none is, so that a fast hand changes nothing."""
        column = max(0, min(column, len(self._raters) - 1))
        self._grid.go_to(column, next(iter(self._missing(column)), ""))
        self._go_on()

    def _is_shut(self) -> bool:
        """Say so when the rater under the cursor has answered on screen."""
        if self._rater_here.id not in self._answered_alone:
            return False
        who = self._desk.called(self._rater_here)
        self._warn(_("{who} har vurdert selv. Svaret kan ikke endres her.").format(who=who))
        return True

    def _stop(self, words: str) -> None:
        self._grid.stopped = True
        self._warn(words)

    def _warn(self, words: str) -> None:
        self._said.set_classes("caution")
        self._said.update(plain(words))

    def _go_on(self) -> None:
        self._grid.stopped = False
        self._say_where()

    def _carry_out(self, deed: Deed) -> bool:
        try:
            self._desk.do(deed)
        except AssessError as error:
            self._stop(_("Stoppet: svaret på {item} er ikke lagret.").format(item=self._grid.item))
            self.refuse(error)
            return False
        self.header.saved = _("Lagret {time}").format(time=clock_text(self._desk.now()))
        return True

    def _fill(self) -> None:
        lines: list[GridLine] = []
        for domain in self._desk.instrument.domains:
            lines.append(GridLine("", f"{domain.id}  {domain.title}"))
            lines += [GridLine(item.id, item.title) for item in domain.items]
        self._grid.show_grid(lines, [self._desk.called(one) for one in self._raters])
        self._say_where()

    def _say_where(self) -> None:
        rater, item = self._rater_here, self._grid.item
        total = len(self._desk.instrument.items_by_id)
        done = total - len(self._missing(self._grid.column))
        who = whose_words(self._desk, rater)
        if rater.id in self._answered_alone:
            words = _("{who} har vurdert selv. Svarene vises ikke her").format(who=who)
        else:
            words = _("{who}: {done} av {total} ført").format(who=who, done=done, total=total)
        if rater.leads:
            words = _("{words} · leder møtet").format(words=words)
        self._whose.update(plain(words))
        self._said.set_classes("muted")
        self._said.update(plain(f"{item}  {self._desk.instrument.item(item).title}" if item else ""))

    def _missing(self, column: int) -> tuple[str, ...]:
        missing = self._desk.assessment.missing_ratings(self._desk.instrument)
        return missing.get(self._raters[column].id, ())

    def _code_of(self, column: int, item: str) -> str:
        rating = self._desk.assessment.individual.get((self._raters[column].id, item))
        if rating is None:
            return ""
        return _GIVEN if rating.rater in self._answered_alone else rating.code

    @property
    def _rater_here(self) -> Attendee:
        return self._raters[self._grid.column]


_ROWS = {"up": -1, "down": 1, "enter": 1, "pageup": -8, "pagedown": 8, "home": -_FAR, "end": _FAR}
"""Items that each key moves."""
