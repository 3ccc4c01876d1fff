"""Part 1 of «Nivå»: the rights check, one question at a time, with what it asks about in view."""

from __future__ import annotations

from textual.content import Content

from assess.casework.decision import RightsAnswer
from assess.casework.deeds.deciding import AnswerRights
from assess.casework.deeds.deed import Deed
from assess.instrument.model import RightsCheck
from assess.judgement.mirror import mirror
from assess.judgement.rights import RightsView, rights_view
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Filled, Part
from assess.screens.meeting.level_words import items_in_words
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

_LONGEST = 150
"""Characters shown of an observation; all of it stands in «Opplysninger»."""


class RightsPart(Part):
    """One question of the rights check."""

    def __init__(self, desk: Desk, place: str, check: RightsCheck) -> None:
        super().__init__(desk, place)
        self._check = check

    @property
    def line(self) -> ItemLine:
        """The question, and what was answered."""
        given = self.desk.assessment.rights_answer(self._check.id)
        answered = bool(given.answer or given.text.strip())
        note = {"yes": _("ja"), "no": _("nei")}.get(given.answer, "")
        return ItemLine(self.place, self._check.question, "✓" if answered else "·", note)

    @property
    def filled(self) -> Filled:
        """The answer as it stands."""
        given = self.desk.assessment.rights_answer(self._check.id)
        return Filled(choice=given.answer or None, words=given.text)

    def card(self, now: Filled) -> Card:
        """The question under what the group marked as lawful."""
        view = rights_view(self.desk.assessment, self.desk.instrument)
        yes_or_no = self._check.kind in {"stands", "mirror"}
        return Card(
            name=_("Rettighetskontroll"),
            view=self._mirrored() if self._check.kind == "mirror" else self._seen(view),
            caution=self._caution(view, now),
            text=self._check.question,
            help=self._check.help or "",
            options=(Option("yes", _("Ja"), "j"), Option("no", _("Nei"), "n")) if yes_or_no else (),
            clearable=True,
            words=_("Hvorfor?") if yes_or_no else _("Svar"),
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep the answer as it stands."""
        answers = {"yes": "yes", "no": "no"}
        answer = answers.get(now.choice or "", "")
        return AnswerRights(RightsAnswer.model_validate({"check": self._check.id, "answer": answer, "text": now.words}))

    def keys(self) -> list[KeyEntry]:
        """Yes and no where they answer, and the text."""
        answers = [KeyEntry("j n", _("Ja, nei"), "")] if self._check.kind in {"stands", "mirror"} else []
        return [*answers, step_key("r", _("Skriv"), "write")]

    def known_as(self) -> str:
        """The question's id."""
        return self._check.id

    def _seen(self, view: RightsView) -> Content:
        if not view.lawful:
            return plain(_("Ingen opplysninger er merket som lovlig ytring, tro eller forsamling."))
        if self._check.kind in {"lawful", "stands"}:
            seen = plain(_("Merket som lovlig ytring, tro eller forsamling")).stylize("bold")
            seen += plain("".join(f"\n{one.number}  {_shortened(self.desk.note(one.seen))}" for one in view.lawful))
        else:
            numbers = ", ".join(str(one.number) for one in view.lawful)
            seen = plain(_("Merket som lovlig: opplysning {numbers}.").format(numbers=numbers))
        if view.only_lawful:
            items = items_in_words(self.desk.instrument, view.only_lawful)
            seen += plain("\n" + _("Hviler bare på slike opplysninger: {items}.").format(items=items))
        if self._check.kind == "stands" and view.raised:
            seen += plain("\n" + self._left(view))
        return seen

    def _left(self, view: RightsView) -> str:
        """What the level would stand on when the lawful is struck out."""
        left = tuple(item for item in view.raised if item not in view.only_lawful)
        if not left:
            return _("Tenker dere dem bort, er ingenting på risikosiden over laveste trinn.")
        items = items_in_words(self.desk.instrument, left)
        return _("Tenker dere dem bort, er dette igjen: {items}.").format(items=items)

    def _mirrored(self) -> Content:
        """The mirror test in this case's own words: one question with several endings."""
        desk = self.desk
        asked = mirror(desk.case, desk.assessment, desk.instrument, desk.profile)
        seen = plain(asked.opening + " …").stylize("bold")
        return seen + plain("".join(f"\n– {ending}" for ending in asked.endings))

    def _caution(self, view: RightsView, now: Filled) -> str:
        said = []
        if view.only_expression:
            said.append(
                _(
                    "Alt som er vurdert over 0 på risikosiden, handler om det personen mener og sier. Ingen handlinger "
                    "er vurdert over 0. Lovlige ytringer bærer ikke et nivå alene."
                )
            )
        if now.choice == "no" and self._check.kind == "stands":
            said.append(_("Da hviler nivået på det som er lovlig. Drøft det før dere setter et nivå."))
        if now.choice == "no" and self._check.kind == "mirror":
            said.append(_("Da er noe annet enn handlingene med i vurderingen. Gå gjennom forholdene på nytt."))
        return "\n".join(said)


def _shortened(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
