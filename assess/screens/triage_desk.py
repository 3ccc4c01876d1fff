"""One first call at work: the call, the instrument it is taken with, and where every change goes."""

from __future__ import annotations

from datetime import datetime

from assess.casework.case import Case
from assess.casework.triage import Triage, answered, earlier_of_same, ended, noted, refuse_linked, taken_up, told
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.judgement.triage import Saying, saying, stops_at
from assess.language import spoken
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.triage import keep_triage, link_triage, triages
from assess.screens.local_time import moment_text
from assess.screens.triage_acute import Called
from assess.screens.triage_words import CHANNEL, OUTCOME, SENDER, SUMMARY, called_words


class TriageDesk:
    """A call and its verbs. It knows no screen.

    Args:
        register: Where every change goes.
        library: Where the instrument is read from in another language.
        profiles: Where senders and numbers are named.
        triage: The call as it is kept, or a new one that nothing is kept of yet.
        instrument: The instrument, in the language spoken now.
    """

    def __init__(
        self, register: Register, library: Library, profiles: Profiles, triage: Triage, instrument: Instrument
    ) -> None:
        self.register = register
        self.library = library
        self.profiles = profiles
        self.profile = profiles.profile(register.profile, spoken())
        self.triage = triage
        self.instrument = instrument
        self.earlier = earlier_of_same(triage, triages(register))

    def speak(self) -> None:
        """Take the words of instrument and profile in the language spoken now."""
        self.instrument = self.library.edition(self.instrument.id).spoken(spoken())
        self.profile = self.profiles.profile(self.register.profile, spoken())

    @property
    def over(self) -> bool:
        """Whether the call is ended and can only be read."""
        return self.triage.ended_at is not None

    @property
    def said(self) -> Saying:
        """What the rules say about the answers so far."""
        return saying(self.instrument, self.triage.answers, self.triage.notes)

    def asks(self, line: str) -> bool:
        """Whether a line is one of the instrument's questions."""
        return line in self.instrument.items_by_id

    def stops_at(self, line: str) -> bool:
        """Whether the answer to this question asks for something now."""
        return self.asks(line) and stops_at(self.instrument, line, self.triage.answers)

    def next_open(self) -> str:
        """The first line that nothing is given on; the way on when everything is, or when something can't wait."""
        if not self.triage.sender and not self.triage.answers:
            return SENDER
        said = self.said
        return OUTCOME if said.stops or not said.open else said.open[0].id

    def keep(self, changed: Triage) -> bool:
        """Keep the changed call; tell whether it was another one.

        Raises:
            NotAllowed: A text holds an identifier; nothing was kept.
            RegisterError: It could not be saved; nothing was kept.
        """
        if changed == self.triage:
            return False
        self.triage = keep_triage(self.register, changed)
        self.earlier = earlier_of_same(self.triage, triages(self.register))
        return True

    def given(self, line: str, value: str | None) -> Triage:
        """The call with a value on a line that is chosen, not written.

        Raises:
            NotAllowed: The call is ended, or the line takes no such value.
        """
        if line == SENDER:
            return told(self.triage, sender=value or "")
        if line == CHANNEL:
            return told(self.triage, channel=value or "")
        return answered(self.triage, self.instrument, line, value)

    def text(self, line: str) -> str:
        """What is kept of the words on a line."""
        if line == SUMMARY:
            return self.triage.summary
        return self.triage.reason if line == OUTCOME else self.triage.notes.get(line, "")

    def written(self, line: str, text: str) -> Triage:
        """The call with these words on a line.

        Raises:
            NotAllowed: The call is ended.
        """
        if line == SUMMARY:
            return told(self.triage, summary=text)
        return told(self.triage, reason=text) if line == OUTCOME else noted(self.triage, line, text)

    def called(self, called: Called) -> Triage:
        """The call with who was called now, beside the first answer that asked for it."""
        at, stops = self.now(), self.said.stops
        changed = told(self.triage, called_at=at)
        if not stops:
            return changed
        item = stops[0].id
        words = [changed.notes.get(item, ""), called_words(called, moment_text(at))]
        return noted(changed, item, "\n".join(part for part in words if part))

    def ended(self) -> Triage:
        """The call ended now.

        Raises:
            NotAllowed: There is no outcome, or no reason for it.
        """
        return self.triage if self.over else ended(self.triage, self.now())

    def taken_up(self) -> Triage:
        """The call open again.

        Raises:
            NotAllowed: A case or a discussion came of it.
        """
        return taken_up(self.triage)

    def refuse_unready(self) -> None:
        """Refuse to let a case come of a call that has no outcome and reason, or that has led to one.

        Raises:
            NotAllowed: Which of them it is.
        """
        refuse_linked(self.triage)
        ended(self.triage, self.now())

    def link(self, case_id: str) -> Case:
        """End the call by the case that came of it, and open that case.

        Raises:
            NotAllowed: It has led to one already.
            RegisterError: It could not be saved; nothing was kept.
        """
        self.triage = link_triage(self.register, self.triage, case_id)
        self.register.view(case_id, "case")
        return self.register.case(case_id)

    def now(self) -> datetime:
        """This moment, from the register's clock."""
        return self.register.now()
