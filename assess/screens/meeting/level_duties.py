"""Part 7 of «Nivå»: what the plan and the law ask the group to consider in writing, once the level is set."""

from __future__ import annotations

from datetime import date

from assess.casework.decision import DutyAnswer
from assess.casework.deeds.deciding import AnswerDuty
from assess.casework.deeds.deed import Deed
from assess.judgement.duties import AskedDuty
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.local_time import day_text
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Filled, Part
from assess.screens.meeting.work_list import page_key, step_key
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine


class DutyPart(Part):
    """One duty: what to consider, what the group wrote, and who answers for it."""

    def __init__(self, desk: Desk, place: str, asked: AskedDuty) -> None:
        super().__init__(desk, place)
        self._asked = asked
        self._draft = f"level.duty.{asked.duty.id}"

    @property
    def line(self) -> ItemLine:
        """The duty, and whether it is written; one that is only advised never waits."""
        if self._asked.written:
            return ItemLine(self.place, self._asked.duty.title, "✓")
        if self._asked.advised:
            return ItemLine(self.place, self._asked.duty.title, "–", _("råd"))
        return ItemLine(self.place, self._asked.duty.title, "·", _("skriv"))

    @property
    def filled(self) -> Filled:
        """What is written, else what is being written."""
        answer = self._asked.answer
        draft = self.desk.drafts.get(self._draft)
        if answer is None:
            return draft if isinstance(draft, Filled) else Filled()
        return Filled(who=answer.by, words=answer.text)

    def card(self, now: Filled) -> Card:
        """What to consider, with its source."""
        duty = self._asked.duty
        missing = self._missing(now)
        advice = _(
            "Dere har ikke konkludert. Plikten avhenger ikke av nivået, og kan gjelde likevel. Programmet krever "
            "ikke at dere skriver noe her før nivået er satt."
        )
        read_on = day_text(date.fromisoformat(duty.checked_on))
        return Card(
            name=duty.title,
            view=plain(duty.text),
            caution=advice if self._asked.advised and not self.desk.locked else "",
            help=_("Kilde: {source}. Sist kontrollert {day}.").format(source=duty.source, day=read_on),
            who=_("Hvem svarer for dette? Skriv rollen"),
            words=_("Hva har dere vurdert, og hva gjør dere?"),
            said=_("Mangler: {things}.").format(things=", ".join(missing)) if missing and now != Filled() else "",
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep what is written; who answers for it waits for the words."""
        if self._asked.answer is None and not now.words.strip():
            self.desk.drafts[self._draft] = now
            return None
        self.desk.drafts.pop(self._draft, None)
        duty, moment = self._asked.duty.id, self.desk.now()
        return AnswerDuty(DutyAnswer(duty=duty, text=now.words, by=now.who.strip(), answered_at=moment))

    def keys(self) -> list[KeyEntry]:
        """The text, and the next page."""
        return [step_key("r", _("Skriv"), "write"), page_key()]

    def known_as(self) -> str:
        """The duty's id."""
        return self._asked.duty.id

    def _missing(self, now: Filled) -> list[str]:
        missing = [] if now.words.strip() else [_("hva dere har vurdert")]
        return missing if now.who.strip() else [*missing, _("hvem som svarer for det")]
