"""One contact meeting: its points in order, each opened, noted and ticked off; what is left goes to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, TextArea

from assess.casework.agenda import AgendaPoint, ContactMeeting, before, left_undone, moved, says_something, ticked
from assess.casework.meeting import Agenda
from assess.errors import AssessError
from assess.instrument.library import Library
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.agenda import (
    begin_point,
    cases_for_agenda,
    closed_cases,
    contact_meetings,
    end_meeting,
    keep_points,
    points_of,
    put_cases_on_agenda,
    put_on_agenda,
    take_off_agenda,
    tick_signed,
    waiting_draft,
)
from assess.register.register import Register
from assess.register.store import CaseLine
from assess.screens.agenda_card import PointCard
from assess.screens.agenda_words import (
    case_lines,
    case_words,
    done_words,
    left_words,
    moved_words,
    point_line,
    present_words,
)
from assess.screens.frame import Frame
from assess.screens.home import INSTRUMENT
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import clock_text, day_text
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.privacy import DiscreetApp, note
from assess.screens.terminal import plain
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.ground import Columns, Rows
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.item_picker import ItemPicker
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList


class AgendaScreen(Frame):
    """The points to the left, the one under the cursor to the right."""

    place: ClassVar[Place] = "everywhere"
    DEFAULT_CSS: ClassVar[str] = """
    AgendaScreen #points { width: 44; }
    AgendaScreen.-narrow #points { width: 36; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "add_cases", show=False),
        Binding("m", "add_demonstration", show=False),
        Binding("p", "add_planning", show=False),
        Binding("h", "people", show=False),
        Binding("o", "move(-1)", show=False),
        Binding("n", "move(1)", show=False),
        Binding("f", "tick", show=False),
        Binding("delete", "remove", show=False),
        Binding("a", "end", show=False),
        Binding("escape", "back", show=False),
        Binding("backspace", "leave", show=False),
    ]

    def __init__(self, register: Register, library: Library, profiles: Profiles, meeting: ContactMeeting) -> None:
        super().__init__(_("Kontaktmøte {day}").format(day=day_text(meeting.held_on)), exercise=register.demonstration)
        self._register = register
        self._library = library
        self._profiles = profiles
        self._meeting = meeting
        self._points: tuple[AgendaPoint, ...] = ()
        self._cases: dict[str, CaseLine] = {}
        self._closed_cases: frozenset[str] = frozenset()
        self._about = Words(id="present", classes="text reading")
        self._list = WorkList(id="points")
        self._card = PointCard()

    @property
    def anonymous(self) -> bool:
        """Nobody is named on the agenda; an assessment that was opened from it has its own rule."""
        return not any(isinstance(screen, MeetingScreen) for screen in self.app.screen_stack)

    def body(self) -> Iterable[Widget]:
        """Who is there, the points, and the card."""
        yield Rows(self._about, Columns(self._list, self._card), classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """What can be done with the meeting and the point under the cursor."""
        back = KeyEntry("⌫", _("Tilbake"), "screen.leave")
        opens = [KeyEntry("↵", _("Åpne"), "")] if self._points else []
        if self._over:
            return [*opens, back]
        point = self._chosen()
        keys = [
            *opens,
            KeyEntry("s", _("Saker"), "screen.add_cases"),
            KeyEntry("m", _("Markering"), "screen.add_demonstration"),
            KeyEntry("p", _("Planarbeid"), "screen.add_planning"),
            KeyEntry("h", _("Hvem"), "screen.people"),
        ]
        if point is not None:
            keys += [] if point.kind == "case" else [KeyEntry("f", _("Ferdig"), "screen.tick")]
            keys += [KeyEntry("o", _("Opp"), "screen.move(-1)"), KeyEntry("n", _("Ned"), "screen.move(1)")]
            keys.append(KeyEntry("del", _("Ta ut"), "screen.remove"))
        return [*keys, KeyEntry("a", _("Avslutt møtet"), "screen.end"), back]

    def again(self) -> Frame:
        """The same meeting in the language spoken now."""
        self._keep_text()
        return AgendaScreen(self._register, self._library, self._profiles, self._meeting)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show what there is now; a case that was signed meanwhile is done."""
        self.call_after_refresh(self._come_back)

    def notes_changed(self) -> None:
        """Keep what is being written before it is hidden, and draw anew."""
        self._keep_text()
        super().notes_changed()
        self._show()

    def keep_writing(self) -> None:
        """Keep what is being written."""
        self._keep_text()

    def at(self) -> str:
        """The point that the cursor is on."""
        return self._card.point

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep what is written under the point that is left, and show the one that the cursor is on."""
        event.stop()
        self._follow()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Open a case's assessment, or write under another point."""
        event.stop()
        self._follow()
        point = self._chosen()
        if point is None:
            return
        if point.case_id is not None:
            self._open_case(point, point.case_id)
        elif not self._over:
            self._card.note.focus_text()

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        """Keep what was written; text of a point that was left is kept already."""
        event.stop()
        if event.text == event.prompt.text:
            self._keep_text()

    def action_add_cases(self) -> None:
        """Pick one or several cases, overdue reviews first."""
        if self._over:
            return
        lines = case_lines(cases_for_agenda(self._register, self._meeting, self._today()), self._today())
        if lines:
            self.app.push_screen(ItemPicker(_("Hvilke saker skal opp?"), lines, ()), self._add_cases)
        else:
            self.notify(_("Alle sakene står på agendaen, eller det finnes ingen ennå."))

    def action_add_demonstration(self) -> None:
        """Put a demonstration on the agenda."""
        self._ask_title("demonstration", _("Hvilken markering? Noen ord, ingen personer."))

    def action_add_planning(self) -> None:
        """Put a piece of work on the plan on the agenda."""
        self._ask_title("planning", _("Hva i planen skal dere arbeide med?"))

    def action_people(self) -> None:
        """Say who is present, for all the points."""
        from assess.screens.agenda_people import AgendaPeopleScreen

        self._keep_text()
        self.app.push_screen(AgendaPeopleScreen(self._register, self._profiles, self._meeting))

    def action_move(self, steps: int) -> None:
        """Move the point under the cursor up or down."""
        point = self._chosen()
        if point is None or self._over:
            return
        self._keep_text()
        after = moved(self._points, point.id, steps)
        changed = tuple(one for one in after if one not in self._points)
        self._do(lambda: keep_points(self._register, changed), point.id)

    def action_tick(self) -> None:
        """Mark a point that is no case as done, or not done; a case is done when its assessment is signed."""
        point = self._chosen()
        if point is None or self._over:
            return
        if point.kind == "case":
            self.notify(_("En sak er ferdig når vurderingen er signert."))
            return
        self._keep_text()
        kept = self._chosen() or point
        at = None if kept.done_at is not None else self._register.now()
        self._do(lambda: keep_points(self._register, (ticked(kept, at),)), point.id)

    def action_remove(self) -> None:
        """Take the point off the agenda, after asking when something stands under it."""
        self._keep_text()
        point = self._chosen()
        if point is None or self._over:
            return
        if not says_something(point):
            self._do(lambda: take_off_agenda(self._register, point))
            return
        detail = (
            _("Vurderingen blir liggende i saken.")
            if point.assessment_id is not None
            else _("Det som står under punktet, blir borte.")
        )
        confirm = Confirm(lambda: _("Skal «{point}» tas ut?").format(point=self._title(point)), _("Ta ut"), "", detail)
        self.app.push_screen(
            confirm, lambda sure: self._do(lambda: take_off_agenda(self._register, point)) if sure else None
        )

    def action_end(self) -> None:
        """End the meeting, after saying what is left."""
        self._keep_text()
        if self._over:
            return
        detail = left_words(len(left_undone(self._points)))
        confirm = Confirm(_("Skal møtet avsluttes?"), _("Avslutt møtet"), "", detail)
        self.app.push_screen(confirm, lambda sure: self._end() if sure else None)

    def action_back(self) -> None:
        """From a text back to the points, and from the points out."""
        if isinstance(self.focused, Input | TextArea):
            self._keep_text()
            self._list.focus()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to the meetings; everything is kept."""
        self._keep_text()
        self.dismiss()

    @property
    def _over(self) -> bool:
        return self._meeting.ended_at is not None

    def _chosen(self) -> AgendaPoint | None:
        return next((one for one in self._points if one.id == self._list.item), None)

    def _today(self) -> date:
        return norwegian(self._register.now()).date()

    def _title(self, point: AgendaPoint) -> str:
        return point.title if point.kind == "case" else note(self.app, point.title)

    def _ask_title(self, kind: Agenda, question: str) -> None:
        if self._over:
            return
        ask = AskLine(question, _("Den står i lista. Resten skriver dere under punktet."), _("Sett opp"))
        self.app.push_screen(ask, lambda title: self._add(kind, title))

    def _add(self, kind: Agenda, title: str | None) -> None:
        if title is not None:
            self._do(lambda: put_on_agenda(self._register, self._meeting, kind, title), last=True)

    def _add_cases(self, picked: tuple[str, ...] | None) -> None:
        chosen = [self._cases[case_id] for case_id in picked or ()]
        if chosen:
            self._do(lambda: put_cases_on_agenda(self._register, self._meeting, chosen), last=True)
        elif picked is not None:
            self.notify(_("Ingen sak ble valgt. Mellomrom velger, og enter setter dem opp."))

    def _end(self) -> None:
        self._do(lambda: end_meeting(self._register, self._meeting))
        self.dismiss()

    def _open_case(self, point: AgendaPoint, case_id: str) -> None:
        try:
            self._register.require("run_case", case_id)
            case = self._register.case(case_id)
            found = begin_point(self._register, self._meeting, point, case, self._library.edition(INSTRUMENT))
            self._register.view(case_id, "meeting", found.id)
            desk = Desk(self._register, case, self._register.assessment(found.id), self._profiles)
        except AssessError as error:
            self.refuse(error)
            return
        if isinstance(self.app, DiscreetApp):
            self.app.hide_notes()
        self.app.push_screen(MeetingScreen(desk, exercise=self._register.demonstration))

    def _do(self, verb: Callable[[], object], at: str = "", *, last: bool = False) -> None:
        """Carry something out and show what there is then, standing on a point."""
        try:
            verb()
        except AssessError as error:
            self.refuse(error)
        else:
            self.header.saved = _("Lagret {time}").format(time=clock_text(self._register.now()))
        self._read()
        self._show()
        self._list.go_to(self._points[-1].id if last and self._points else at)
        self._follow()
        self._list.focus()

    def _keep_text(self) -> None:
        """Keep what is written under the point that the card shows."""
        point = next((one for one in self._points if one.id == self._card.point), None)
        if point is None or self._over:
            return
        written = self._card.written(point)
        if written == point:
            return
        try:
            keep_points(self._register, (written,))
        except AssessError as error:
            self.refuse(error)
            return
        self._points = tuple(written if one.id == point.id else one for one in self._points)
        self.header.saved = _("Lagret {time}").format(time=clock_text(self._register.now()))

    def _follow(self) -> None:
        if self._list.item != self._card.point:
            self._keep_text()
            if isinstance(self.focused, TextArea):
                self._list.focus()
            self._show_card()

    def _come_back(self) -> None:
        self._read()
        self._show()
        if self.focused is None:
            self._list.focus()

    def _read(self) -> None:
        """Take the meeting, its points and its cases as they are kept now."""
        try:
            known = {one.id: one for one in contact_meetings(self._register)}
            self._meeting = known.get(self._meeting.id, self._meeting)
            self._points = tick_signed(self._register, points_of(self._register, self._meeting))
            self._cases = {line.case_id: line for line in self._register.case_lines()}
            self._closed_cases = closed_cases(self._register)
        except AssessError as error:
            self.refuse(error)

    def _show(self) -> None:
        profile = self._profiles.profile(self._register.profile, spoken())
        last = before(self._meeting, contact_meetings(self._register))
        about = (present_words(self._meeting, last, profile), moved_words(self._meeting, self._points))
        self._about.update(plain("\n".join(filter(None, about))))
        self._list.show_lines(
            [point_line(one, number, self._title(one)) for number, one in enumerate(self._points, start=1)]
        )
        self.header.place = _("Kontaktmøte {day} · {done}").format(
            day=day_text(self._meeting.held_on), done=done_words(self._points)
        )
        self.header.state = _("AVSLUTTET") if self._over else ""
        self._show_card()

    def _show_card(self) -> None:
        point = self._chosen()
        if point is None:
            self._card.show(None, _("Agendaen er tom"), _empty_words(), locked=True)
        else:
            line = self._cases.get(point.case_id or "")
            summary = note(self.app, line.summary) if line else ""
            draft, closed = waiting_draft(self._register, point), point.case_id in self._closed_cases
            words = case_words(point, line, summary, self._today(), draft=draft, closed=closed)
            self._card.show(point, self._title(point), words, locked=self._over)
        self.show_keys()


def _empty_words() -> str:
    return _(
        "s setter opp saker, med dem som er over tiden først. m setter opp en markering, p arbeid med planen. "
        "h sier hvem som er til stede."
    )
