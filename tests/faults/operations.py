"""Everything that the fault tests try: setting a register up, casework, and what the program does by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assess.casework.deeds.rating import Rate
from assess.casework.deeds.signing import Sign
from assess.casework.quality import Clearance
from assess.casework.rating import Rating
from assess.errors import RegisterError, RegisterExists, RegisterNewer
from assess.register import exchange, schema_files
from assess.register.arrivals import Arrival
from assess.register.key_file import keys_path
from assess.register.migrations import copy_path
from assess.register.register import Register
from assess.register.schema_files import Schema
from tests.faults.between import BETWEEN
from tests.faults.caretaking import CARETAKING
from tests.faults.rehearsal import (
    ASSESSMENT,
    CASE,
    EDITION,
    Act,
    Lost,
    Operation,
    a_begun_assessment,
    look,
    look_at,
    register_path,
    unlocked,
)
from tests.unit.conftest import (
    ANSWERS,
    OFFICER,
    SECRETARY,
    TEACHER,
    a_case,
    finished,
    found_register,
    rating,
    record_id,
    signature,
    signed,
)

# Founding


def _nothing(folder: Path) -> None:
    assert not list(folder.iterdir())


def _found(folder: Path, act: Act) -> None:
    def found() -> None:
        try:
            found_register(register_path(folder)).close()
        except RegisterExists:
            # An error that came when all was done: «Åpne registeret som står der».
            unlocked(register_path(folder)).close()

    act(found)


def _look_for_a_new_one(folder: Path) -> str:
    try:
        return look(folder)
    except RegisterError as error:
        if not error.hint:
            raise Lost(f"what to do isn't said: {error}") from error
    # Half a register is refused; the way on is to make one, there or elsewhere.
    try:
        found_register(register_path(folder)).close()
    except RegisterExists:
        found_register(folder / "elsewhere.assess").close()
    return "no register"


# Casework


def _a_finished_assessment(folder: Path) -> None:
    with found_register(register_path(folder)) as register:
        register.bring_in((Arrival(CASE, EDITION, finished(CASE, EDITION)),))


def _open_cases(folder: Path, act: Act) -> None:
    with unlocked(register_path(folder)) as register:
        act(lambda: register.open_case(a_case(43)))
        act(lambda: register.open_case(a_case(44)))


def _rate(folder: Path, act: Act) -> None:
    def rate(register: Register, answer: Rating) -> None:
        register.do(register.assessment(ASSESSMENT), Rate(answer))

    with unlocked(register_path(folder)) as register:
        for item, code in ANSWERS.items():
            act(partial(rate, register, rating(item, code, TEACHER)))


def _sign(folder: Path, act: Act) -> None:
    def sign(register: Register, who: str, number: int) -> None:
        assessment = register.assessment(ASSESSMENT)
        register.do(assessment, Sign(signature(assessment, who, number), Clearance(digest=assessment.digest)))

    with unlocked(register_path(folder)) as register:
        act(lambda: sign(register, SECRETARY, 1))
        act(lambda: sign(register, OFFICER, 2))


def _import(folder: Path, act: Act) -> None:
    bundles = []
    for number in (43, 44):
        case = a_case(number)
        done = signed(finished(case, EDITION), EDITION.instrument, SECRETARY, OFFICER)
        own = done.model_copy(update={"id": record_id(2000 + number)})
        bundles.append(exchange.Bundle(kind="register", case=case, assessment=own, edition=EDITION))
    with unlocked(register_path(folder)) as register:
        act(lambda: exchange.bring_in(register, tuple(bundles)))


# Keeping


def _left_by_a_crash(folder: Path) -> None:
    aside = folder / "aside"
    aside.mkdir()
    a_begun_assessment(aside)
    with unlocked(register_path(aside)) as register:
        for number in range(43, 55):
            register.open_case(a_case(number))
        for file in (register.path, keys_path(register.path), register.path.with_name("r.assess-wal")):
            shutil.copy(file, folder)
    shutil.rmtree(aside)


def _close(folder: Path, act: Act) -> None:
    act(lambda: unlocked(register_path(folder)).close())


@contextmanager
def later_program() -> Iterator[int]:
    """The program as it may become: with one more step in its schema, whose number is given."""
    now = schema_files.shipped
    number = now().newest + 1
    statements = (
        "CREATE TABLE later (case_id TEXT PRIMARY KEY, filler TEXT) STRICT;",
        "INSERT INTO later SELECT id, hex(zeroblob(5000)) FROM cases;",
    )
    schema = Schema((*now().steps, schema_files.Step(number, f"{number:04}_later", statements)), now().triggers)
    vars(schema_files)["shipped"] = lambda: schema
    try:
        yield number
    finally:
        vars(schema_files)["shipped"] = now


def _migrate(folder: Path, act: Act) -> None:
    def migrate() -> None:
        with later_program():
            unlocked(register_path(folder)).close()

    act(migrate)


def _look_for_the_step(folder: Path) -> str:
    path = register_path(folder)
    try:
        return "before " + look(folder)
    except RegisterNewer:
        with later_program() as number:
            found = look(folder)
    copy = copy_path(path, number)
    shutil.copy(keys_path(path), keys_path(copy))
    if look_at(copy) != found:
        raise Lost("the copy made before the step isn't what was there")
    return "after " + found


OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("founding", _nothing, _found, _look_for_a_new_one),
        Operation("new case", a_begun_assessment, _open_cases),
        Operation("answer", a_begun_assessment, _rate),
        Operation("signing", _a_finished_assessment, _sign),
        Operation("import", a_begun_assessment, _import),
        Operation("migration", a_begun_assessment, _migrate, _look_for_the_step),
        Operation("closing", _left_by_a_crash, _close),
        *BETWEEN,
        *CARETAKING,
    )
}
"""Everything that the fault tests try."""

FEW = ("founding", "answer", "import", "migration")
"""What the quick tests try with each kind of error; the slow ones try everything."""
