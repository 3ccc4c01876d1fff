"""Parts 3 and 4 of «Nivå»: the group's own level, and what the rules say once it is set."""

from __future__ import annotations

from textual.content import Content

from assess.casework.decision import Decision
from assess.casework.deeds.deciding import (
    Decide,
    TakeDecisionBack,
    silent_parties,
    unanswered_rights,
)
from assess.casework.deeds.deed import Deed
from assess.casework.record import Confidence
from assess.errors import NotAllowed
from assess.instrument.range import Range
from assess.instrument.scale import Outcome
from assess.judgement.level import Departure, departures, shown_range
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_part import Card, Doubt, Filled, Part, Removal
from assess.screens.meeting.level_parties import party_levels
from assess.screens.meeting.level_words import (
    called,
    departure_question,
    follows_of,
    level_keys,
    level_options,
    range_words,
    reasons_of,
    standing_words,
)
from assess.screens.meeting.work_list import page_key, step_key
from assess.screens.terminal import clean, plain
from assess.screens.widgets.item_list import ItemLine

ACUTE = "N4"
"""The concern level at which the meeting is stopped."""

_DRAFT = "level.decision"
_WRITTEN = "level.reason"
"""The reason as it was last written, and the level that it was written for."""
_DEPARTURE = "level.departure"
"""The reason for departing from the rules at the level before, until somebody says that it holds for this one too."""
_CONFIDENCES: dict[str, Confidence] = {"low": "low", "medium": "medium", "high": "high"}


