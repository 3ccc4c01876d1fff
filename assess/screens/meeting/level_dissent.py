"""Part 6 of «Nivå»: minority views, kept and printed on page 1."""

from __future__ import annotations

from assess.casework.decision import Dissent
from assess.casework.deeds.deciding import Disagree
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import Remove
from assess.errors import NotAllowed
from assess.instrument.scale import Outcome
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Filled, Part, Removal
from assess.screens.meeting.level_words import level_keys, level_options
from assess.screens.meeting.work_list import step_key
from assess.screens.widgets.item_list import ItemLine

_DRAFT = "level.dissent"


class DissentPart(Part):
    """One dissent, or the place to write a new one."""

    def __init__(self, desk: Desk, place: str, dissent: Dissent | None, outcome: Outcome) -> None:
        super().__init__(desk, place)
        self._id = dissent.id if dissent is not None else ""
        self._outcome = outcome

    @property
    def line(self) -> ItemLine:
        """Who it is from; for a new one, that it can be written."""
        kept = self._kept
        if kept is None:
            return ItemLine(self.place, _("Ny dissens"), "+")
        mark = "!" if self._overtaken else "✓"
        return ItemLine(self.place, _("Dissens: {who}").format(who=self.desk.note(kept.who)), mark, kept.level or "")

    @property
    def filled(self) -> Filled:
        """The dissent as it stands, or as it is being written."""
        kept = self._kept
        draft = self.desk.drafts.get(_DRAFT)
        if kept is None:
            return draft if isinstance(draft, Filled) else Filled()
        return Filled(who=kept.who, choice=kept.level, words=kept.text)

    def card(self, now: Filled) -> Card:
        """Who means what, and the level they would have set if they name one."""
        new = self._kept is None
        missing = self._missing(now)
        said = _("Mangler: {things}.").format(things=", ".join(missing)) if missing and now != Filled() else ""
        return Card(
            name=_("Ny dissens") if new else _("Dissens"),
            caution=self._overtaken_words() if self._overtaken and not self.desk.locked else "",
            help=_("En uenighet skal stå. Den trykkes på første side. Er dere enige, er det ingenting å skrive her."),
            who=_("Hvem mener dette? Skriv rollen eller parten"),
            options=level_options(self._outcome),
            clearable=True,
            words=_("Hva mener de, og hvorfor? Velg også et nivå hvis de ville satt et annet"),
            said=said,
            button=_("ctrl+s  Legg til dissensen") if new else "",
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep a dissent that is there; a new one waits for the key."""
        if self._kept is None:
            self.desk.drafts[_DRAFT] = now
            return None
        return None if self._missing(now) else self._disagree(self._id, now)

    def setting(self, now: Filled) -> Deed:
        """Add the new dissent."""
        missing = self._missing(now)
        if missing:
            raise NotAllowed(
                _("Dissensen er ikke lagt til."), _("Mangler: {things}.").format(things=", ".join(missing))
            )
        return self._disagree(self.desk.new_id(), now)

    def was_set(self) -> None:
        """Forget the draft."""
        self.desk.drafts.pop(_DRAFT, None)

    def removing(self) -> Removal | None:
        """Take it out."""
        kept = self._kept
        if kept is None:
            return None

        def question() -> str:
            return _("Fjerne dissensen fra {who}?").format(who=self.desk.note(kept.who))

        return Removal(question, Remove("dissents", kept.id), _("Fjern"))

    def keys(self) -> list[KeyEntry]:
        """The levels' keys, the text, and adding or removing."""
        last = (
            step_key("ctrl+s", _("Legg til"), "set_it") if self._kept is None else step_key("del", _("Fjern"), "remove")
        )
        return [level_keys(self._outcome), step_key("r", _("Skriv"), "write"), last]

    def known_as(self) -> str:
        """What the checklist calls it: the level that it names and the group has set."""
        kept = self._kept
        return (kept.level or "") if kept is not None and self._overtaken else ""

    @property
    def _overtaken(self) -> bool:
        """Whether it names the level that the group has set, so that it was written against another one."""
        kept, decision = self._kept, self.desk.assessment.decision
        return kept is not None and decision is not None and kept.level == decision.level

    def _overtaken_words(self) -> str:
        kept = self._kept
        return _(
            "Dissensen nevner {level}, som gruppa nå har satt. Velg et annet nivå, ta nivået ut med del på svaret, "
            "eller fjern dissensen med del i lista."
        ).format(level=kept.level if kept is not None else "")

    @property
    def _kept(self) -> Dissent | None:
        return next((one for one in self.desk.assessment.dissents if one.id == self._id), None)

    def _missing(self, now: Filled) -> list[str]:
        missing = [] if now.who.strip() else [_("hvem som mener det")]
        return missing if now.words.strip() else [*missing, _("hva de mener")]

    def _disagree(self, dissent: str, now: Filled) -> Deed:
        return Disagree(Dissent(id=dissent, who=now.who.strip(), level=now.choice, text=now.words))
