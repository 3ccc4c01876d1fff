"""An item in words, as the rating screens show it."""

from __future__ import annotations

from textual.content import Content

from assess.instrument.model import Instrument, Item
from assess.language import _
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Option


def heading_of(item: Item) -> Content:
    """The item's name, with «kritisk» and «styrke» where they apply."""
    signs = []
    if item.critical is not None:
        signs.append(_("kritisk"))
    if item.kind == "protective":
        signs.append(_("styrke"))
    name = plain(f"{item.id}  {item.title}").stylize("bold")
    return name + plain(f" · {', '.join(signs)}") if signs else name


def not_counted(item: Item) -> Content:
    """Lawful and ordinary things that don't count; empty when the item names none."""
    if not item.not_this:
        return plain("")
    return plain(_("Teller ikke: {things}").format(things="; ".join(item.not_this))).stylize("italic")


def probes_of(item: Item) -> str:
    """Questions that help to ask, each on its own line."""
    return "\n".join(f"– {probe}" for probe in item.probes)


def answers_of(instrument: Instrument, item: Item) -> list[Option]:
    """The answers to the item with their keys, and what each step means for exactly this item."""
    scale = instrument.scale_of(item.id)
    return [
        *(Option(level.code, level.label, level.code, item.anchors.get(level.code, "")) for level in scale.levels),
        *(Option(other.code, other.label, other.code) for other in scale.non_answers),
    ]


def code_typed(instrument: Instrument, item: str, character: str | None) -> str | None:
    """The code of the item's own scale that a typed character stands for; capitals don't matter."""
    if not character:
        return None
    codes = {code.casefold(): code for code in instrument.scale_of(item).codes()}
    return codes.get(character.casefold())