class DecisionPart(Part):
    """The group's own level. It is set by a key, when level, confidence and reason are all there."""

    def __init__(self, desk: Desk, place: str, outcome: Outcome) -> None:
        super().__init__(desk, place)
        self._outcome = outcome

    @property
    def line(self) -> ItemLine:
        """What is decided."""
        decision = self.desk.assessment.decision
        return ItemLine(
            self.place,
            self._outcome.title,
            "✓" if decision is not None else "·",
            decision.level if decision is not None else "",
        )

    @property
    def filled(self) -> Filled:
        """What is being decided, else what is decided; never anything of the program's own."""
        draft = self.desk.drafts.get(_DRAFT)
        return draft if isinstance(draft, Filled) else self._decided()

    def card(self, now: Filled) -> Card:
        """The question, with the parties' levels in view."""
        return Card(
            name=_("Gruppas {title}").format(title=self._outcome.title.casefold()),
            view=party_levels(self.desk, self._outcome),
            caution="" if self.desk.locked else level_caution(self._outcome, now.choice),
            text=self._outcome.question,
            options=level_options(self._outcome),
            sure=True,
            words=_("Begrunnelse"),
            said=self._said(now),
            button=_("ctrl+s  Sett nivået"),
            after=follows_of(self._outcome, now.choice) if now.choice else Content(),
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep another reason or confidence for the level that is set; another level waits for the key."""
        decision = self.desk.assessment.decision
        if decision is not None and decision.level == now.choice and not self._missing(now):
            self.desk.drafts.pop(_DRAFT, None)
            return self._decide(now)
        self.desk.drafts[_DRAFT] = now
        written = self._written
        if written is None or written.words != now.words or written.choice is None:
            self.desk.drafts[_WRITTEN] = Filled(choice=now.choice, words=now.words)
        return None

    def doubt(self, now: Filled) -> Doubt | None:
        """Whether what was said of another level holds for the one that is chosen: the reason, and every dissent."""
        decision, before = self.desk.assessment.decision, self._written_for(now)
        if self._missing(now) or (decision is not None and decision.level == now.choice):
            return None
        asked = [] if before is None else [_asks_again(before, now.choice)]
        count = len(self.desk.assessment.dissents)
        if count:
            said = (
                _("Det står 1 dissens fra før. Gjelder den fortsatt, mot {level}?")
                if count == 1
                else _("Det står {count} dissenser fra før. Gjelder de fortsatt, mot {level}?")
            )
            asked.append(said.format(count=count, level=now.choice))
        if not asked:
            return None
        detail = _(
            "Ja: det som er skrevet, og hvor sikre dere er, blir stående, og nivået settes. Nei: nivået settes ikke "
            "ennå, så dere kan skrive om eller ta en dissens ut."
        )
        return Doubt("\n".join(asked), _("Det gjelder, sett nivået"), _("Skriv om først"), detail)

    def setting(self, now: Filled) -> Deed:
        """Set the level."""
        missing = self._missing(now)
        if missing:
            raise NotAllowed(_("Nivået er ikke satt."), _("Mangler: {things}.").format(things=", ".join(missing)))
        decision = self.desk.assessment.decision
        if decision is not None and decision.level != now.choice and decision.departure.strip():
            self.desk.drafts[_DEPARTURE] = Filled(choice=decision.level, words=decision.departure)
        return self._decide(now)

    def alarm(self, now: Filled) -> str:
        """That the meeting is stopped."""
        return level_caution(self._outcome, now.choice) if now.choice == ACUTE else ""

    def was_set(self) -> None:
        """Forget the draft."""
        self.desk.drafts.pop(_DRAFT, None)
        self.desk.drafts.pop(_WRITTEN, None)

    def urgent(self) -> str:
        """That the level is saved and the rest can wait."""
        decision = self.desk.assessment.decision
        if decision is None or decision.level != ACUTE:
            return ""
        return _("{level} er satt og lagret. Vurderingen skrives ferdig når det akutte er tatt hånd om.").format(
            level=called(self._outcome, ACUTE)
        )

    def removing(self) -> Removal | None:
        """Take the group's level back, so that the parties can answer anew."""
        if self.desk.assessment.decision is None:
            return None
        return Removal(
            lambda: _("Ta gruppas nivå tilbake?"),
            TakeDecisionBack(),
            _("Ta tilbake"),
            _("Partene kan da gi sine nivåer på nytt. Journalen viser at nivået ble satt og tatt tilbake."),
        )

    def was_removed(self, before: Filled) -> None:
        """Keep the reason to write on from; the level is chosen anew."""
        self.desk.drafts[_DRAFT] = Filled(words=before.words)
        self.desk.drafts[_WRITTEN] = Filled(choice=before.choice, words=before.words)

    def keys(self) -> list[KeyEntry]:
        """The levels, the confidence, the reason, the key that sets, and the one that takes back."""
        back = step_key("del", _("Ta tilbake"), "remove")
        return [
            level_keys(self._outcome),
            KeyEntry("l m h", _("Sikkerhet"), ""),
            step_key("r", _("Begrunn"), "write"),
            step_key("ctrl+s", _("Sett nivået"), "set_it"),
            *([back] if self.desk.assessment.decision is not None else []),
        ]

    def known_as(self) -> str:
        """What the checklist calls it."""
        return "decision"

    def _decided(self) -> Filled:
        decision = self.desk.assessment.decision
        if decision is None:
            return Filled()
        return Filled(choice=decision.level, sure=decision.confidence, words=decision.reason)

    def _decide(self, now: Filled) -> Deed:
        decision = self.desk.assessment.decision
        same = decision is not None and decision.level == now.choice
        return Decide(
            Decision(
                level=now.choice or "",
                confidence=_CONFIDENCES[now.sure or ""],
                reason=now.words,
                departure=decision.departure if decision is not None and same else "",
                decided_at=self.desk.now(),
            )
        )

    @property
    def _written(self) -> Filled | None:
        written = self.desk.drafts.get(_WRITTEN)
        return written if isinstance(written, Filled) else None

    def _written_for(self, now: Filled) -> str | None:
        """The other level that the reason was written for; None when it was written for the one that is chosen."""
        words, written, decision = now.words.strip(), self._written, self.desk.assessment.decision
        level = None
        if decision is not None and clean(decision.reason).strip() == words:
            level = decision.level
        elif written is not None and written.words.strip() == words:
            level = written.choice
        return level if words and now.choice is not None and level != now.choice else None

    def _missing(self, now: Filled) -> list[str]:
        missing = []
        left = len(unanswered_rights(self.desk.assessment, self.desk.instrument))
        if left:
            missing.append(_("{count} spørsmål i rettighetskontrollen").format(count=left))
        silent = silent_parties(self.desk.assessment)
        if silent or not self.desk.assessment.meeting.parties():
            who = ", ".join(self.desk.profile.party_label(party) for party in silent) or _("partene")
            missing.append(_("nivået fra {who}").format(who=who))
        if now.choice is None:
            missing.append(_("gruppas nivå"))
        if now.sure is None:
            missing.append(_("hvor sikre dere er"))
        if not now.words.strip():
            missing.append(_("begrunnelse"))
        return missing

    def _said(self, now: Filled) -> str:
        if now == self._decided() and now.choice is not None:
            return _("Nivået er satt: {level}.").format(level=called(self._outcome, now.choice))
        missing = self._missing(now)
        chosen = _("Valgt: {level}. ").format(level=called(self._outcome, now.choice)) if now.choice else ""
        if missing:
            return chosen + _("Ikke satt. Mangler: {things}.").format(things=", ".join(missing))
        before = self._written_for(now)
        if before is not None:
            asks = _asks_again(before, now.choice)
            return chosen + _("Ikke satt ennå. {asks} Trykk ctrl+s og svar, eller r og skriv om.").format(asks=asks)
        return chosen + _("Ikke satt ennå. Trykk ctrl+s når dere er enige.")


class RulesPart(Part):
    """What the rules say beside the group's own level, and the reason when that lies lower."""

    def __init__(self, desk: Desk, place: str, outcome: Outcome) -> None:
        super().__init__(desk, place)
        self._outcome = outcome

    @property
    def line(self) -> ItemLine:
        """The range once the level is set, and whether a reason is missing."""
        assessment = self.desk.assessment
        if assessment.decision is None:
            return ItemLine(self.place, _("Hva reglene sier"), "–")
        rules = self._range
        note = "" if rules is None else rules.low if rules.low == rules.high else f"{rules.low}–{rules.high}"
        if self._departures and not assessment.decision.departure.strip():
            return ItemLine(self.place, _("Hva reglene sier"), "!", _("begrunn"))
        return ItemLine(self.place, _("Hva reglene sier"), "✓", note)

    @property
    def filled(self) -> Filled:
        """The written reason; one that was written for the level before is a draft."""
        decision = self.desk.assessment.decision
        if decision is None:
            return Filled()
        return Filled(words=decision.departure or (self._before.words if self._departures else ""))

    def card(self, now: Filled) -> Card:
        """The range in words with its reasons; before the group's own level only that it comes."""
        decision = self.desk.assessment.decision
        if decision is None:
            return Card(
                name=_("Hva reglene sier"),
                help=_("Reglene vises når gruppa har satt sitt eget nivå. De setter ikke nivået; dere gjør det."),
            )
        rules, found = self._range, self._departures
        view = plain(range_words(rules, self._outcome)).stylize("bold")
        view += plain("\n" + standing_words(rules, self._outcome, decision.level))
        view += reasons_of(rules, self.desk.instrument)
        missing = bool(found) and not decision.departure.strip()
        waits = missing and bool(now.words.strip()) and now.words == self._before.words
        said = _("Et nivå som dette må begrunnes skriftlig før dere kan signere. Trykk r.") if missing else ""
        if waits:
            asks = _asks_again(self._before.choice or "", decision.level)
            said = _("{asks} Trykk ctrl+s for ja, eller r og skriv om.").format(asks=asks)
        return Card(
            name=_("Hva reglene sier"),
            view=view,
            caution="" if self.desk.locked else level_caution(self._outcome, decision.level),
            text=departure_question(found, rules.low if rules is not None else "") if found else "",
            words=_("Begrunnelse for avviket") if found or now.words.strip() else "",
            said=said,
            button=_("ctrl+s  Grunnen gjelder") if waits else "",
            after=follows_of(self._outcome, decision.level),
        )

    def keeping(self, before: Filled, now: Filled) -> Deed | None:  # noqa: ARG002
        """Keep the reason with the decision."""
        return None if self.desk.assessment.decision is None else self.setting(now)

    def setting(self, now: Filled) -> Deed:
        """Keep the reason with the decision, also one that was written for the level before."""
        decision = self.desk.assessment.decision
        if decision is None:
            raise NotAllowed(_("Nivået er ikke satt."))
        return Decide(Decision.model_validate({**dict(decision), "departure": now.words}))

    def keys(self) -> list[KeyEntry]:
        """The next page, and the text when one is asked for."""
        return [*([step_key("r", _("Begrunn"), "write")] if self._departures else []), page_key()]

    def known_as(self) -> str:
        """What the checklist calls it."""
        return "departure"

    @property
    def _before(self) -> Filled:
        """The reason that was written for the level before; empty when there is none."""
        draft = self.desk.drafts.get(_DEPARTURE)
        return draft if isinstance(draft, Filled) else Filled()

    @property
    def _range(self) -> Range | None:
        return shown_range(self.desk.assessment, self.desk.instrument, self.desk.case, self._outcome.id)

    @property
    def _departures(self) -> tuple[Departure, ...]:
        return departures(self.desk.assessment, self.desk.instrument, self.desk.case)


def _asks_again(before: str, now: str | None) -> str:
    return _("Grunnen er skrevet for {before}. Gjelder den også {now}?").format(before=before, now=now)


def level_caution(outcome: Outcome, level: str | None) -> str:
    """What a level asks for at once; empty for most."""
    if level == ACUTE:
        return _("{level}: Stopp møtet nå. Gå til Akutt (F8). Vurderingen skrives ferdig etterpå.").format(
            level=called(outcome, level)
        )
    if level is not None and outcome.undecided is not None and level == outcome.undecided.code:
        return _(
            "{level} krever en plan for det som er ukjent, og en frist. Lag dem under «Tiltak». Det betyr ikke at "
            "bekymringen er lav."
        ).format(level=called(outcome, level))
    return ""
