"""The cases that are kept but may not be used (GDPR article 18): asked at every door, without asking the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assess.errors import NotAllowed
from assess.language import _
from assess.register.store import CaseLine, CaseName, Store


class BlockedCases:
    """Which cases of an open register are blocked, as this window last saw it.

    Looked up when the register is opened and after each change here. A case that another window blocks meanwhile
    closes here when something is blocked or unblocked here, or the register is opened anew.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._blocked: frozenset[str] = frozenset()
        self._let_in: set[str] = set()
        self.look()

    def look(self) -> None:
        """Learn anew which cases are blocked."""
        due = self._store.keepings_due(date.min)
        self._blocked = frozenset(card.case_id for _reference, card in due if card.blocked_at is not None)
        self._let_in &= self._blocked

    def let_in(self, case_id: str) -> None:
        """Let a blocked case be used in this window, until the register is closed; the caller has told the journal."""
        self._let_in.add(case_id)

    def refuse(self, case_id: str) -> None:
        """Do nothing for a case that may be used.

        Raises:
            NotAllowed: The case is blocked, and no keyholder has let it in.
        """
        if self._closed(case_id):
            raise NotAllowed(
                _("Saken er sperret: den beholdes, men kan ikke åpnes eller endres."),
                _("En nøkkelholder kan åpne den eller oppheve sperringen, og må si hvorfor."),
            )

    @property
    def hidden(self) -> frozenset[str]:
        """The cases that may not be used here."""
        return self._blocked - self._let_in

    def name(self, name: CaseName) -> CaseName:
        """What a case is called as it may be seen: nothing of what a blocked one is about."""
        return name._replace(summary=_("Sperret")) if self._closed(name.case_id) else name

    def line(self, line: CaseLine) -> CaseLine:
        """A case's line as it may be seen: of a blocked case that it is there, and nothing of what it holds."""
        if not self._closed(line.case_id):
            return line
        bare = replace(line, summary=_("Sperret"), assessment_id=None, number=None, state=None, held_on=None)
        bare = replace(
            bare, review_on=None, due_on=None, level=None, standing=False, need=None, measures=0, next_deadline=None
        )
        return replace(bare, assessments=0)

    def _closed(self, case_id: str) -> bool:
        return case_id in self._blocked and case_id not in self._let_in
