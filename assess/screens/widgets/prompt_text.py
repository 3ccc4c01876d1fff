"""Text that people write: a labelled field of several lines, and a field of one."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from assess.language import _
from assess.screens.terminal import REPLACED, clean, clean_line, plain

LONGEST = 20_000
"""Characters that a text may have; what is written beyond is not taken."""

_LONGEST_LINE = 300

PAUSE = 0.6
"""Seconds without a key before what was written is handed over."""


class PromptText(Vertical):
    """A label in bold, a line of help, a field that grows from three to ten lines, and a count of characters.

    `Edited` is posted after a pause in the writing and when the field is left, and only when the text is
    another than the one last posted or set: a save a change, not a save a letter.
    """

    DEFAULT_CSS: ClassVar[str] = """
    PromptText {
        height: auto;
        margin-bottom: 1;
        & > .prompt--heading { height: auto; color: $ink; }
        & > .prompt--help { height: auto; color: $muted; }
        & > TextArea { height: auto; min-height: 3; max-height: 10; }
        & > .prompt--count { height: 1; color: $muted; text-align: right; }
    }
    """

    class Edited(Message):
        """Somebody has written something else."""

        def __init__(self, prompt: PromptText, text: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.text = text

        @property
        def control(self) -> PromptText:
            """The field that was written in."""
            return self.prompt

    def __init__(
        self,
        label: str,
        text: str = "",
        *,
        help: str = "",  # noqa: A002  the word that the field's own page uses
        limit: int = 0,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._label = label
        self._help = help
        self._limit = limit
        self._posted = clean(text)
        self._area = TextArea(self._posted, compact=True, highlight_cursor_line=False)
        self._area.cursor_blink = False
        self._count = Static(classes="prompt--count")
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Compose heading, help, field and count."""
        yield Static(plain(self._label).stylize("bold"), classes="prompt--heading")
        if self._help:
            yield Static(plain(self._help), classes="prompt--help")
        yield self._area
        yield self._count

    @property
    def text(self) -> str:
        """What is written, cleaned."""
        return clean(self._area.text)

    @text.setter
    def text(self, text: str) -> None:
        self._posted = clean(text)
        if self._posted != self._area.text:
            self._area.load_text(self._posted)

    def focus_text(self) -> None:
        """Put the cursor into the field."""
        self._area.focus()

    def hand_over(self) -> None:
        """Post `Edited` now, if there is something new."""
        text = self.take_new()
        if text is not None:
            self.post_message(self.Edited(self, text))

    def take_new(self) -> str | None:
        """What was written since it was last handed over, now handed over to the caller; None when nothing was."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self.text == self._posted:
            return None
        self._posted = self.text
        return self._posted

    def on_mount(self) -> None:
        """Count what is there already."""
        self._show_count()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Count, and hand over after a pause."""
        event.stop()
        if len(self._area.text) > LONGEST:
            self._area.load_text(self._area.text[:LONGEST])
            self.notify(_("Teksten kan ha høyst {count} tegn. Det som kom etter, er ikke med.").format(count=LONGEST))
        self._show_count()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.hand_over)

    def on_descendant_blur(self) -> None:
        """Hand over when the field is left."""
        self.hand_over()

    def _show_count(self) -> None:
        written = len(self.text)
        if self._limit:
            says = _("{written} av {limit} tegn").format(written=written, limit=self._limit)
            says = _("{count} – for langt").format(count=says) if written > self._limit else says
        else:
            says = _("{written} tegn").format(written=written)
        self._count.update(Content(says))


class TextLine(Input):
    """A field of one line that keeps only what can be seen; `line` is what was written."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        longest: int = _LONGEST_LINE,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(
            clean_line(text),
            placeholder=clean_line(placeholder),
            password=password,
            compact=True,
            max_length=longest,
            select_on_focus=False,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False

    @property
    def line(self) -> str:
        """What is written, cleaned; spaces stay as they are, for a passphrase may hold them."""
        return clean(self.value).replace("\n", " ").replace("\t", " ")

    def _on_paste(self, event: events.Paste) -> None:
        """Take all of what is pasted, its lines in a row, and say so when there is more than the field has room for."""
        event.stop()
        event.prevent_default()
        pasted = clean_line(event.text)
        start, end = sorted(self.selection)
        room = (self.max_length or len(pasted)) - (len(self.value) - (end - start))
        if len(pasted) > room:
            self.notify(
                _("Det var ikke plass til alt som ble limt inn. Feltet tar {count} tegn.").format(count=self.max_length)
            )
        self.replace(pasted[: max(room, 0)], start, end)

    async def _on_key(self, event: events.Key) -> None:
        """Take no character that would not be kept."""
        if event.character and event.is_printable and REPLACED in clean(event.character):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)
