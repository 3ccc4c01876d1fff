"""Loaded by the program under attack when this folder is in PYTHONPATH: tells what it has and where the focus is.

`WITNESS` names the file it is told in, a line each: `has` a text field, `focus` on a field or another widget.
With `WITNESS_UNSAFE` the program's fences are taken down, to show that the search for leaks finds them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.widgets import Input, TextArea

from assess.screens import terminal

NAMED = ("Step", "Stage", "Form", "Page", "Card", "PromptText", "DayLine")
"""Endings of the classes that a name tells of, besides screens."""


def tell(words: str) -> None:
    with Path(os.environ["WITNESS"]).open("a", encoding="utf-8") as file:
        file.write(words + "\n")


def name_of(widget: Any) -> str:  # noqa: ANN401  any widget
    """The widget's own name and its parents', without what differs from run to run."""
    names = []
    for node in widget.ancestors_with_self:
        if isinstance(node, App):
            break
        kind = type(node).__name__
        if node is widget or isinstance(node, Screen) or kind.endswith(NAMED):
            names.append(f"{kind}#{node.id}" if node.id else f"{kind}{place_among_siblings(node)}")
    return " < ".join(names)


def place_among_siblings(node: Any) -> str:  # noqa: ANN401  any widget
    if node.parent is None or isinstance(node, Screen):
        return ""
    same = [one for one in node.parent.children if type(one) is type(node)]
    return f"[{same.index(node)}]" if len(same) > 1 and node in same else ""


def put(owner: Any, name: str, value: Any) -> None:  # noqa: ANN401  whatever is replaced
    setattr(owner, name, value)


def watch() -> None:
    set_focus, resume = Screen.set_focus, Screen._on_screen_resume

    def telling_focus(screen: Any, widget: Any, *more: Any, **named: Any) -> None:  # noqa: ANN401
        before = screen.focused
        set_focus(screen, widget, *more, **named)
        if screen.focused is not before and (screen.focused is not None or screen.is_current):
            tell_focus(screen.focused or screen)

    def telling_resume(screen: Any, event: Any) -> None:  # noqa: ANN401
        resume(screen, event)
        tell_focus(screen.focused or screen)

    put(Screen, "set_focus", telling_focus)
    put(Screen, "_on_screen_resume", telling_resume)
    for kind in (Input, TextArea):
        put(kind, "_on_mount", telling_of_itself(kind._on_mount))


def tell_focus(focused: Any) -> None:  # noqa: ANN401  any widget
    writes = isinstance(focused, Input | TextArea) and not focused.is_disabled
    writes = writes and not getattr(focused, "read_only", False)
    room = getattr(focused, "max_length", None) or focused.size.width
    tell(f"focus\t{'field' if writes else 'other'}\t{name_of(focused)}\t{min(focused.size.width, room)}")


def telling_of_itself(on_mount: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def mounted(widget: Any, event: Any) -> None:  # noqa: ANN401  any text field, any event
        on_mount(widget, event)
        tell(f"has\t{name_of(widget)}")

    return mounted


def take_fences_down() -> None:
    for name in ("clean", "clean_line"):
        put(terminal, name, str)
    put(terminal.SafeApp, "get_line_filters", App.get_line_filters)


if os.environ.get("WITNESS"):
    watch()
if os.environ.get("WITNESS_UNSAFE"):
    take_fences_down()
