"""A report put into words before anybody asks for it, and whether it is still what would be printed.

Nothing is told to the journal and nothing is written: a report that nobody asks for was never let out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from assess.norwegian_time import norwegian
from assess.profile.load import FileState, Profiles
from assess.register.journal import Head
from assess.register.register import Register
from assess.reports.issue import Order, Prepared, under

NO_HEAD_YET: Final = "0:0000 0000 0000 0000"
"""What stands for the journal's head until the journal is told."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a report rests on besides its order: as long as these are equal, the same words would come out.

    Whatever is changed in the register is told to its journal in the same transaction, so its head knows of it.
    """

    journal: Head
    profiles: tuple[FileState, ...] | None
    """None when it is not known what would be read; nothing is foreseen then."""
    day: date
    """The day that it would be printed on."""


def grounds(register: Register, profiles: Profiles) -> Grounds:
    """What a report would rest on now."""
    return Grounds(register.head(), profiles.state(), norwegian(register.now()).date())


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A report in words that nobody has asked for."""

    rests_on: Grounds
    """From before it was put into words."""
    prepared: Prepared

    def answers(self, order: Order, now: Grounds) -> bool:
        """Whether it is what is ordered, and nothing has changed since."""
        return now.profiles is not None and self.rests_on == now and self.prepared.order == order

    def let_out(self, anchor: str) -> Prepared:
        """The report under the journal's head from after it was told."""
        return under(self.prepared, anchor)
