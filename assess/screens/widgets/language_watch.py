"""What a text field says about its words: calm advice under it, and nothing that stops anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from assess.casework.language_guard import WordRemark, remarks
from assess.language import _
from assess.profile.wording import Wording
from assess.screens.terminal import plain
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PAUSE, PromptText

MOST = 2
"""Kinds of remark shown at once; the others come when these are dealt with."""


class Advice(Static):
    """What to think twice about, under a field. It quotes the field, so it is hidden with the notes."""

    DEFAULT_CSS: ClassVar[str] = "Advice { height: auto; color: $caution; }"


class LanguageWatch:
    """Looks at the words of one field; its advice is mounted the first time that there is any.

    The holder tells it what is written: at once by `look` when a text is shown, and by `look_soon` at each key. In a
    `PromptText` the advice stands above the count of characters, under other fields right below them.

    Args:
        field: The field.
        wording: The words to think twice about; None for none, and then nothing is ever said.
    """

    def __init__(self, field: Widget, wording: Wording | None) -> None:
        self._field = field
        self._wording = wording
        self._advice = Advice(classes="note")
        self._looked = ("", False)
        self._pause: Timer | None = None

    def look(self, text: str, *, from_health: bool = False) -> None:
        """Say what is to be said of `text` now; the same text is looked through once."""
        if self._wording is None or self._looked == (text, from_health) or not self._field.is_attached:
            return
        self._looked = (text, from_health)
        words = advice_words(remarks(text, from_health, self._wording))
        if words and not self._advice.is_attached:
            self._mount()
        self._advice.update(plain(words))
        display(self._advice, when=bool(words))

    def look_soon(self, written: Callable[[], tuple[str, bool]]) -> None:
        """Look after a pause in the writing.

        Args:
            written: What is written then, and whether it comes from health personnel.
        """
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._field.set_timer(PAUSE, lambda: self._look_at(*written()))

    def _look_at(self, text: str, from_health: bool) -> None:  # noqa: FBT001  the pair of `look_soon`
        self.look(text, from_health=from_health)

    def _mount(self) -> None:
        if isinstance(self._field, PromptText):
            self._field.mount(self._advice, before=self._field.query_one(".prompt--count"))
        elif isinstance(self._field.parent, Widget):
            self._field.parent.mount(self._advice, after=self._field)


def advice_words(found: tuple[WordRemark, ...]) -> str:
    """Which words, why, and what could be written instead: a paragraph for each kind of remark."""
    kinds: dict[str, list[WordRemark]] = {}
    for remark in found:
        kinds.setdefault(remark.group, []).append(remark)
    return "\n".join(
        _("{words}: {because} {help}").format(
            words=", ".join(_("«{title}»").format(title=one.word) for one in kind),
            because=kind[0].because.strip(),
            help=kind[0].help.strip(),
        )
        for kind in list(kinds.values())[:MOST]
    )
