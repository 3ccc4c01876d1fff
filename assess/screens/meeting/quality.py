"""Step 8, «Kvalitet»: the checklist that the supervisor will use too, then two signatures, and the lock."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input

from assess.casework.deeds.signing import Append, Check
from assess.casework.meeting import Attendee, attendee_label
from assess.casework.quality import CheckAnswer
from assess.errors import NotAllowed
from assess.instrument.model import Quality, Step
from assess.judgement.quality import Finding, clear
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.quality_locked import LockedPage
from assess.screens.meeting.quality_signing import signer_options, signing, signing_dialog, signing_words
from assess.screens.meeting.quality_times import times_words
from assess.screens.meeting.quality_words import (
    SIGNING,
    TIMES,
    answer_options,
    finding_words,
    lacks,
    list_line,
    numbered,
    point_text,
    where,
)
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import page_key, page_on, step_key
from assess.screens.terminal import clean, plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Rows, ScrolledRows
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList


class QualityStep(StepPane):
    """The checklist over the card of the line that the cursor is on; the locked page once it is signed."""

    step: ClassVar[Step] = "quality"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_list", show=False),
        Binding("space", "page", show=False),
        Binding("r", "write", show=False),
        Binding("t", "addendum", show=False),
        Binding("ctrl+s", "append", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = WorkList(takes="jni", id="checks")
        self._text = Words(classes="subheading")
        self._says = Words(classes="text")
        self._answers = Choice([], horizontal=True, id="answers")
        self._note = PromptText(_("Merknad (valgfri)"), id="note")
        self._signers = Choice([], id="signers")
        self._locked = LockedPage(desk)
        self._open = ""
        self._points = numbered(desk)

    def compose(self) -> ComposeResult:
        """Compose the checklist with its card, and the locked page; one of them is seen."""
        with Rows(id="checking"):
            yield self._list
            with ScrolledRows(id="card", can_focus=False):
                yield self._text
                yield self._says
                yield self._answers
                yield self._note
                yield self._signers
        yield self._locked

    def on_mount(self) -> None:
        """Open the first line that waits."""
        self.show()
        self._locked.open()
        waiting = next((line.item for line in self._lines() if line.mark in {"✗", "·"} and line.item), SIGNING)
        self._list.go_to(waiting)
        self._open_line(self._list.item)

    def show(self) -> None:
        """Show the list, the card's words and the locked page anew."""
        self._points = numbered(self.desk)
        display(self.query_one("#checking"), when=not self.desk.locked)
        display(self._locked, when=self.desk.locked)
        if self.desk.locked:
            self._locked.show()
        else:
            self._list.show_lines(self._lines())
            self._tell()

    def show_notes(self) -> None:
        """Name those who can sign as they may be called now, too."""
        self.show()
        self._signers.show_options(signer_options(self.desk))

    def take_focus(self) -> None:
        """Stand in the list, or on the locked page, which the arrows then move."""
        (self._locked if self.desk.locked else self._list).focus()

    def go_to(self, item: str) -> None:
        """Go to a line by its number, or to the signing."""
        self._list.go_to(item)
        self._open_line(self._list.item)

    def at(self) -> str:
        """The line that is open."""
        return self._open

    def leave(self) -> None:
        """Keep what is being written."""
        if self.desk.locked:
            self._locked.set_aside()
        else:
            self._keep_note()

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the line that the cursor is on."""
        if self.desk.locked:
            return [
                step_key("t", _("Skriv tillegg"), "addendum"),
                step_key("ctrl+s", _("Legg til"), "append"),
            ]
        if self._open == TIMES:
            return [page_key()]
        if self._open == SIGNING:
            return [KeyEntry("↵", _("Signer") if not lacks(self.desk) else _("Gå til det første"), ""), page_key()]
        if not self._own:
            return [KeyEntry("↵", _("Gå dit"), ""), page_key()]
        return [
            KeyEntry("j n i", _("Ja, nei, ikke aktuelt"), ""),
            step_key("r", _("Merknad"), "write"),
        ]

    def on_work_list_typed(self, event: WorkList.Typed) -> None:
        """Answer the line that the key was typed at, and go on to the next that waits."""
        event.stop()
        self._follow(event.item)
        answer = next((one.value for one in answer_options() if one.key == event.character), None)
        if not self._own or answer is None:
            return
        if self._answer(answer) and answer != "no" and self._list.item == event.item:
            self._go_on()
        self._follow()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Answer the line, or ask whoever was chosen to sign."""
        event.stop()
        if event.choice is self._signers and isinstance(event.value, str):
            self._ask_to_sign(event.value)
        elif event.choice is self._answers and isinstance(event.value, str):
            self._answer(event.value)
        elif event.choice is self._answers:
            self._fill()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Open the line that the cursor is on; one that it has left again is passed by."""
        event.stop()
        if event.item == self._list.item:
            self._follow()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Go where the line can be mended, to its answers, or to who signs."""
        event.stop()
        self._follow(event.item)
        finding = self._finding
        if self._own:
            self._answers.focus()
        elif finding is not None:
            self.post_message(self.Asked(*where(finding)))
        elif self._open == SIGNING:
            self._to_signing()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add the addition."""
        event.stop()
        self.action_append()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on from who writes the addition."""
        event.stop()
        self.screen.focus_next()

    def keep_text(self, prompt: PromptText, text: str) -> None:  # noqa: ARG002  the note is read where it stands
        """Keep the note; an addition waits for its key."""
        if prompt is self._note:
            self._keep_note()

    def action_to_list(self) -> None:
        """Go back to the list, or to the locked page."""
        self.take_focus()

    def action_page(self) -> None:
        """Show the next page of the card."""
        page_on(self._locked if self.desk.locked else self.query_one("#card", VerticalScroll))

    def action_addendum(self) -> None:
        """Write an addition."""
        if self.desk.locked:
            self._locked.text.focus_text()

    def action_write(self) -> None:
        """Write a note to the line."""
        self._follow()
        if self._note.display and not self.desk.locked:
            self._note.focus_text()

    def action_append(self) -> None:
        """Add the addition to the locked assessment."""
        if not self.desk.locked:
            return
        try:
            addendum = self._locked.addendum()
        except NotAllowed as error:
            self.post_message(self.Refused(error))
            return
        if self.carry_out(Append(addendum)):
            self._locked.clear()

    def _to_signing(self) -> None:
        """Go to those who sign, or to the first thing that is missing."""
        missing = lacks(self.desk)
        if not missing:
            self._signers.focus()
        elif missing[0].step == self.step:
            self._list.go_to(missing[0].item)
        else:
            self.post_message(self.Asked(missing[0].step, missing[0].item))

    def signed_as(self, signer: Attendee) -> str:
        """The words that the record keeps for a signer, whatever is hidden on the screen just now."""
        return attendee_label(signer, self.desk.profile)

    @property
    def _line(self) -> Quality | None:
        """The instrument's checklist line that is open; None on every other line."""
        return next((line for number, line, _finding in self._points if number == self._open), None)

    @property
    def _finding(self) -> Finding | None:
        """What the program finds of the point that is open; None where the group answers, and on the other lines."""
        return next((finding for number, _line, finding in self._points if number == self._open), None)

    @property
    def _own(self) -> bool:
        """Whether the point that is open is one that the group itself answers."""
        line = self._line
        return line is not None and line.auto is None

    @property
    def _given(self) -> CheckAnswer | None:
        line = self._line
        return next((one for one in self.desk.assessment.checks if line is not None and one.check == line.id), None)

    def _lines(self) -> list[ItemLine]:
        lines = [ItemLine("", _("Sjekkliste"))]
        lines += [list_line(self.desk, number, line, finding) for number, line, finding in self._points]
        count = len(self.desk.assessment.standing_signatures)
        left = len(lacks(self.desk))
        note = _("{count} mangler").format(count=left) if left else _("{count} av 2").format(count=count)
        return [
            *lines,
            ItemLine("", _("Læring")),
            ItemLine(TIMES, _("Tid per steg"), "–"),
            ItemLine("", _("Signering")),
            ItemLine(SIGNING, _("Signer og lås"), "–" if left else "·", note),
        ]

    def _follow(self, place: str = "") -> None:
        """Open a line, or the one that the cursor is on; a key may come before the list has told that it moved."""
        place = place or self._list.item
        if not self.desk.locked and place and place != self._open:
            self._keep_note()
            self._open_line(place)

    def _open_line(self, place: str) -> None:
        self._open = place
        self._fill()
        self._tell()
        self.query_one("#card", VerticalScroll).scroll_home(animate=False)
        self.post_message(self.KeysChanged())

    def _fill(self) -> None:
        given = self._given
        self._answers.show_options(answer_options(), given.answer if given is not None else None)
        self._note.text = given.note if given is not None else ""
        self._signers.show_options(signer_options(self.desk))

    def _tell(self) -> None:
        """Show the card's words anew; what stands in the note stays."""
        from assess.screens.meeting.steps import step_name

        finding, own = self._finding, self._own
        display(self._answers, when=own)
        display(self._note, when=own)
        display(self._signers, when=self._open == SIGNING and clear(self.desk.folder) is not None)
        if self._open == SIGNING:
            title, says = _("Signer og lås"), signing_words(self.desk)
        elif self._open == TIMES:
            title, says = _("Tid per steg"), times_words(self.desk)
        else:
            title = point_text(self._line, finding)
            waits = own and self._given is None and bool(self._note.text.strip())
            says = _("Svar j, n eller i, så lagres merknaden også.") if waits else ""
            if finding is not None:
                says = finding_words(self.desk, finding, step_name(finding.step))
        self._text.update(plain(title))
        self._says.update(plain(says))
        display(self._says, when=bool(says))

    def _answer(self, answer: str) -> bool:
        line = self._line
        if line is None:
            return False
        before, note = self._given, self._note.text
        if before is not None and clean(before.note) == note:
            note = before.note
        given = CheckAnswer.model_validate({"check": line.id, "answer": answer, "note": note})
        kept = given == before or self.carry_out(Check(given))
        if not kept:
            self._fill()
        else:
            self._answers.value = answer
        return kept

    def _keep_note(self) -> None:
        given = self._given
        if given is not None and not self.desk.locked and self._note.text != clean(given.note):
            self._answer(given.answer)

    def _go_on(self) -> None:
        """Go to the next line that the group has not answered, where there is one."""
        after = [line.item for line in self._lines() if line.mark == "·" and line.item.isdecimal()]
        later = [item for item in after if int(item) > int(self._open)] or after
        if later:
            self._list.go_to(later[0])

    def _ask_to_sign(self, attendee: str) -> None:
        self.app.push_screen(signing_dialog(self.desk, attendee), partial(self._sign, attendee))

    def _sign(self, attendee: str, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        signer = self.desk.assessment.meeting.attendee(attendee)
        deed = signing(self.desk, signer, self.signed_as(signer)) if sure and signer is not None else None
        if deed is not None:
            self.carry_out(deed)
        self._fill()
        self.take_focus()
        self.post_message(self.KeysChanged())
