"""The contact meeting: the step bar, the step that is open, and «Lagret 10:42:07» once a change is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assess.casework.assessment import label_of
from assess.casework.history import Change
from assess.errors import AssessError
from assess.instrument.model import Step
from assess.language import _, spoken
from assess.register.store import Place as MeetingPlace
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place, bindings_for
from assess.screens.local_time import clock_text
from assess.screens.make_report import make_report, warm_up
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.steps import done_steps, pane_for, step_name
from assess.screens.meeting.undo_words import redone_words, step_of, undone_words
from assess.screens.privacy import notes_hidden
from assess.screens.style_sheets import IN_THE_MEETING
from assess.screens.widgets.ground import Rows
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.set_ahead import SetAhead
from assess.screens.widgets.step_bar import StepBar

if TYPE_CHECKING:
    from assess.reports.issue import Order

_DECIDING: Final[frozenset[Step]] = frozenset({"level", "measures", "quality"})
"""The steps after which the group wants the report: from the first of them on it is set ahead."""


class MeetingScreen(Frame):
    """One assessment at work. Opens where it was left."""

    place: ClassVar[Place] = "meeting"
    CSS_PATH = IN_THE_MEETING
    ALLOW_IN_MAXIMIZED_VIEW = "Header,KeyBar"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("meeting"),
        Binding("escape", "make_small", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, *, exercise: bool, start: MeetingPlace | None = None) -> None:
        self.desk = desk
        self._steps: tuple[Step, ...] = desk.instrument.steps
        self._pane: StepPane | None = None
        self._since = desk.now()
        self._left_at: dict[Step, str] = {}
        """Where the cursor was in each step of this sitting."""
        left_at = start or desk.register.place(desk.assessment.id)
        self._start = left_at or MeetingPlace(self._steps[0])
        super().__init__(label_of(desk.assessment, desk.case.reference), exercise=exercise)
        self._bar = StepBar([step_name(step) for step in self._steps])
        self._space = Rows(id="step-space")

    def body(self) -> Iterable[Widget]:
        """The step bar and room for the open step."""
        yield self._bar
        yield self._space

    async def on_mount(self) -> None:
        """Open the step that the meeting was left at, on the same item."""
        self.desk.hidden = notes_hidden(self.app)
        known = [step for step in self._steps if step == self._start.step]
        await self.open_step(known[0] if known else self._steps[0], self._start.item)
        warm_up(self)

    @property
    def anonymous(self) -> bool:
        """Whether what is written here may tell nobody's name."""
        return self.desk.assessment.meeting.phase == "anonymous"

    @property
    def pane(self) -> StepPane | None:
        """The step that is open."""
        return self._pane

    async def open_step(self, step: Step, item: str = "", *, keep: bool = True) -> None:
        """Open a step, at an item when one is named; what stands in the open one is kept first, unless told not to."""
        if keep:
            self.leave_step()
        item = item or self._left_at.get(step, "")
        pane = pane_for(step, self.desk)
        with self.app.batch_update():
            await self._space.remove_children()
            self._pane = pane
            await self._space.mount(pane)
            if step in _DECIDING:
                await self._space.mount(SetAhead(self.desk.register, self.desk.profiles, self._foreseen))
            self._bar.current = self._steps.index(step)
            self._show_state()
        self.show_keys()
        if item:
            pane.go_to(item)
        pane.take_focus()
        self.desk.remember(step, item)

    def go_to(self, step: Step, item: str) -> None:
        """Open a step at an item, from outside."""
        self.call_later(self.open_step, step, item)

    def leave_step(self) -> None:
        """Hand over what is being written and remember where the cursor is."""
        if self._pane is not None:
            self._pane.leave()
            if self._pane.step != "individual":  # there the curtain is drawn again
                self._left_at[self._pane.step] = self._pane.at()
            self.desk.remember(self._pane.step, self._pane.at())
            self._time_step(self._pane.step)

    def keep_writing(self) -> None:
        """Keep what is being written."""
        self.leave_step()

    def at(self) -> str:
        """The step that is open, and what the cursor is on there."""
        return f"{self._pane.step} {self._pane.at()}" if self._pane is not None else ""

    def notes_changed(self) -> None:
        """Keep what is being written before it is hidden, and draw the open step anew."""
        self.leave_step()
        self.desk.hidden = notes_hidden(self.app)
        super().notes_changed()
        if self._pane is not None:
            self._pane.show_notes()
            if self.focused is None:
                self._pane.take_focus()

    def key_entries(self) -> list[KeyEntry]:
        """Everything that the key bar shows; nothing can be taken back in what is locked."""
        gone = {"screen.undo"} if self.desk.locked else set()
        return [entry for entry in super().key_entries() if entry.command not in gone]

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the open step."""
        return self._pane.own_keys() if self._pane is not None else []

    def on_step_pane_saved(self) -> None:
        """Say that the change is safe, and where the meeting stands."""
        self.header.saved = _("Lagret {time}").format(time=clock_text(self.desk.now()))
        self._show_state()
        if self._pane is not None:
            self.desk.remember(self._pane.step, self._pane.at())

    def on_step_pane_refused(self, event: StepPane.Refused) -> None:
        """Say why the change was not kept."""
        self.refuse(event.error)

    def on_step_pane_keys_changed(self) -> None:
        """Show the keys that work now."""
        self.show_keys()

    async def on_step_pane_asked(self, event: StepPane.Asked) -> None:
        """Go where a step points."""
        await self.open_step(event.step, event.item)

    async def on_step_bar_chosen(self, event: StepBar.Chosen) -> None:
        """Open the step chosen in the bar."""
        await self.open_step(self._steps[event.index])

    async def action_next_step(self) -> None:
        """Open the next step."""
        await self._move(1)

    async def action_previous_step(self) -> None:
        """Open the step before."""
        await self._move(-1)

    def action_choose_step(self) -> None:
        """Let the step bar take the keys."""
        self._bar.take_keys()

    def again(self) -> Frame:
        """The meeting in the language spoken now, at the same item."""
        self.leave_step()
        self.desk.speak()
        return MeetingScreen(self.desk, exercise=self.header.exercise)

    async def action_undo(self) -> None:
        """Take the last change back, that of the text being written included, and show where it was."""
        self.leave_step()
        await self._change(self.desk.undo, undone_words)

    async def action_redo(self) -> None:
        """Do the change that was last taken back again."""
        self.leave_step()
        await self._change(self.desk.redo, redone_words)

    def action_enlarge(self) -> None:
        """Let the text that is being written fill the screen, or make it small again."""
        if self.maximized is not None:
            self.minimize()
            return
        focused = self.focused
        field = next((one for one in focused.ancestors if isinstance(one, PromptText)), None) if focused else None
        if field is None:
            self.notify(_("Gå inn i et tekstfelt først."))
        else:
            self.maximize(field, container=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let esc go to the step, unless a field fills the screen."""
        if action == "make_small":
            return self.maximized is not None
        return super().check_action(action, parameters)

    def action_make_small(self) -> None:
        """Make the field that fills the screen small again."""
        self.minimize()

    def _foreseen(self) -> Order:
        """The report that F5 would make."""
        from assess.reports.issue import Order

        return Order(self.desk.case, self.desk.assessment, language=spoken())

    def action_make_report(self) -> None:
        """Make the PDF of the assessment as it is now."""
        self.leave_step()
        make_report(self, self.desk)

    async def action_in_step(self, action: str) -> None:
        """Do one of the open step's own actions: what a click on its key in the key bar asks for."""
        if self._pane is not None:
            await self._pane.run_action(action)

    def action_leave(self) -> None:
        """Leave the meeting; everything is kept."""
        self.leave_step()
        self.dismiss()

    def _time_step(self, step: Step) -> None:
        """Add the time since the step was opened, or last added to, to what the group can learn from."""
        now = self.desk.now()
        self.desk.spend(step, now - self._since)
        self._since = now

    async def _change(self, change: Callable[[], Change | None], words: Callable[[Change], str]) -> None:
        try:
            done = change()
        except AssessError as error:
            self.refuse(error)
            return
        if done is None:
            self.notify(
                _("Ingenting kan angres nå. Det som er vist for alle, gitt videre eller signert, blir stående.")
            )
            return
        now = self._pane.step if self._pane is not None else self._steps[0]
        step = step_of(done, now, revealed=self.desk.assessment.revealed_at is not None)
        # The pane is made anew: what stands in its fields was taken back too.
        await self.open_step(step, self._pane.at() if step == now and self._pane is not None else "", keep=False)
        self.on_step_pane_saved()
        self.notify(words(done), timeout=4)

    async def _move(self, steps: int) -> None:
        wanted = self._bar.current + steps
        if 0 <= wanted < len(self._steps):
            await self.open_step(self._steps[wanted])

    def _show_state(self) -> None:
        self.header.state = _("LÅST") if self.desk.locked else _("UTKAST")
        ready = done_steps(self.desk.folder)
        self._bar.done = frozenset(number for number, step in enumerate(self._steps) if step in ready)
