"""Reading every case and assessment, and saying what doesn't hold together. It shows nobody what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.casework.assessment import Assessment, label_of
from assess.casework.consistency import inconsistencies
from assess.language import _

if TYPE_CHECKING:
    from assess.register.register import Register


@dataclass(frozen=True, slots=True)
class Soundness:
    """How many assessments were read, and a sentence about each thing that is wrong."""

    assessments: int
    problems: tuple[str, ...]


def read_through(register: Register) -> Soundness:
    """Read everything in the register, whatever the user may look at: nothing of it is given back.

    Raises:
        RegisterError: Something in it can't be read at all.
    """
    count = 0
    problems: list[str] = []
    for line in register.store.case_lines():
        for assessment in register.store.assessments_of(line.case_id):
            count += 1
            problems += _problems(register, assessment, label_of(assessment, line.reference))
    problems += [
        _("{reference}: saken står på feil plass i oversikten").format(reference=reference)
        for reference in register.store.misplaced()
    ]
    return Soundness(count, (*problems, *register.faults()))


def _problems(register: Register, assessment: Assessment, label: str) -> list[str]:
    edition = register.edition(assessment)
    found = []
    if edition.hash != assessment.instrument.hash:
        found.append(_("{label}: verktøyet er ikke det vurderingen ble gjort med").format(label=label))
    for one in inconsistencies(assessment, edition.instrument):
        place = ".".join(map(str, one.place))
        found.append(f"{label}: {place}: {one.message}")
    broken = len(register.unsealed(assessment))
    if broken:
        found.append(_("{label}: {count} signaturer er ikke slik de ble beseglet").format(label=label, count=broken))
    return found
