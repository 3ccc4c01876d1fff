"""Text that people write: a labelled field of several lines, and a field of one."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from assess.language import _
from assess.screens.keys import MASK_KEY
from assess.screens.terminal import REPLACED, clean, clean_line, plain
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Rows
from assess.screens.widgets.words import Words

if TYPE_CHECKING:
    from assess.screens.widgets.identifier_watch import IdentifierWatch

LONGEST = 20_000
"""Characters that a text may have; what is written beyond is not taken."""

_LONGEST_LINE = 300

PAUSE = 0.6
"""Seconds without a key before what was written is handed over."""


class PromptText(Rows):
    """A label in bold, a line of help, a field that grows from three to ten lines, and a count of characters.

    `Edited` is posted after a pause in the writing and when the field is left, and only when the text is
    another than the one last posted or set: a save a change, not a save a letter.

    An identifier, such as a fødselsnummer, is told of under the field after the same pause. In an anonymous
    discussion it is never handed over: `text` has «[fjernet]» in its place, and so has the field once it is left.
    """

    ALLOW_MAXIMIZE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding(MASK_KEY, "mask", show=False)]
    DEFAULT_CSS: ClassVar[str] = """
    PromptText {
        height: auto;
        margin-bottom: 1;
        & > .prompt--heading { height: auto; color: $ink; }
        & > TextArea { height: auto; min-height: 3; max-height: 10; }
        & > .prompt--found { height: auto; color: $caution; display: none; }
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
        self._found = Words(classes="prompt--found")
        self._count = Words(classes="prompt--count")
        self._pause: Timer | None = None
        self._watch = _watch(self, LONGEST)

    def compose(self) -> ComposeResult:
        """Compose heading, help, field, what was found in it, and count."""
        heading = plain(self._label).stylize("bold")
        if self._help:
            heading = Content("\n").join((heading, plain(self._help).stylize("$muted")))
        yield Words(heading, classes="prompt--heading")
        yield self._area
        yield self._count

    @property
    def text(self) -> str:
        """What is written, cleaned, and without the identifiers that an anonymous discussion keeps none of."""
        return self._watch.kept(self._written)

    @text.setter
    def text(self, text: str) -> None:
        self._posted = clean(text)
        if self._posted != self.text:
            self._tell_of_loss()
            display(self._found, when=False)
            self._area.load_text(self._posted)
            self._show_count()

    def focus_text(self) -> None:
        """Put the cursor into the field, after what stands there."""
        self._area.move_cursor(self._area.document.end)
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
            self._show_count()
        if self.text == self._posted:
            return None
        self._posted = self.text
        return self._posted

    def _rest(self) -> None:
        """Somebody pauses in the writing."""
        self._show_count()
        self._look()
        self.hand_over()

    def on_mount(self) -> None:
        """Count what is there already."""
        self._show_count()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Count and hand over after a pause: a count that changes with each letter has the screen drawn twice."""
        event.stop()
        if len(self._area.text) > LONGEST:
            self._area.load_text(self._area.text[:LONGEST])
            self.notify(_("Teksten kan ha høyst {count} tegn. Det som kom etter, er ikke med.").format(count=LONGEST))
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._rest)

    def on_descendant_blur(self) -> None:
        """Hand over when the field is left, and leave no identifier of an anonymous discussion in it."""
        if self._tell_of_loss():
            self.action_mask()
        self.hand_over()

    def action_mask(self) -> None:
        """Put «[fjernet]» where identifiers stand; the other words and the cursor stay, and it can be undone."""
        if self._area.read_only or self.is_disabled:
            return
        written = self._written
        masked = self._watch.masked(written)
        if masked != written:
            row, column = self._area.cursor_location
            before = sum(len(line) + 1 for line in written.split("\n")[:row]) + column
            lines = masked[: self._watch.moved(written, before)].split("\n")
            self._area.replace(masked, (0, 0), self._area.document.end)
            self._area.move_cursor((len(lines) - 1, len(lines[-1])))
        self._look()

    @property
    def _written(self) -> str:
        return clean(self._area.text)

    def _look(self) -> None:
        """Say under the field what was found in it."""
        says = "" if self._area.read_only or self.is_disabled else self._watch.words(self._written)
        if says and not self._found.is_attached:
            self.mount(self._found, before=self._count)
        self._found.update(plain(says))
        display(self._found, when=bool(says))

    def _tell_of_loss(self) -> bool:
        """Say that identifiers which stand in the field are not kept; return whether there are any."""
        lost = self._watch.anonymous and not self._area.read_only and bool(self._watch.found(self._written))
        if lost:
            self._watch.tell(self._written)
        return lost

    def _show_count(self) -> None:
        written = len(self._written)
        if self._limit:
            says = _("{written} av {limit} tegn").format(written=written, limit=self._limit)
            says = _("{count} – for langt").format(count=says) if written > self._limit else says
        else:
            says = _("{written} tegn").format(written=written)
        self._count.update(Content(says))


class TextLine(Input):
    """A field of one line that keeps only what can be seen; `line` is what was written.

    Identifiers are told of in a line under it, as in a `PromptText`; a passphrase is never looked at.

    Args:
        text: What stands in it from the start.
        placeholder: What it shows while it is empty.
        password: Whether what is written is hidden.
        watched: Whether identifiers are looked for: not where a day or a word to search for is asked for.
        longest: Characters that it has room for.
        id: Its name.
        classes: Its classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding(MASK_KEY, "mask", show=False)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--found"}
    DEFAULT_CSS: ClassVar[str] = "TextLine > .line--found { color: $caution; background: $paper; }"

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        watched: bool = True,
        longest: int = _LONGEST_LINE,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        self._watch = _watch(self, longest) if watched and not password else None
        self._found: list[str] = []
        self._pause: Timer | None = None
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
        """What is written, cleaned, and without the identifiers that an anonymous discussion keeps none of.

        Spaces stay as they are, for a passphrase may hold them.
        """
        return self._watch.kept(self._written) if self._watch is not None else self._written

    def watch_value(self) -> None:
        """Look at what is written, after a pause."""
        if self._watch is None or not self.is_attached:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.look)

    def look(self) -> None:
        """Say in lines under the field what was found in it."""
        says = self._watch.few_words(self._written) if self._watch is not None and not self.is_disabled else ""
        found = textwrap.wrap(says, max(self.size.width, 20))
        if found != self._found:
            self._found = found
            self.styles.height = 1 + len(found) if found else None
            self.refresh(layout=True)

    def take_out(self) -> bool:
        """Take out the identifiers that an anonymous discussion does not keep, and say so; tell whether it had any."""
        if self._watch is None or not self._watch.anonymous or not self._watch.found(self._written):
            return False
        self._watch.tell(self._written)
        self.action_mask()
        return True

    def action_mask(self) -> None:
        """Put «[fjernet]» where identifiers stand."""
        if self._watch is not None and not self.is_disabled:
            cursor = self._watch.moved(self._written, self.cursor_position)
            self.value = self._watch.masked(self._written)
            self.cursor_position = cursor
            self.look()

    async def action_submit(self) -> None:
        """Give the line away, without what an anonymous discussion does not keep."""
        self.take_out()
        await super().action_submit()

    def on_blur(self) -> None:
        """Leave no identifier of an anonymous discussion in the field."""
        self.take_out()

    def on_resize(self) -> None:
        """Give what was found the room there is."""
        if self._found:
            self.look()

    def render_line(self, y: int) -> Strip:
        """The field, and under it what was found in it."""
        if 0 < y <= len(self._found):
            style = self.get_component_rich_style("line--found")
            return Strip([Segment(self._found[y - 1].ljust(self.size.width), style)])
        return super().render_line(y)

    @property
    def _written(self) -> str:
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


def _watch(field: Widget, longest: int) -> IdentifierWatch:
    from assess.screens.widgets.identifier_watch import IdentifierWatch  # no passphrase is looked at

    return IdentifierWatch(field, longest)
