"""One part of the step «Nivå»: what its card shows, what can be filled in there, and the deed that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from textual.content import Content

from assess.casework.deeds.deed import Deed
from assess.errors import NotAllowed
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.work_list import page_key
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a card's fields; empty where nothing does."""

    who: str = ""
    choice: str | None = None
    sure: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says and which fields it has.

    Attributes:
        name: Its heading.
        view: What the group should have in front of it.
        caution: A calm warning; empty for none.
        text: What is asked.
        help: What helps to answer it.
        who: The label of the line for who it is; no such line when empty.
        options: The answers to choose from; none when empty.
        clearable: Whether a choice can be taken back.
        sure: Whether it asks how sure the group is.
        words: The label of the text field; no such field when empty.
        said: What is missing, or that it is kept.
        button: What the button does; no button when empty.
        after: What follows from the answer.
    """

    name: str
    view: Content = field(default_factory=Content)
    caution: str = ""
    text: str = ""
    help: str = ""
    who: str = ""
    options: tuple[Option, ...] = ()
    clearable: bool = False
    sure: bool = False
    words: str = ""
    said: str = ""
    button: str = ""
    after: Content = field(default_factory=Content)


@dataclass(frozen=True, slots=True)
class Removal:
    """What is asked before something is taken out.

    Attributes:
        question: The question, made anew whenever notes are hidden or shown.
        deed: What takes it out.
        yes: The answer that does it, as a verb.
        detail: What follows from it; empty for nothing.
    """

    question: Callable[[], str]
    deed: Deed
    yes: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is asked before the card's button does what it says.

    Attributes:
        question: The question.
        yes: The answer that lets it.
        no: The answer that goes back to the fields.
        detail: What follows from each.
    """

    question: str
    yes: str
    no: str
    detail: str


class Part:
    """One line of the step's list, and its card.

    Args:
        desk: The assessment at work.
        place: The part's place in the step, such as `1a`; shown, and what the meeting remembers.
    """

    def __init__(self, desk: Desk, place: str) -> None:
        self.desk = desk
        self.place = place

    @property
    def line(self) -> ItemLine:
        """Its line in the list: `✓` when it has what it needs, `·` when it waits."""
        raise NotImplementedError

    @property
    def waits(self) -> bool:
        """Whether the group still has something to do here."""
        return self.line.mark in {"·", "!"}

    @property
    def closed(self) -> str:
        """Why nothing can be answered here although the assessment is a draft; empty when it can."""
        return ""

    @property
    def filled(self) -> Filled:
        """What its fields hold when the card is opened."""
        return Filled()

    def card(self, now: Filled) -> Card:
        """What the card says while its fields hold `now`."""
        raise NotImplementedError

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002  a part may keep nothing by itself
        """The deed that keeps what was changed from `before` to `now`; None while it can't be kept."""
        return None

    def setting(self, now: Filled) -> Deed:  # noqa: ARG002  most parts have no button
        """The deed behind the card's button.

        Raises:
            NotAllowed: Something is missing; the message says what.
        """
        raise NotAllowed(_("Her er det ingenting å sette."))

    def doubt(self, now: Filled) -> Doubt | None:  # noqa: ARG002  most buttons need no question
        """What is asked before the card's button does what it says; None when nothing needs to be."""
        return None

    def alarm(self, now: Filled) -> str:  # noqa: ARG002  most answers raise none
        """What must be seen at once when `now` is chosen; empty for most."""
        return ""

    def was_set(self) -> None:
        """Forget what was being written, now that it is kept."""

    def urgent(self) -> str:
        """What the group is told on the way to «Akutt», now that this is set; empty when it needn't go there."""
        return ""

    def removing(self) -> Removal | None:
        """What is asked before this is taken out; None when it can't be."""
        return None

    def was_removed(self, before: Filled) -> None:
        """Keep of what it held `before` what the group will want to write on from; most parts keep nothing."""

    def keys(self) -> list[KeyEntry]:
        """The keys that work on this card, beside arrows, enter and tab."""
        return []

    def known_as(self) -> str:
        """The id that other steps call it by; empty when they don't."""
        return ""


class WordsPart(Part):
    """A line that only says something: there is nothing to answer.

    Args:
        desk: The assessment at work.
        place: The part's place in the step.
        name: What the line and its card are called.
        says: What the card says.
        waits: Whether something must be done elsewhere first.
    """

    def __init__(self, desk: Desk, place: str, name: str, says: str, *, waits: bool = False) -> None:
        super().__init__(desk, place)
        self._called = name
        self._says = says
        self._waits = waits

    @property
    def line(self) -> ItemLine:
        """Its name."""
        return ItemLine(self.place, self._called, "·" if self._waits else "–")

    def card(self, now: Filled) -> Card:  # noqa: ARG002  it has no fields
        """What it says."""
        return Card(name=self._called, view=plain(self._says))

    def keys(self) -> list[KeyEntry]:
        """The next page."""
        return [page_key()]
