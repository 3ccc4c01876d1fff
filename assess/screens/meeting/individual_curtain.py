"""The curtain between two raters: who has rated how much, whose turn it is, and nothing of what anybody answered."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.individual_words import (
    curtain_words,
    handover_words,
    left_words,
    next_rater,
    rater_options,
)
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words

_PAPER = "individual paper forms"
_ENTERED = "individual entered from paper"
_HOLDER = "individual at the keyboard"


def paper_used(desk: Desk) -> bool:
    """Whether paper forms were entered in this meeting, by somebody who thereby saw what stands on them."""
    return _PAPER in desk.drafts


def note_paper(desk: Desk) -> None:
    """Remember for this meeting that paper forms are entered."""
    desk.drafts[_PAPER] = True


def from_paper(desk: Desk) -> frozenset[str]:
    """The raters whose answers were entered from paper in this sitting, and only so."""
    entered = desk.drafts.get(_ENTERED)
    return entered if isinstance(entered, frozenset) else frozenset()


def note_answer(desk: Desk, rater: str, *, paper: bool) -> None:
    """Remember for this sitting whether a rater's answers are from paper; whoever answers on screen has them alone."""
    desk.drafts[_ENTERED] = from_paper(desk) | {rater} if paper else from_paper(desk) - {rater}


def give_keyboard(desk: Desk, rater: str) -> None:
    """Remember for this sitting who has the keyboard; nobody when `rater` is empty."""
    desk.drafts[_HOLDER] = rater


def has_keyboard(desk: Desk, rater: str) -> bool:
    """Whether this rater got the keyboard in this sitting, and no curtain was drawn since."""
    return bool(rater) and desk.drafts.get(_HOLDER) == rater


class Curtain(VerticalScroll):
    """The step's first page. The raters are a `Choice` that posts whom the keyboard is given to."""

    def __init__(self) -> None:
        super().__init__(id="curtain", can_focus=False)
        self.raters = Choice([], id="raters")
        self.note = PromptText(_("Hvorfor går dere videre før alle har vurdert alt?"), id="reveal-note")

    def compose(self) -> ComposeResult:
        """Compose what is said, the raters, and the reveal."""
        yield Words(_("Egen vurdering"), classes="heading")
        yield Words(classes="text", id="handover")
        yield Words(classes="text reading", id="curtain-text")
        yield self.raters
        yield Words(id="curtain-left", classes="text")
        yield Words(id="paper", classes="caution text")
        yield self.note
        yield Button(id="reveal", compact=True)

    def show(self, desk: Desk, last: str = "", here: str = "") -> None:
        """Fill the page.

        Args:
            desk: The meeting.
            last: Who had the keyboard last; empty for nobody.
            here: Whom the cursor is put on; the one whose turn it is when it is empty.
        """
        assessment = desk.assessment
        raters = bool(assessment.meeting.raters()) and assessment.revealed_at is None and not desk.locked
        given = raters and bool(assessment.individual)
        self._say("curtain-text", curtain_words(desk))
        self._say("handover", handover_words(desk, last) if raters else "")
        self._say("curtain-left", left_words(desk) if raters else "")
        paper = _("Svar er ført inn fra papirskjema i dette møtet. Den som førte inn, har sett svarene på dem.")
        self._say("paper", paper if paper_used(desk) else "")
        self.raters.show_options(rater_options(desk))
        display(self.raters, when=raters)
        then = next_rater(desk, last)
        wanted = here or (then.id if then is not None else "")
        places = [number for number, one in enumerate(self.raters.options) if one.value == wanted]
        self.raters.cursor = places[0] if places else 0
        display(self.note, when=given and bool(assessment.missing_ratings(desk.instrument)))
        button = self.query_one("#reveal", Button)
        button.label = _("Vis alles vurderinger")
        display(button, when=given)

    def _say(self, place: str, words: str) -> None:
        said = self.query_one(f"#{place}", Static)
        said.update(plain(words))
        display(said, when=bool(words))
