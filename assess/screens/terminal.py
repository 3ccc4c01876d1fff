"""What reaches the terminal and what leaves it: the things Textual does not do by itself.

Three fences, so that data can never steer a terminal or hide what it says:

* `clean` where text comes in (typed, pasted, imported): what can't be seen is replaced by «�».
* `plain` where text is shown. Data goes to a widget as `Words(plain(text))`, never as `Words(text)`, whose
  `[brackets]` are markup; the same for labels, options and titles. A table cell is a `plain_cell(text)`.
* `NoControlCharacters`, a filter over each line of every widget, for what slipped past both.

`SafeApp` puts the last one in place and turns off what would carry a case out of the program: selection,
the terminal's clipboard, screenshots, logs, links, a window title with a case in it, a traceback.
"""

from __future__ import annotations

import asyncio
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import App, ScreenStackError, SystemCommand
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import CommandPalette
from textual.content import Content
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from assess.language import _
from assess.screens.environment import scrub_environment
from assess.screens.key_order import KeyOrder
from assess.screens.process import watch_signals
from assess.screens.style_sheets import EVERYWHERE
from assess.screens.themes import DEFAULT, THEMES, next_theme, theme_label
from assess.screens.widgets.too_small import TooSmall, too_small

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

R = TypeVar("R")

REPLACED: Final = "�"
"""Stands where a character was that can't be shown as what it is."""

_STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_INVISIBLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
_SURROGATES = "\ud800-\udfff"

_NEVER_SHOWN = re.compile(f"[{_STEERING}{_SURROGATES}]")
_NEVER_KEPT = re.compile(f"[{_STEERING}{_SURROGATES}{_INVISIBLE}]")
_HARMLESS = re.compile("[\u00ad\ufe00-\ufe0f\ufeff]")
_MOST_MARKS = 8


def clean(text: str) -> str:
    r"""Return `text` as it may be kept and shown: what is read is what is there.

    NFC. Line ends become `\n`; `\n` and `\t` stay. ESC and all other control characters, what turns the
    direction of writing, what takes no room, lone surrogates, and marks piled more than eight high on one
    letter become «�», so that somebody sees that something was there. Only soft hyphens, byte order marks
    and emoji style selectors go without a trace: the text says the same without them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = re.sub("\r\n?|\u2028|\u2029", "\n", _HARMLESS.sub("", text))
    text = _NEVER_KEPT.sub(lambda found: found[0] if found[0] in "\n\t" else REPLACED, text)
    return _without_piles(unicodedata.normalize("NFC", text))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, for what has only one: a label, a title, a table cell."""
    return " ".join(clean(text).split())


def plain(text: str) -> Content:
    """Return `text` as content without markup: the only way in which a widget may be given data."""
    return Content(clean(text))


def plain_cell(text: str) -> Text:
    """Return `text` for a cell or a heading of a `DataTable`, where a bare string would be read as markup."""
    return Text(clean_line(text), no_wrap=True, end="")


def _without_piles(text: str) -> str:
    kept: list[str] = []
    pile = 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _MOST_MARKS:
            kept.append(character)
        elif pile == _MOST_MARKS + 1:
            kept.append(REPLACED)
    return "".join(kept)


