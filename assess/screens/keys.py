"""Every key of the program, told once: bindings, key bar, help screen and the README's table come from here.

Only keys that terminals, tmux and screen readers' hosts deliver alike are used: F-keys, Ctrl with a letter,
and plain characters where no text is being written. Ctrl with a digit never arrives, Alt with a digit changes
tabs in some terminals and arrives as another character in others; the step bar takes the digits instead,
once F4 has moved there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from textual.binding import Binding

from assess.language import _, mark

Place = Literal["everywhere", "home", "case", "meeting"]
"""Where an action can be done; `everywhere` is the app itself, the others are screens."""

_PLACE_NAMES: Final[dict[Place, str]] = {
    "everywhere": mark("Overalt"),
    "home": mark("Oversikten"),
    "case": mark("Saken"),
    "meeting": mark("Kontaktmøtet"),
}

_SHOWN_KEYS: Final = {"question_mark": "?", "slash": "/", "enter": "↵"}

MASK_KEY = "ctrl+r"
"""Puts «[fjernet]» where identifiers stand in the text field that one writes in."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does.

    Attributes:
        name: The action's method, without `action_`.
        key: The key as Textual names it; several with a comma between, the one to show first.
        label: What the key bar says, marked for translation.
        help: One sentence for the help screen, marked for translation.
        places: Where it can be done.
        in_bar: Whether the key bar has room for it.
        always: Whether it also works while a text is being written and over a dialog.
    """

    name: str
    key: str
    label: str
    help: str
    places: tuple[Place, ...] = ("everywhere",)
    in_bar: bool = True
    always: bool = False

    @property
    def command(self) -> str:
        """The action with the one who does it, as `run_action` wants it."""
        return f"{'app' if 'everywhere' in self.places else 'screen'}.{self.name}"

    @property
    def shown_key(self) -> str:
        """The first key as people write it: `F8`, `?`, `ctrl+p`."""
        first = self.key.split(",")[0]
        if first.startswith("f") and first[1:].isdigit():
            return first.upper()
        return _SHOWN_KEYS.get(first, first)

    @property
    def shown_keys(self) -> str:
        """All of its keys as people write them, with a comma between."""
        single = (Action(self.name, key, "", "").shown_key for key in self.key.split(","))
        return ", ".join(single)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One key of the key bar, in the language that is spoken now."""

    key: str
    label: str
    command: str


