"""What people do to a register, each as something that a fault can hit, and how to see that nothing was lost.

An operation has four parts:

* `prepare(folder)` makes what must stand in the folder before it; done once, and copied for each fault.
* `perform(folder, act)` does it in the process under the failing disk. Everything that will be called saved goes
  through `act(step)`: when `step` returns, it is acknowledged; when it raises a RegisterError, the disk is mended
  and `step` is called again, so a step must look up what it changes.
* `look(folder)` opens what is left on a sound disk, refuses (`Lost`) what doesn't hold together, and returns the
  content as text that is the same in every run. Most operations need only the shared one.
* its name, for the figures.

To add one, write its `perform`, and its `look` when the register's own content doesn't show what was done, and put it
into `tests.faults.operations.OPERATIONS`. Every fault test then tries it.

What is allowed afterwards is found by rehearsing: the operation is performed once without faults, and looked at after
each act. A fault after the n-th acknowledgement must leave the content after act n, or after the one under way.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assess.instrument.edition import Edition
from assess.register.arrivals import Arrival
from assess.register.register import Register
from tests.unit.conftest import PASSPHRASE, Ticking, a_case, begun, found_register, made, record_id, small

Step = Callable[[], object]
Act = Callable[[Step], None]

EDITION = Edition(instrument=made(small()))
CASE = a_case()
ASSESSMENT = record_id(2001)

BEFORE = "before"
"""What stands before an operation, in the folder where it was rehearsed."""

UNFINISHED = "unfinished"
"""What is found where the program's own text says that something may be left undone, and that it was finished then."""


class Lost(AssertionError):
    """A fault took something that was acknowledged, or left half a change."""


def register_path(folder: Path) -> Path:
    """Where an operation's register stands."""
    return folder / "r.assess"


def unlocked(path: Path) -> Register:
    """The register as the program opens it."""
    return Register.unlock(path, PASSPHRASE, clock=Ticking())


def content(register: Register) -> str:
    """Everything that a register holds, blocked cases too, and what its journal tells about cases."""
    store = register.store
    cases = [case for line in store.case_lines() if (case := store.case(line.case_id)) is not None]
    assessments = [one for case in cases for one in store.assessments_of(case.id)]
    told = [entry for entry in register.entries(limit=100_000) if entry.case_id]
    return json.dumps(
        {
            "own": [register.kind, register.profile, register.organisation],
            "cases": [case.model_dump(mode="json") for case in cases],
            "assessments": [one.model_dump(mode="json") for one in assessments],
            "editions": [register.edition(one).hash for one in assessments],
            "journal": [[entry.action, entry.subject, entry.case_id, entry.body] for entry in told],
        },
        sort_keys=True,
    )


def look(folder: Path) -> str:
    """The content of the register, once it has opened and every page and the journal are as they were written."""
    return look_at(register_path(folder))


def look_at(path: Path) -> str:
    """As `look`, for the register at `path`."""
    with unlocked(path) as register:
        return sound_content(register)


def sound_content(register: Register) -> str:
    """As `look`, for a register that is open."""
    faults, journal = register.faults(), register.verify()
    if faults or journal.broken_at is not None:
        raise Lost(f"{faults} {journal}")
    return content(register)


def a_begun_assessment(folder: Path) -> None:
    """Let the folder hold a register with one assessment in which nothing is answered."""
    with found_register(register_path(folder)) as register:
        register.bring_in((Arrival(CASE, EDITION, begun(CASE, EDITION)),))


@dataclass(frozen=True, slots=True)
class Operation:
    """Something people do to a register; see above."""

    name: str
    prepare: Callable[[Path], None]
    perform: Callable[[Path, Act], None]
    look: Callable[[Path], str] = look


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An operation with what stands in its folder before it, and the contents after 0, 1, 2 … of its acts."""

    operation: Operation
    before: Path
    states: tuple[str, ...]

    def copy(self, folder: Path) -> Path:
        """Put what stands before the operation into `folder`, whatever was there."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.before, folder)
        return folder

    def refuse_other_than(self, acknowledged: int, found: str) -> None:
        """Demand that what was `found` holds the first `acknowledged` acts, perhaps the next one, and no half act.

        `UNFINISHED` stands for half an act that the program knows of, and is never found after the last one.

        Raises:
            Lost: it doesn't.
        """
        if found == UNFINISHED and acknowledged < len(self.states) - 1:
            return
        if found not in self.states[acknowledged : acknowledged + 2]:
            known = self.states.index(found) if found in self.states else f"neither before nor after: {found[:400]}"
            raise Lost(f"{acknowledged} acknowledged, found {known}")


def rehearse(operation: Operation, folder: Path) -> list[str]:
    """Perform an operation once without faults, and return the contents; `folder` is its to use."""
    before, stage, aside = (folder / name for name in (BEFORE, "stage", "aside"))
    before.mkdir()
    operation.prepare(before)

    def seen(place: Path) -> str:
        # A look does what people do next, so it gets a copy; that of an open register is what a kill leaves.
        shutil.copytree(place, aside)
        found = operation.look(aside)
        shutil.rmtree(aside)
        return found

    states = [seen(before)]
    shutil.copytree(before, stage)

    def act(step: Step) -> None:
        step()
        states.append(seen(stage))

    operation.perform(stage, act)
    assert seen(stage) == states[-1]
    return states
