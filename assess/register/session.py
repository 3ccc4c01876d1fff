"""Somebody at an open register: who it is, what they may do, and what the journal hears of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import JsonValue

from assess.errors import AccessDenied
from assess.ids import RecordId, new_id
from assess.language import _
from assess.register.blocked import BlockedCases
from assess.register.cards import User
from assess.register.journal import Head
from assess.register.roles import POWER_NAMES, Power, allowed
from assess.register.slot import Kind
from assess.register.store import Act, Store
from assess.register.vault import KeyRing

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


Purpose = Literal["case", "meeting", "comparison", "search", "report", "supervision", "access"]
"""Why somebody looked at a case, as the journal tells it."""

_POWER_TO_TELL: dict[str, Power] = {"report": "export", "export-assessment": "export", "compare": "read"}

_USES: frozenset[Power] = frozenset({"read", "rate", "run_case", "export", "name"})
"""What nobody does with a case that is blocked."""


class Session:
    """An open register and the user who opened it; `assess.register.register.Register` adds what is done with cases."""

    def __init__(self, path: Path, store: Store, kind: Kind, ring: KeyRing, clock: Clock = now) -> None:
        self.path = path
        self.kind = kind
        self.ring = ring
        self.store = store
        """For the verbs of this room that have a file of their own."""
        self.blocked = BlockedCases(store)
        self._clock = clock
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what waits and close; twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            self._before_closing()
        finally:
            self.store.close()

    def _before_closing(self) -> None:
        """What is done last on an open register."""

    @property
    def demonstration(self) -> bool:
        """Whether every case in it is invented."""
        return self.kind == "demonstration"

    @property
    def profile(self) -> str:
        """The id of the profile that new assessments use."""
        return self.store.facts()["profile"]

    @property
    def organisation(self) -> str:
        """The party that owns the register."""
        return self.store.facts()["organisation"]

    def now(self) -> datetime:
        """The register's own moment, from the clock it was given."""
        return self._clock()

    def new_id(self) -> RecordId:
        """A new identifier for a record."""
        return new_id(self._clock())

    @property
    def user_names(self) -> dict[str, str]:
        """What each user is called, by the id that the journal knows; also those who have left."""
        return {user.id: user.name for user in self.store.cards(User)}

    def may(self, power: Power) -> bool:
        """Whether the user's roles allow it."""
        return allowed(self.ring.roles, power)

    def require(self, power: Power, case_id: str = "") -> None:
        """Let through what the user's roles allow; a refusal is told to the journal.

        Raises:
            AccessDenied: No role of the user allows it.
            NotAllowed: The case is blocked, and this would use it.
        """
        if self.may(power):
            if power in _USES:
                self.blocked.refuse(case_id)
            return
        self.store.note(self.act("denied", case_id=case_id, body={"power": power}))
        raise AccessDenied(
            _("Din rolle kan ikke {what}.").format(what=_(POWER_NAMES[power])),
            _("Forsøket står i journalen. Spør en nøkkelholder om det trengs."),
        )

    def view(self, case_id: str, purpose: Purpose, subject: str = "") -> None:
        """Tell the journal that the user looked at a case, or at one of its assessments, and what for.

        Raises:
            AccessDenied: No role of the user allows it.
        """
        self.require("read", case_id)
        self.store.note(self.act("view", subject or case_id, case_id, {"purpose": purpose}))

    def tell(self, action: str, subject: str = "", case_id: str = "") -> Head:
        """Write to the journal that something was done that changed no record, such as an export.

        Raises:
            AccessDenied: It is something that no role of the user allows.
        """
        power = _POWER_TO_TELL.get(action)
        if power is not None:
            self.require(power, case_id)
        return self.store.note(self.act(action, subject, case_id))

    def act(
        self, action: str, subject: str = "", case_id: str = "", body: Mapping[str, JsonValue] | None = None
    ) -> Act:
        """What the user does now, as the journal tells it."""
        return Act(self._clock(), self.ring.user, action, subject, case_id, body)
