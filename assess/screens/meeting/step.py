"""What every step of the meeting has in common."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Vertical
from textual.message import Message

from assess.casework.deeds.deed import Deed
from assess.errors import AssessError
from assess.instrument.model import Step
from assess.register.store import Place
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.ground import Ground
from assess.screens.widgets.prompt_text import PromptText


class StepPane(Vertical, Ground):
    """One step's body. It is composed once, filled by `show`, and changes the assessment only by `carry_out`.

    Messages go up (`Saved`, `Refused`, `Asked`), the desk is handed down. A pane never looks at another pane.
    """

    step: ClassVar[Step]

    class Saved(Message):
        """A change is safely kept."""

    class Refused(Message):
        """A change was not kept, and why."""

        def __init__(self, error: AssessError) -> None:
            super().__init__()
            self.error = error

    class KeysChanged(Message):
        """The pane's own keys are others than before."""

    class Asked(Message):
        """The group should be taken to another step, at an item when one is named."""

        def __init__(self, step: Step, item: str = "") -> None:
            super().__init__()
            self.step = step
            self.item = item

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="body")
        self.desk = desk

    def on_mount(self) -> None:
        """Fill the pane and put the cursor where work goes on."""
        self.show()

    def show(self) -> None:
        """Fill every widget from the desk; called when the step opens and after each change."""

    def show_notes(self) -> None:
        """Show or hide what people wrote, after the desk was told which; the default fills the pane anew."""
        self.show()

    def carry_out(self, deed: Deed) -> bool:
        """Change the assessment, show it, and tell the screen; say whether it was kept."""
        try:
            self.desk.do(deed, Place(self.step, self.at()))
        except AssessError as error:
            self.post_message(self.Refused(error))
            return False
        self.post_message(self.Saved())
        self.show()
        return True

    def go_to(self, item: str) -> None:
        """Put the cursor on an item, or on another thing that `item` names; the default has none."""

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep what was written in one of the pane's text fields."""

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        """Keep what was written, after a pause in the writing or when the field is left."""
        event.stop()
        self.keep_text(event.prompt, event.text)

    def leave(self) -> None:
        """Keep what is being written, before the step is left."""
        for prompt in self.query(PromptText):
            text = prompt.take_new()
            if text is not None:
                self.keep_text(prompt, text)

    def at(self) -> str:
        """What the cursor is on, as `go_to` understands it."""
        return ""

    def own_keys(self) -> list[KeyEntry]:
        """The pane's own keys, shown first in the key bar."""
        return []

    def take_focus(self) -> None:
        """Put the keyboard where the step's work is done."""
        self.screen.focus_next()