ACTIONS: Final[tuple[Action, ...]] = (
    Action(
        "help",
        "f1,question_mark",
        mark("Hjelp"),
        mark("Viser hva dette skjermbildet er til, og alle tastene."),
        always=True,
    ),
    Action(
        "previous_step",
        "f2",
        mark("Forrige"),
        mark("Går til forrige steg i møtet."),
        ("meeting",),
        always=True,
    ),
    Action("next_step", "f3", mark("Neste"), mark("Går til neste steg i møtet."), ("meeting",), always=True),
    Action(
        "choose_step",
        "f4",
        mark("Steg"),
        mark("Går til steglinjen: skriv stegets tall, eller flytt med pilene og trykk enter."),
        ("meeting",),
        always=True,
    ),
    Action(
        "leave",
        "ctrl+w",
        mark("Ut av møtet"),
        mark("Går ut av møtet, tilbake til saken. Alt er lagret, og dere kommer tilbake til samme sted."),
        ("meeting",),
        always=True,
    ),
    Action(
        "make_report",
        "f5",
        mark("PDF"),
        mark("Lager rapporten som PDF."),
        ("case", "meeting"),
        always=True,
    ),
    Action(
        "undo",
        "f7",
        mark("Angre"),
        mark("Tar tilbake den siste endringen i vurderingen, helt til den er signert. ctrl+y gjør den om igjen."),
        ("meeting",),
        always=True,
    ),
    Action(
        "redo",
        "ctrl+y",
        mark("Gjør om igjen"),
        mark("Gjør om igjen det som sist ble angret."),
        ("meeting",),
        in_bar=False,
    ),
    Action(
        "enlarge",
        "ctrl+e",
        mark("Stort felt"),
        mark("Lar tekstfeltet dere skriver i, fylle skjermen. Samme tast eller esc gjør det lite igjen."),
        ("meeting",),
        in_bar=False,
        always=True,
    ),
    Action(
        "search",
        "slash",
        mark("Søk"),
        mark("Søker etter en sak, et forhold eller en opplysning."),
    ),
    Action(
        "emergency",
        "f8",
        mark("Akutt"),
        mark("Stopper opp: lokale nødnumre, avvergingsplikten og hvem som varslet hvem når."),
        always=True,
    ),
    Action(
        "privacy",
        "f9",
        mark("Skjerm"),
        mark("Skjuler det dere har skrevet om saken, eller viser det igjen. Det er skjult når en sak åpnes."),
        always=True,
    ),
    Action(
        "projector",
        "f6",
        mark("Projektor"),
        mark("Slår projektor av eller på. Mens den er på, kan ingen åpne hvem en sak gjelder."),
        in_bar=False,
        always=True,
    ),
    Action("next_language", "f10", mark("Språk"), mark("Bytter språk."), in_bar=False, always=True),
    Action(
        "lock",
        "f12",
        mark("Lås"),
        mark("Låser programmet. Ingenting går tapt; passordfrasen åpner på samme sted."),
        always=True,
    ),
    Action(
        "put_away",
        "ctrl+z",
        mark("Legg bort"),
        mark("Låser, og gir terminalen tilbake til skallet. Skriv fg der for å fortsette. I et tekstfelt angrer den."),
        in_bar=False,
    ),
    Action(
        "command_palette",
        "ctrl+p",
        mark("Alle valg"),
        mark("Viser en liste over alt som kan gjøres her, og søker i den."),
        always=True,
    ),
    Action("next_theme", "ctrl+t", mark("Farger"), mark("Bytter mellom lyst, mørkt og høy kontrast."), in_bar=False),
    Action(
        "quit",
        "ctrl+q",
        mark("Avslutt"),
        mark("Lagrer det som skrives, og avslutter."),
        always=True,
    ),
)
"""Every action, in the order in which the key bar and the help show them."""


def actions_for(place: Place) -> Iterator[Action]:
    """Yield what can be done in `place`: its own actions, and those that can be done everywhere."""
    return (action for action in ACTIONS if place in action.places or "everywhere" in action.places)


def bindings_for(place: Place) -> list[Binding]:
    """Return the bindings that the screen of `place` declares; those of `everywhere` belong to the app.

    Their descriptions stay empty: the key bar and the help say what they do, in the language chosen.
    """
    return [
        Binding(action.key, action.command, "", show=False, priority=action.always, id=f"{place}.{action.name}")
        for action in ACTIONS
        if place in action.places
    ]


def key_bar_entries(place: Place, own: Sequence[KeyEntry] = ()) -> list[KeyEntry]:
    """Return what the key bar shows in `place`, in the language spoken now.

    «Akutt» comes first, since what doesn't fit falls off at the end; then the screen's `own` keys, then the others.
    """
    entries = {
        action.name: KeyEntry(action.shown_key, _(action.label), action.command)
        for action in actions_for(place)
        if action.in_bar
    }
    urgent = entries.pop("emergency")
    return [urgent, *own, *entries.values()]


def help_rows(place: Place) -> list[tuple[str, str, str]]:
    """Return keys, label and help of what can be done in `place`, in the language spoken now."""
    return [(action.shown_keys, _(action.label), _(action.help)) for action in actions_for(place)]


def commands_for(place: Place) -> list[tuple[str, str, str]]:
    """Return label, help and command of what can be done in `place`, for the palette."""
    return [
        (_(action.label), _(action.help), action.command)
        for action in actions_for(place)
        if action.name != "command_palette"
    ]


def readme_table() -> str:
    """Return every action as a Markdown table, for the README."""
    heads = (_("Tast"), _("Hva"), _("Hvor"))
    rows = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    for action in ACTIONS:
        keys = ", ".join(f"`{key}`" for key in action.shown_keys.split(", "))
        places = ", ".join(_(_PLACE_NAMES[place]) for place in action.places)
        rows.append(f"| {keys} | {_(action.help)} | {places} |")
    return "\n".join(rows) + "\n"
