"""Part 5 of «Nivå»: the help need, the axis beside the level."""

from __future__ import annotations

from textual.content import Content

from assess.casework.decision import HelpNeed
from assess.casework.deeds.deciding import SetHelpNeed
from assess.casework.deeds.deed import Deed
from assess.instrument.scale import Outcome
from assess.judgement.level import shown_range
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Filled, Part
from assess.screens.meeting.level_words import (
    follows_of,
    level_keys,
    level_options,
    range_words,
    reasons_of,
    standing_words,
)
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine


class HelpPart(Part):
    """The help need, whatever the level is; its own range comes after the answer."""

    def __init__(self, desk: Desk, place: str, outcome: Outcome) -> None:
        super().__init__(desk, place)
        self._outcome = outcome

    @property
    def line(self) -> ItemLine:
        """What is answered."""
        need = self.desk.assessment.help_need
        mark, note = ("✓", need.need) if need is not None else ("·", "")
        return ItemLine(self.place, self._outcome.title, mark, note)

    @property
    def filled(self) -> Filled:
        """The answer as it stands."""
        need = self.desk.assessment.help_need
        draft = self.desk.drafts.get("level.help")
        if need is None:
            return draft if isinstance(draft, Filled) else Filled()
        return Filled(choice=need.need, words=need.reason)

    def card(self, now: Filled) -> Card:
        """The question, and after the answer what the rules say of it."""
        need = self.desk.assessment.help_need
        after = Content()
        if need is not None:
            rules = shown_range(self.desk.assessment, self.desk.instrument, self.desk.case, self._outcome.id)
            after = plain(range_words(rules, self._outcome)).stylize("bold")
            after += plain("\n" + standing_words(rules, self._outcome, need.need))
            after += reasons_of(rules, self.desk.instrument)
            follows = follows_of(self._outcome, need.need)
            after += plain("\n\n") + follows if follows.plain else Content()
        return Card(
            name=self._outcome.title,
            text=self._outcome.question,
            options=level_options(self._outcome),
            words=_("Begrunnelse"),
            said=_("Velg et svar, så lagres begrunnelsen også.") if need is None and now.words.strip() else "",
            after=after,
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep the answer with its reason."""
        if now.choice is None:
            self.desk.drafts["level.help"] = now
            return None
        self.desk.drafts.pop("level.help", None)
        return SetHelpNeed(HelpNeed(need=now.choice, reason=now.words))

    def keys(self) -> list[KeyEntry]:
        """The answers' keys, and the text."""
        return [level_keys(self._outcome), step_key("r", _("Begrunn"), "write")]

    def known_as(self) -> str:
        """What the checklist calls it."""
        return "help"
