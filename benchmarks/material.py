"""What is measured on: registers with the training cases, with a full meeting, and with very many assessments.

All of it is invented, made anew for each run, and lies in the run's own folder.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.following import unknown_check_id
from assess.casework.meeting import Attendee
from assess.casework.observation import Observation
from assess.casework.rating import GROUP, Rating
from assess.instrument.library import Library
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register import connection
from assess.register.arrivals import Arrival
from assess.register.driver import Connection
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found, found_demonstration
from assess.register.keeping import keeping_for
from assess.register.recovery import RecoveryKey
from assess.register.register import Register
from assess.register.roles import ROLES
from assess.register.shelves import SHELVES
from assess.register.slot import KeyCost, NewUser
from assess.register.store import Place
from assess.register.vault import Vault
from assess.screens.meeting.desk import Desk
from assess.training.demonstration import TrainingRecord, demonstration

FOUNDING = Founding("fredrikstad", "kommune")
CHEAP = KeyCost(1024, 1, 1)
"""A passphrase that costs nothing to try, where something else is measured."""

PASSPHRASE = "sju grevlinger maler taket blått"  # noqa: S105  opens only registers made here
"""Opens the registers that ask for one."""

RATERS, OBSERVATIONS = 8, 60
"""A full meeting, with the 34 items of the shipped instrument."""

_ROLES = ("slt", "skole", "barnevern", "nav", "politi", "radikaliseringskontakt", "helse", "kommunelege")
_COPIED = "RØSSLYNG"
"""The training case that the many are copies of: two assessments, signed, that can be compared."""


@dataclass(frozen=True, slots=True)
class FullMeeting:
    """A register with a full meeting in it, which opens without a passphrase."""

    path: Path
    assessment: str
    """The id of the assessment, for `--resume`."""
    rater: str
    """The id of somebody who rates."""
    items: tuple[str, ...]


def locked_register(path: Path, cost: KeyCost) -> None:
    """Make a register that asks for `PASSPHRASE`, with the training cases in it."""
    people = [NewUser("anna", ROLES, PASSPHRASE), NewUser("bo", ROLES, f"{PASSPHRASE} igjen")]
    with found(path, people, RecoveryKey.new(), FOUNDING, cost=cost) as register:
        bring_training_cases(register)


def bring_training_cases(register: Register) -> tuple[TrainingRecord, ...]:
    """Put the training cases into a register, with how long each may be kept."""
    library, profile = Library(), Profiles().profile(FOUNDING.profile)
    edition = library.edition("vrb")
    records = demonstration(edition, profile, library.folder("vrb") / "cases")
    arrivals = tuple(Arrival(one.case, edition, made) for one in records for made in one.assessments)
    keepings = tuple(keeping_for(one.case, profile, norwegian(one.case.opened_at).date()) for one in records)
    register.bring_in(arrivals, keepings)
    return records


@contextmanager
def demonstration_register(path: Path) -> Iterator[Register]:
    """Make an empty register that opens without a passphrase, and have it open."""
    with found_demonstration(path, FOUNDING, cost=CHEAP) as register:
        yield register


def full_meeting(path: Path, step: str) -> FullMeeting:
    """Make a register with a full meeting, left at a step; in «individual» before the reveal, else after it."""
    with demonstration_register(path) as register:
        desk = meeting(register, "FULL", RATERS, OBSERVATIONS, revealed=step != "individual")
        items = tuple(item.id for item in desk.instrument.items())
        rater = desk.assessment.meeting.attendees[0].id
        at = f"{rater} {items[0]}" if step == "individual" else ""
        register.remember(desk.assessment.id, Place(step, at))
        return FullMeeting(path, desk.assessment.id, rater, items)


def meeting(register: Register, reference: str, raters: int, observations: int, *, revealed: bool) -> Desk:
    """Hold a meeting with so many raters and observations, in which everybody has rated everything."""
    edition, now = Library().edition("vrb"), register.now()
    case = register.open_case(
        Case(
            id=register.new_id(),
            reference=reference,
            organisation="kommune",
            opened_at=now,
            phase="initial",
            age_band="a18_24",
            ideology="uklar",
            sender="skole",
            summary="Måling",
        )
    )
    desk = Desk(register, case, register.start(case, edition, now.date()), Profiles())
    present = tuple(
        Attendee(id=desk.new_id(), role=role.id, party=role.party, impartial=True)
        for name in _ROLES[:raters]
        if (role := desk.profile.role(name)) is not None
    )
    desk.do(Convene(desk.assessment.meeting.model_copy(update={"attendees": present})))
    items = [item.id for item in edition.instrument.items()]
    for number in range(1, observations + 1):
        item = items[number % len(items)]
        text = f"Opplysning nummer {number} om noe som er sett og hørt på skolen og hjemme. " * 3
        desk.do(Observe(Observation(id=desk.new_id(), number=number, seen=text, speaks_for=(item,))))
    for place, one in enumerate(present):
        for item in items:
            code = "012U"[(place + len(item) + items.index(item)) % 4]
            code = code if code in edition.instrument.scale_of(item).codes() else "U"
            desk.do(Rate(Rating(round="individual", rater=one.id, item=item, code=code, given_at=now)))
    if revealed:
        desk.do(Reveal(now))
        for item in items[len(items) // 2 :]:
            desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item, code="U", given_at=now)))
    return desk


def rosslyng(register: Register) -> tuple[Case, Assessment]:
    """The second assessment of the training case that the reports are measured on."""
    if _COPIED not in register.references():
        bring_training_cases(register)
    return register.assessment_called(f"{_COPIED}/2")


def many(path: Path, assessments: int) -> None:
    """Make a register with so many assessments, two a case, each whole and signed; it opens without a passphrase.

    The rows are copies of one training case under other ids, written past the verbs: nothing is told to the journal.
    Reviews and deadlines lie ahead, so that home has as much to say of many cases as of few. It takes 6 seconds and
    0.4 GiB for 10,000, ten times as much for 100,000.
    """
    # In a process of its own, because memory security can't be turned off again and makes it six times as slow.
    command = [sys.executable, "-m", "benchmarks.material", str(path), str(assessments)]
    subprocess.run(command, check=True)  # noqa: S603  our own words


def _many(path: Path, assessments: int) -> None:
    connection.MEMORY_SECURITY = "OFF"
    with demonstration_register(path) as register:
        edition, profile = Library().edition("vrb"), Profiles().profile(FOUNDING.profile)
        folder = Library().folder("vrb") / "cases"
        one = next(one for one in demonstration(edition, profile, folder) if one.case.reference == _COPIED)
        keeping = keeping_for(one.case, profile, norwegian(one.case.opened_at).date())
        register.bring_in(tuple(Arrival(one.case, edition, made) for made in one.assessments), (keeping,))
    key = Vault.read(path).unlock(DEMONSTRATION_PASSPHRASE).data_key
    conn = connection.connect(path, key, "rw")
    try:
        # Nothing is lost by a crash here; the next one to open it brings the WAL back.
        conn.execute("PRAGMA journal_mode=OFF")
        conn.execute("BEGIN IMMEDIATE")
        _copy(conn, one, assessments // len(one.assessments))
        conn.execute("COMMIT")
    finally:
        conn.close()


def _copy(conn: Connection, one: TrainingRecord, cases: int) -> None:
    """Let the rows of one case become those of `cases` cases, in the order of their keys."""
    conn.execute("CREATE TEMP TABLE copies (old TEXT, new TEXT, new_case TEXT, number INTEGER, days INTEGER)")
    for number in range(1, cases):
        case = _record_id(number, 0)
        days = 30 + number % 180
        made = [(made.id, _record_id(number, place), case) for place, made in enumerate(one.assessments, 1)]
        conn.executemany(
            "INSERT INTO copies VALUES (?, ?, ?, ?, ?)",
            [(one.case.id, "", case, number, days), *((*ids, number, days) for ids in made)],
        )
    # One statement for where all the cases stand is quicker than a trigger for each row.
    guards = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in guards:
        conn.execute(f'DROP TRIGGER "{name}"')
    conn.create_function("unknown_check_id", 2, unknown_check_id, deterministic=True)
    _insert(conn, "cases", "id", {"id": "new_case", "reference": "printf('SAK-%06d', number)"})
    _insert(conn, "keepings", "case_id", {"case_id": "new_case", "due_on": _AHEAD})
    _insert(conn, "assessments", "id", {"id": "new", "case_id": "new_case", "review_on": _AHEAD})
    for shelf in SHELVES:
        instead = {"assessment_id": "new", "deadline": _AHEAD, "look_on": _AHEAD}
        instead["check_id"] = "unknown_check_id(new, item)"
        _insert(conn, shelf.table, "assessment_id", instead)
    conn.execute(f"UPDATE assessments SET review_on = date('now', '+30 days') WHERE case_id = '{one.case.id}'")  # noqa: S608
    conn.execute("DELETE FROM case_standings")
    conn.execute("INSERT INTO case_standings SELECT * FROM case_standings_now")
    for _name, sql in guards:
        conn.execute(sql)


_AHEAD = "date('now', '+' || days || ' days')"


def _insert(conn: Connection, table: str, known_by: str, instead: dict[str, str]) -> None:
    names = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(instead.get(name, f'"{table}"."{name}"') for name in names)
    # CROSS JOIN: the copies are gone through in their own order, so that rows are put at the end of each tree.
    conn.execute(f"INSERT INTO {table} SELECT {values} FROM copies CROSS JOIN {table} ON {table}.{known_by} = old")  # noqa: S608


def _record_id(case: int, place: int) -> str:
    """An id of its own for the case (0) or one of its assessments, in the shape of those the register makes."""
    return str(UUID(int=(0x01900000 << 96) | (7 << 76) | (2 << 62) | (case << 8) | place))


if __name__ == "__main__":
    _many(Path(sys.argv[1]), int(sys.argv[2]))
