"""Bringing a register's tables up to this version of the program, and knowing that its guards still stand.

sqlite-utils keeps the list of what has been applied. Around it stands what it lacks: a lock, so that programs
starting together don't race; a refusal of registers newer than the program; a verified encrypted copy before
anything is changed; and the triggers, which a table rebuild would drop without a word.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from assess.casework.following import unknown_check_id
from assess.errors import RegisterDamaged, RegisterError
from assess.language import _
from assess.register import file_modes, refusals, schema_files
from assess.register.connection import connect, faults, said, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database, Migrations
from assess.register.schema_files import Schema, Step


@said()
def migrate(db: Database, path: Path, key: DataKey, schema: Schema | None = None) -> None:
    """Apply every pending step to the register `db` at `path`, all or none, then check its triggers.

    Called after each `create` and `open_existing`. When nothing is pending nothing is written. A register that
    holds something is first copied to `<register>.before-<n>`, encrypted with the same key, where `n` is the
    version it is brought to; the copy is read through and counted before the first change.

    Raises:
        RegisterNewer: the register has steps that this version doesn't know; nothing was changed.
        RegisterDamaged: a trigger is missing, foreign or changed; or the copy isn't like the register.
        RegisterFull, RegisterBusy, RegisterReadOnly, RegisterError: nothing was changed.
    """
    schema = schema or schema_files.shipped()
    plan = _plan(schema)
    _refuse_newer(db, plan, schema, path)
    if plan.pending(db):
        with writing(db):
            # Another program may have done it while this one waited for the lock.
            _refuse_newer(db, plan, schema, path)
            if plan.pending(db):
                _apply(db, path, key, schema, plan)
    check_triggers(db, schema)


@said()
def check_triggers(db: Database, schema: Schema | None = None) -> None:
    """Compare the register's triggers with those it should have.

    Raises:
        RegisterDamaged: names the first trigger that is missing, foreign or changed.
    """
    expected = (schema or schema_files.shipped()).triggers
    found = _triggers(db)
    for name in sorted(expected.keys() | found.keys()):
        if _plain(expected.get(name, "")) != _plain(found.get(name, "")):
            raise RegisterDamaged(
                _("En sperre i registeret ({name}) er endret utenfor programmet.").format(name=name)
                + " "
                + _("Registeret åpnes ikke, og er ikke endret."),
                _("Ta vare på filen som den er, og hent registeret fra en sikkerhetskopi."),
            )


def copy_path(path: Path, version: int) -> Path:
    """Return where the copy lies that was made before the register at `path` was brought to `version`."""
    return path.with_name(f"{path.name}.before-{version}")


def _plan(schema: Schema) -> Migrations:
    plan = Migrations("assess")
    for step in schema.steps:
        plan(name=step.name)(_action(step))
    return plan


def _action(step: Step) -> Callable[[Database], None]:
    def apply(db: Database) -> None:
        for statement in step.statements:
            db.conn.execute(statement)

    return apply


def _refuse_newer(db: Database, plan: Migrations, schema: Schema, path: Path) -> None:
    known = {step.name for step in schema.steps}
    if any(applied.name not in known for applied in plan.applied(db)):
        raise refusals.newer(path)


def _apply(db: Database, path: Path, key: DataKey, schema: Schema, plan: Migrations) -> None:
    if plan.applied(db):
        _copy(db, path, key, schema.newest)
    for name in _triggers(db):
        db.conn.execute(f'DROP TRIGGER "{name}"')
    # A step may need it for rows that are there; new ones come with it (`shelves`).
    db.conn.create_function("unknown_check_id", 2, unknown_check_id, deterministic=True)
    plan.apply(db)
    for statement in schema.triggers.values():
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA user_version={schema.newest}")


def _copy(db: Database, path: Path, key: DataKey, version: int) -> None:
    # The write lock is held, so a second connection sees exactly what is about to be changed. A copy from an
    # attempt that failed is replaced: this one holds the same, and nothing that was erased since.
    made = copy_path(path, version)
    unfinished = made.with_name(f"{made.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        file_modes.make_private_file(unfinished)
        source = connect(path, key, "ro")
        try:
            source.execute("VACUUM INTO ?", (unfinished.absolute().as_uri(),))
        finally:
            source.close()
        _verify_copy(db, unfinished, key)
        file_modes.put_in_place(unfinished, made)
    except OSError as error:
        raise RegisterError(
            _("Registeret måtte kopieres før det ble oppdatert, og kopien kunne ikke skrives ({why}).").format(
                why=error.strerror
            )
            + " "
            + _("Ingenting er endret."),
            _("Frigjør plass, og se etter at du kan skrive i mappen."),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _verify_copy(db: Database, copy: Path, key: DataKey) -> None:
    copied = Database(connect(copy, key, "ro"), execute_plugins=False)
    try:
        sound = not faults(copied) and _counts(copied) == _counts(db)
    finally:
        copied.close()
    if not sound:
        raise RegisterDamaged(
            _("Registeret måtte kopieres før det ble oppdatert, og kopien ble ikke lik. Ingenting er endret."),
            _("Ta vare på filen som den er, og hent registeret fra en sikkerhetskopi."),
        )


def _counts(db: Database) -> dict[str, int]:
    return {name: db.table(name).count for name in db.table_names()}


def _triggers(db: Database) -> dict[str, str]:
    return dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def _plain(sql: str) -> str:
    return " ".join(sql.split()).removesuffix(";").rstrip()
