"""F8, Akutt: stop, call, and note who called whom. The assessment is finished afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.casework.deeds.planning import NoteCall
from assess.casework.plan import AcuteCall
from assess.errors import AssessError
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.screens.local_time import moment_text
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.unsaved import ask_to_drop
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

if TYPE_CHECKING:
    from assess.screens.meeting.meeting import MeetingScreen


_UNFINISHED = "emergency.call"
"""The call that was begun when the page was left: it is noted, and written on when the page is opened again."""


class EmergencyScreen(ModalScreen[None]):
    """Numbers first, then the duty to avert, then the log of calls when a meeting is open.

    Args:
        meeting: The meeting that is open, if any; its own profile is then used.
        profiles: Where the profile is read when no meeting is open.
        profile: The id of that profile.
        why: What brought the group here, said first; empty when somebody pressed the key.
    """

    AUTO_FOCUS = ""
    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f8", "leave", show=False, priority=True),
        Binding("n", "note_call", show=False),
    ]

    def __init__(
        self, meeting: MeetingScreen | None, profiles: Profiles | None = None, profile: str = "", *, why: str = ""
    ) -> None:
        super().__init__()
        self._meeting = meeting
        self._why = why
        if meeting is not None:
            self._profile, self._legal = meeting.desk.profile, meeting.desk.legal
        else:
            found = profiles or Profiles()
            self._profile = found.profile(profile or found.ids()[0], spoken())
            self._legal = found.legal(self._profile.legal, spoken())
        self._whom = TextLine(placeholder=_("Hvem ble varslet? For eksempel: politiets operasjonssentral"), id="whom")
        self._by = TextLine(placeholder=_("Hvem ringte? Skriv rollen"), id="by")
        self._note = TextLine(placeholder=_("Hva ble avtalt?"), id="note")
        self._said = Words(id="said", classes="text caution")
        self._calls = Words(id="calls", classes="text note")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with VerticalScroll(classes="dialog", id="emergency", can_focus=False):
            yield Words(_("Akutt: stopp møtet og handle nå"), classes="fault")
            if self._why:
                yield Words(plain(self._why), classes="text")
            yield Words(_("Er liv eller helse i fare, ring først. Vurderingen skrives ferdig etterpå."), classes="text")
            for contact in self._profile.contacts:
                number = contact.number or _("eget nummer")
                yield Words(plain(f"{number:<12} {contact.label} – {contact.when}"))
            yield Words("")
            duty = next((basis for basis in self._legal.bases if "196" in basis.section), None)
            if duty is not None:
                yield Words(plain(f"{duty.title} ({duty.act} {duty.section})"), classes="subheading")
                yield Words(plain(duty.content), classes="text reading")
            if self._meeting is not None:
                yield Words(_("Hvem varslet hvem?"), classes="subheading")
                if self._writes:
                    yield from self._fields()
                else:
                    yield Words(_("Vurderingen er låst. Nye samtaler skrives i et tillegg."), classes="muted")
                yield self._calls
            yield Words(_("Escape eller F8 lukker."), classes="muted")

    def _fields(self) -> ComposeResult:
        yield self._whom
        yield self._by
        yield self._note
        yield Button(_("Noter samtalen nå"), id="note-call", compact=True)
        yield self._said
        yield Words(_("Notatene er skjermet. F9 viser dem, så dere kan skrive."), classes="muted when-private")

    @property
    def _writes(self) -> bool:
        """Whether calls can be noted: in a meeting whose assessment isn't locked."""
        return self._meeting is not None and not self._meeting.desk.locked

    def on_mount(self) -> None:
        """Show the calls noted so far; the numbers stay on top until somebody wants to write."""
        begun = self._begun
        if begun is not None and self._writes:
            self._whom.value, self._by.value, self._note.value = begun.whom, begun.by, begun.note
        self._show()

    @property
    def filled_in(self) -> bool:
        """Whether something is written that is kept nowhere."""
        return self._writes and self._unkept is not None

    def keep_writing(self) -> None:
        """Note a call that was begun, as it is.

        Raises:
            AssessError: It could not be kept.
        """
        call = self._unkept if self._writes else None
        if call is None or self._meeting is None:
            return
        self._meeting.desk.do(NoteCall(call))
        self._meeting.desk.drafts[_UNFINISHED] = call.id
        self._meeting.on_step_pane_saved()

    def action_leave(self) -> None:
        """Close; a call that was begun is noted first, and can be written on later."""
        unkept = self.filled_in
        try:
            self.keep_writing()
        except AssessError as error:
            self.app.push_screen(ask_to_drop(str(error)), self._leave_if)
            return
        if unkept:
            self.app.notify(_("Samtalen dere begynte på, er notert. F8 lar dere skrive videre på den."))
        self.dismiss()

    def action_note_call(self) -> None:
        """Go to the fields that note a call."""
        if self._writes:
            self._whom.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Note the call with this moment."""
        event.stop()
        if self._meeting is None:
            return
        if not self._whom.line.strip():
            self._say(_("Skriv hvem som ble varslet."))
            return
        desk, call = self._meeting.desk, self._unkept
        try:
            if call is not None:
                desk.do(NoteCall(call))
        except AssessError as error:
            self._say(str(error))
            return
        desk.drafts.pop(_UNFINISHED, None)
        for field in (self._whom, self._by, self._note):
            field.value = ""
        self._meeting.on_step_pane_saved()
        self._show()

    @property
    def _begun(self) -> AcuteCall | None:
        """The call that was begun when the page was left before."""
        if self._meeting is None:
            return None
        begun = self._meeting.desk.drafts.get(_UNFINISHED)
        return next((one for one in self._meeting.desk.assessment.calls if one.id == begun), None)

    @property
    def _unkept(self) -> AcuteCall | None:
        """The call that stands in the fields; None when they are empty or hold what is noted already."""
        if self._meeting is None:
            return None
        desk, begun = self._meeting.desk, self._begun
        whom, by, note = (field.line.strip() for field in (self._whom, self._by, self._note))
        if not (whom or by or note):
            return None
        if begun is not None and (begun.whom, begun.by, begun.note) == (whom, by, note):
            return None
        which, at = (begun.id, begun.called_at) if begun is not None else (desk.new_id(), desk.now())
        return AcuteCall(id=which, called_at=at, whom=whom, by=by, note=note)

    def _leave_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self.dismiss()

    def _show(self) -> None:
        if self._meeting is None:
            return
        self._say("")
        calls = self._meeting.desk.assessment.calls
        said = (f"{moment_text(one.called_at)}  {one.whom or '–'} – {one.by}. {one.note}" for one in calls)
        self._calls.update(plain("\n".join(said)))

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
        display(self._said, when=bool(words))
