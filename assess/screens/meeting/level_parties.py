"""Part 2 of «Nivå»: each party gives a level of its own, unseen by the others until all have."""

from __future__ import annotations

from textual.content import Content

from assess.casework.decision import PartyLevel
from assess.casework.deeds.deciding import ProposeLevel, TakeLevelsBack, shown_party_levels
from assess.casework.deeds.deed import Deed
from assess.instrument.scale import Outcome
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Filled, Part, Removal
from assess.screens.meeting.level_words import called, level_keys, level_options
from assess.screens.meeting.work_list import page_key, step_key
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine


class PartyPart(Part):
    """One party's own level."""

    def __init__(self, desk: Desk, place: str, party: str, outcome: Outcome) -> None:
        super().__init__(desk, place)
        self._party = party
        self._outcome = outcome

    @property
    def line(self) -> ItemLine:
        """The party, and its level; only that it is given while another party still thinks."""
        given = self._given()
        note = "" if given is None else given.level if self._seen else _("gitt")
        return ItemLine(self.place, self.desk.profile.party_label(self._party), "✓" if given else "·", note)

    @property
    def closed(self) -> str:
        """That the group has decided: a level given or changed now would be one that knew the group's."""
        if self.desk.locked or self.desk.assessment.decision is None:
            return ""
        return _(
            "Gruppa har satt nivået, så partenes egne nivåer står fast. Skal noen gi sitt på nytt, tar dere først "
            "gruppas nivå tilbake (punkt 3, del)."
        )

    @property
    def filled(self) -> Filled:
        """The party's answer; nothing while it must not be seen."""
        given = self._given()
        if given is None or not self._seen:
            return Filled()
        return Filled(choice=given.level, words=given.reason)

    def card(self, now: Filled) -> Card:
        """The question put to this party alone."""
        given = self._given()
        hidden = given is not None and not self._seen
        caution = _("{party} velger uten å si det høyt. De andre partene ser bort.").format(
            party=self.desk.profile.party_label(self._party)
        )
        if hidden and now.choice is not None:
            caution = _("Nivået er gitt. Gå videre med pil ned, så skjules det til alle parter har gitt sitt.")
        elif hidden:
            caution = _("Nivået er gitt, vises når alle har svart. Et nytt svar erstatter det første.")
        return Card(
            name=self.desk.profile.party_label(self._party),
            view=party_levels(self.desk, self._outcome),
            caution=self.closed or ("" if self._seen or self.desk.locked else caution),
            text=self._outcome.question,
            options=level_options(self._outcome),
            words=_("Begrunnelse (valgfri)"),
            said="" if given is not None or not now.words.strip() else _("Velg et nivå, så lagres begrunnelsen også."),
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:
        """Keep the level; what was hidden and not answered anew stays as it was."""
        given = self._given()
        level = now.choice or (given.level if given is not None else None)
        if level is None:
            return None
        kept_reason = given.reason if given is not None and now.words == before.words else now.words
        return ProposeLevel(PartyLevel(party=self._party, level=level, reason=kept_reason))

    def removing(self) -> Removal | None:
        """Take all the parties' levels back, once they are shown: nobody changes one alone after seeing the others."""
        if not self._seen or self.closed or self.desk.locked:
            return None
        return Removal(
            lambda: _("Ta alle partenes nivåer tilbake?"),
            TakeLevelsBack(),
            _("Ta tilbake"),
            _("Alle partene gir da sitt nivå på nytt. Journalen viser at de ble gitt og tatt tilbake."),
        )

    def keys(self) -> list[KeyEntry]:
        """The levels' keys and the text; taking back once all are shown; only pages once the group has decided."""
        if self.closed:
            return [page_key()]
        if self._seen:
            return [step_key("r", _("Begrunn"), "write"), step_key("del", _("Ta tilbake"), "remove")]
        return [level_keys(self._outcome), step_key("r", _("Begrunn"), "write")]

    @property
    def _seen(self) -> bool:
        return bool(shown_party_levels(self.desk.assessment))

    def _given(self) -> PartyLevel | None:
        return next((one for one in self.desk.assessment.party_levels if one.party == self._party), None)


def party_levels(desk: Desk, outcome: Outcome) -> Content:
    """Every party's level with its reason, in the order given; nothing before all are given."""
    shown = shown_party_levels(desk.assessment)
    if not shown:
        return Content()
    words = plain(_("Partenes egne nivåer")).stylize("bold")
    for one in shown:
        reason = f" – {desk.note(one.reason).strip()}" if one.reason.strip() else ""
        words += plain(f"\n{desk.profile.party_label(one.party)}: {called(outcome, one.level)}{reason}")
    return words