class NoControlCharacters(LineFilter):
    """Stops what would steer the terminal or turn the text, in every line of every widget."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """Return the segments with nothing left in them but what is seen, each as wide as before."""
        return [_harmless(segment) for segment in segments]


def _harmless(segment: Segment) -> Segment:
    text, style, control = segment
    linked = style is not None and style.link is not None
    if control is None and not linked and (text.isprintable() or _NEVER_SHOWN.search(text) is None):
        return segment
    width = cell_len(text)
    safe = _NEVER_SHOWN.sub(lambda found: REPLACED * min(cell_len(found[0]), 1), text)
    return Segment(set_cell_size(safe, width), style.update_link(None) if style and linked else style)


class SafeApp(App[R]):
    """An app from which nothing leaks, and which ends in order whatever happens to its terminal.

    A subclass declares its bindings, its screens and `get_system_commands`; after `run()` the caller exits
    with `return_code`. The style sheets that hold everywhere come with it; a screen names its own.
    """

    TITLE = "assess"
    CSS_PATH = EVERYWHERE
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    WHEN_COVERED: ClassVar[frozenset[str]] = frozenset({"ctrl+q", "f9", "f12"})
    """The keys that work even while the terminal is too small to show what they do."""

    theme: Reactive[str] = Reactive(DEFAULT)

    def __init__(self) -> None:
        scrub_environment()
        self._control_filter = NoControlCharacters()
        super().__init__()
        self.animation_level = "none"
        self.ending = False
        """Whether the program is on its way out: nothing that is pressed does anything any more."""
        self._end_code = 0
        self._cut_text = ""
        self._key_order = KeyOrder(self, self._take)
        self._stop_watching: Callable[[], None] | None = None
        self._thread_hook = threading.excepthook

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes only: Textual's are not checked for contrast."""
        return dict(THEMES)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal, made safe."""
        from assess.screens.driver import safe_driver

        return safe_driver(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and last the one that stops control characters."""
        return [*super().get_line_filters(), self._control_filter]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """What the palette offers; nothing but what a subclass declares."""
        return ()

    def action_command_palette(self) -> None:
        """Open the list of everything that can be done here."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            from assess.screens.palette import Palette

            self.push_screen(Palette())

    def action_next_theme(self) -> None:
        """Change the colours to those of the next theme."""
        self.theme = next_theme(self.theme)
        self.notify(_("Farger: {theme}").format(theme=theme_label(self.theme)))

    def action_help_quit(self) -> None:
        """Say how to leave, since Ctrl-C ends nothing here."""
        self.notify(_("Trykk ctrl+q for å avslutte."))

    async def action_quit(self) -> None:
        """Leave in order."""
        self.end()

    def end(self, code: int = 0) -> None:
        """Hand over what is being typed, leave the alternate screen and exit with `code`.

        Once it is called no key, click or action does anything; a second call can only give another code.
        """
        self._end_code = code or self._end_code
        if self.ending:
            return
        self.ending = True
        with suppress(ScreenStackError):
            self.screen.set_focus(None)  # a text field posts its last change when it loses the focus
        self.set_timer(0.1, lambda: self.exit(return_code=self._end_code))

    def put_away(self) -> bool:
        """Whether the program ends in order and stops by itself, instead of being stopped as it stands."""
        return False

    def wake(self) -> None:
        """Look at how long the process was stopped; a subclass that locks has a use for it."""

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, but none once the program is ending."""
        return not self.ending and await super().run_action(action, default_namespace, namespaces)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  Textual's signature
    ) -> None:
        """Show a short message; it is never read as markup, whatever is asked for."""
        super().notify(clean(message), title=clean(title), severity=severity, timeout=timeout, markup=False)

    @property
    def clipboard(self) -> str:
        """What was last cut or copied here; it stays in this program's memory."""
        return self._cut_text

    def copy_to_clipboard(self, text: str) -> None:
        """Keep `text` for pasting within the program; the terminal's clipboard is never written."""
        self._cut_text = text

    def bell(self) -> None:
        """Stay silent."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: the program never reaches out of the machine."""

    def save_screenshot(
        self,
        filename: str | None = None,  # noqa: ARG002
        path: str | None = None,  # noqa: ARG002
        time_format: str | None = None,  # noqa: ARG002
    ) -> str:
        """Save nothing: a picture of a screen would lie on the disk unencrypted."""
        return ""

    def deliver_screenshot(
        self,
        filename: str | None = None,  # noqa: ARG002
        path: str | None = None,  # noqa: ARG002
        time_format: str | None = None,  # noqa: ARG002
    ) -> str | None:
        """Deliver nothing, for the same reason."""
        return None

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted, take keys in their order, and let nobody type into a screen that can't be seen."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        unseen = isinstance(event, events.InputEvent | events.Paste) and self._is_covered()
        if unseen and not (isinstance(event, events.Key) and event.key in self.WHEN_COVERED):
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._key_order.take(event)
        else:
            await self._take(event)

    def on_load(self) -> None:
        """Hear of errors in tasks and threads that nobody waits for, before any is started."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: self._unheard(context.get("exception")))
        self._thread_hook, threading.excepthook = (
            threading.excepthook,
            lambda args: loop.call_soon_threadsafe(self._unheard, args.exc_value),
        )

    def on_mount(self) -> None:
        """Take the window title and watch the signals; a run without a terminal has neither."""
        self.screen_change_signal.subscribe(self, lambda _screen: self._cover())
        if not self.is_headless and self._stop_watching is None:
            self._name_window()
            self._stop_watching = watch_signals(self)

    def on_resize(self) -> None:
        """Cover or uncover the screen as the terminal's size demands."""
        self.call_after_refresh(self._cover)

    def on_unmount(self) -> None:
        """Give the window its own title back."""
        threading.excepthook = self._thread_hook
        if self._stop_watching is not None:
            self._stop_watching()
        if self._driver is not None and not self.is_headless:
            self._driver.write("\x1b[23;2t")

    def leave_terminal(self) -> None:
        """Give the terminal back with a blank screen, before the process is stopped."""
        if self._driver is not None:
            self._driver.suspend_application_mode()

    def take_terminal(self) -> None:
        """Take the terminal again and draw everything anew."""
        if self._driver is not None:
            self._driver.resume_application_mode()
            self._name_window()
            self.refresh(layout=True)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002  they may hold case text
        """End after an error, saying no more about it than `_fatal_error` does."""
        self._fatal_error()

    def _unheard(self, error: BaseException | None) -> None:
        """Treat an error that nobody waited for like any other; Python would print its text."""
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave one calm sentence instead of a traceback, whose locals and values may be a case."""
        self._return_code = 1
        self._exit_renderables[:] = [_last_words(self._exception)]
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        for line in self._exit_renderables:
            self.error_console.print(plain_cell(line) if isinstance(line, str) else line, soft_wrap=True)
        self._exit_renderables.clear()

    def _name_window(self) -> None:
        """Put a title without any case over the shell's, which may show the command line."""
        if self._driver is not None:
            self._driver.write(f"\x1b[22;2t\x1b]2;{self.TITLE}\x07")

    async def _take(self, event: events.Event) -> None:
        """Do with an event what Textual does, but let no key or click through once the program is ending."""
        if not (self.ending and isinstance(event, events.InputEvent | events.Paste)):
            await super().on_event(event)

    def _is_covered(self) -> bool:
        return too_small(self.size)

    def _cover(self) -> None:
        if not self.screen_stack:
            return
        for screen in self.screen_stack:
            covers = screen.query_children(TooSmall)
            if not self._is_covered():
                covers.remove()
            elif covers:
                covers.first().present = self.size
            elif screen is self.screen:
                cover = TooSmall()
                cover.present = self.size
                screen.mount(cover)


def _last_words(error: BaseException | None) -> str:
    """Return the sentence that an unexpected error leaves: its class and place, never its text."""
    error = error.error if isinstance(error, WorkerFailed) else error
    name = type(error).__name__ if error is not None else _("ukjent feil")
    traceback = error.__traceback__ if error is not None else None
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is not None:
        name = f"{name}, {Path(traceback.tb_frame.f_code.co_filename).name}:{traceback.tb_lineno}"
    return _(
        "Programmet måtte stoppe på grunn av en uventet feil ({name}). Alt som var lagret, er i behold. "
        "Start programmet på nytt."
    ).format(name=name)
