"""Opening a register so that nothing is lost, leaked or made by mistake.

Each setting answers a measured fault: WAL with `synchronous=FULL` (NORMAL lost acknowledged answers at a power
cut), `BEGIN IMMEDIATE` (a deferred BEGIN failed 988 of 1200 writes with four writers), `recursive_triggers`
(else INSERT OR REPLACE slips past a delete trigger), `cipher_log_level=NONE` (else SQLCipher writes into the
screen), `mode=rw` (else a typo makes an empty register).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from assess.errors import NotARegister, RegisterBusy, RegisterDamaged, RegisterError
from assess.language import _, mark
from assess.register import file_modes, refusals, schema_files
from assess.register.data_key import DataKey
from assess.register.driver import Connection, Database, dbapi
from assess.register.slot import Kind

APPLICATION_IDS: dict[Kind, int] = {"register": 0x41535352, "demonstration": 0x41535344}
"""What stands in the file's header, «ASSR» or «ASSD»: a real register, or one with invented cases."""

_KIND_WORDS: dict[Kind, str] = {
    "register": mark("et virkelig register"),
    "demonstration": mark("et øvingsregister med oppdiktede saker"),
}
MEMORY_SECURITY: Literal["ON", "OFF"] = "ON"
"""Whether SQLCipher locks and wipes the memory it uses. It costs three times as long as the rest of opening a register,
so the tests that are about something else go without."""

_BUSY_MILLISECONDS = 10_000
_CLOSING_MILLISECONDS = 500
_SETTINGS = {
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "secure_delete": "ON",
    "temp_store": "MEMORY",
}
_READ_BACK = (
    "cipher_version",
    "cipher_provider",
    "cipher_log_level",
    "cipher_memory_security",
    "cipher_page_size",
    "journal_mode",
    "synchronous",
    "busy_timeout",
    *_SETTINGS,
    "application_id",
    "user_version",
)


def create(path: Path, key: DataKey, kind: Kind) -> Database:
    """Make a new, empty, encrypted register at `path` and return it open; `migrate` then gives it its tables.

    The file is readable by this user only from its first moment. If anything fails, what was begun is removed.

    Raises:
        RegisterExists: something stands there already; it is untouched.
        RegisterError: the file can't be made there.
    """
    refusals.refuse_unless_free(path)
    try:
        file_modes.make_private_folder(path.parent)
        file_modes.make_private_file(path)
    except OSError as error:
        raise RegisterError(
            _("Registeret kunne ikke lages på {path} ({why}). Ingenting er endret.").format(
                path=path, why=error.strerror
            ),
            _("Velg en mappe som du kan skrive i."),
        ) from error
    try:
        with said():
            return _settled(connect(path, key, "rw"), APPLICATION_IDS[kind])
    except BaseException:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        raise


def open_existing(path: Path, key: DataKey, kind: Kind) -> Database:
    """Open the register at `path`; every refusal leaves its bytes as they were.

    Raises:
        RegisterMissing: there is no such file or folder.
        NotARegister: it is something else, another kind of register, or `key` doesn't fit it.
        RegisterNewer: a later version of the program wrote it.
        RegisterDamaged: it decrypts, but is cut off or malformed.
        RegisterReadOnly: the file or its folder can't be written.
        RegisterBusy: another process holds it alone for more than ten seconds.
    """
    refusals.refuse_unless_openable(path)
    with said():
        _roll_back_what_was_killed(path, key)
        _refuse_unless_ours(path, key, kind)
        return _settled(connect(path, key, "rw"), None)


def open_again(path: Path, key: DataKey) -> Database:
    """Open one more connection to the register that `open_existing` has opened with this key, and that is open still.

    That it is ours, whole and fit for this version has been asked then; only the settings are each connection's own.

    Raises:
        RegisterError: As `open_existing`.
    """
    with said():
        return _settled(connect(path, key, "rw"), None)


def connect(path: Path, key: DataKey, mode: Literal["ro", "rw"]) -> Connection:
    """Return a bare connection that has been given its key, to an existing file of any kind.

    With `ro` nothing in the file or its WAL is changed, not even by closing. Nothing has been read yet: a key
    that doesn't fit shows at the first question.
    """
    conn = dbapi.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=0,
        check_same_thread=False,
        isolation_level=None,
    )
    try:
        conn.execute("PRAGMA cipher_log_level=NONE")
        conn.execute(f"PRAGMA key=\"x'{key.reveal().hex()}{salt_of(key).hex()}'\"")
        conn.execute(f"PRAGMA cipher_memory_security={MEMORY_SECURITY}")
        conn.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
        if conn.execute("PRAGMA cipher_version").fetchone() is None:
            raise RegisterError(
                _("Programmet mangler kryptering. Registeret er ikke rørt."), _("Installer programmet på nytt.")
            )
    except BaseException:
        conn.close()
        raise
    return conn


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """Do everything in the block or nothing: BEGIN IMMEDIATE … COMMIT, rolled back on any error.

    When the block ends without an error, what it wrote survives a power cut.

    Raises:
        RegisterFull, RegisterBusy, RegisterReadOnly, RegisterDamaged, RegisterError: the database could not
            save; nothing of the block was kept.
        RuntimeError: the connection is already writing; the verbs don't nest.
    """
    if db.conn.in_transaction:
        raise RuntimeError("already writing on this connection")
    with said():
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            roll_back(db)
            raise


@contextmanager
def said() -> Iterator[None]:
    """Let what the database can't do come out as something that people can read.

    Raises:
        RegisterError: SQLite gave an error that isn't the program's own fault.
    """
    try:
        yield
    except dbapi.Error as error:
        known = refusals.refusal(error)
        if known is None:
            raise
        raise known from error


def roll_back(db: Database) -> None:
    """End an unfinished transaction; one that SQLite has already rolled back, as on a full disk, is no error."""
    if db.conn.in_transaction:
        # The error that brought us here is the one to show; closing rolls back whatever this could not.
        with contextlib.suppress(dbapi.DatabaseError):
            db.conn.execute("ROLLBACK")


def vacuum(db: Database) -> None:
    """Rewrite the whole file, so that nothing of what was deleted is left in it, and empty the WAL.

    Raises:
        RegisterFull, RegisterBusy, RegisterError: it could not be done; nothing is lost.
    """
    with said():
        db.conn.execute("VACUUM")
        (busy, _frames, _moved) = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise RegisterBusy(
            _("Registeret er åpent i et annet vindu. Det som ble slettet, ligger til det er lukket, i en sidefil."),
            _("Lukk det andre vinduet, og åpne registeret på nytt."),
        )


def settings(db: Database) -> dict[str, str | int]:
    """Return every setting of an open register, read back from the database, by the pragma's name."""
    return {name: _pragma(db.conn, name) for name in _READ_BACK}


def faults(db: Database) -> list[str]:
    """Read the whole register and return what is wrong with it in SQLite's words; empty when it is sound."""
    # The first check reads the file past the WAL. After a power cut in the middle of a checkpoint it would complain
    # of pages that are whole in the WAL; so they are moved first, as far as readers allow.
    with contextlib.suppress(dbapi.OperationalError):
        db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)")
    found = []
    for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        try:
            rows = db.conn.execute(f"PRAGMA {check}").fetchall()
        except dbapi.DatabaseError as error:
            found.append(f"{check}: {error}")
        else:
            found += [f"{check}: {' '.join(map(str, row))}" for row in rows if row != ("ok",)]
    return found


def checkpoint_and_close(db: Database) -> None:
    """Bring everything from the WAL into the file, empty the WAL, and close.

    Another process that is reading may keep the WAL from being emptied. Nothing is lost by that: the last one
    to close does it.
    """
    try:
        roll_back(db)
        # What stands in the WAL is saved already; a full or failing disk or a reader only puts the move off.
        with contextlib.suppress(dbapi.DatabaseError):
            db.conn.execute(f"PRAGMA busy_timeout={_CLOSING_MILLISECONDS}")
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()


class _Database(Database):
    """What sqlite-utils would find out by making a table, it is told: on a full disk it would believe the failure.

    It would then save with INSERT OR IGNORE of a row's key alone, which a NOT NULL column makes it drop without a
    word, and every later answer in that window would be called saved and be lost.
    """

    @property
    def supports_on_conflict(self) -> bool:
        return True

    @property
    def supports_strict(self) -> bool:
        return True


def salt_of(key: DataKey) -> bytes:
    """The salt that stands in the file's first bytes: it follows from the key, and needs no keeping."""
    # SQLCipher would else choose it, and keep it only in the file's first 16 bytes: a power cut that garbles the
    # first sector during a checkpoint would make the register unreadable, though the WAL holds that page whole.
    return key.derive("assess file salt v1")[:16]


def _roll_back_what_was_killed(path: Path, key: DataKey) -> None:
    # A change of keys leaves WAL mode for a while. Killed just then, it leaves a rollback journal, which SQLite lets
    # only a connection that may write take back; what the next question finds wrong is said there.
    real = path.resolve()
    if not real.with_name(f"{real.name}-journal").exists():
        return
    conn = connect(path, key, "rw")
    try:
        with contextlib.suppress(dbapi.DatabaseError):
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        conn.close()


def _refuse_unless_ours(path: Path, key: DataKey, kind: Kind) -> None:
    # Read-only, because closing a writable connection moves a crashed register's WAL into the file, even
    # when the key was wrong.
    conn = connect(path, key, "ro")
    try:
        # Both stand on the first page, so a wrong key shows here. The schema is read by the connection that stays; it
        # would be 15 ms each time, because SQLCipher locks every piece of memory that it becomes.
        found, version = _pragma(conn, "application_id"), _pragma(conn, "user_version")
        _refuse_a_foreign_wal(conn, path)
    except dbapi.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise refusals.undecryptable(path) from error
        raise
    finally:
        conn.close()
    if found != APPLICATION_IDS[kind]:
        raise _other_kind(path, found, kind)
    if int(version) > schema_files.shipped().newest:
        raise refusals.newer(path)


def _refuse_a_foreign_wal(conn: Connection, path: Path) -> None:
    # SQLite moves whatever WAL lies beside a file into it: also one that an earlier register left behind when this
    # one was copied here from a backup. So as long as there is a WAL, the two are read as a whole first.
    real = path.resolve()
    wal = real.with_name(f"{real.name}-wal")
    if not (wal.exists() and wal.stat().st_size):
        return
    try:
        sound = conn.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except dbapi.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") not in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
            raise
        sound = False
    if not sound:
        raise RegisterDamaged(
            _("Registeret og sidefilen {wal} hører ikke sammen, eller en av dem er skadet.").format(wal=wal.name)
            + " "
            + _("Ingenting er endret."),
            _("Ta vare på filene som de er. Hent registeret og nøkkelfilen fra en sikkerhetskopi til en tom mappe."),
        )


def _settled(conn: Connection, new_application_id: int | None) -> Database:
    try:
        for name, value in _SETTINGS.items():
            conn.execute(f"PRAGMA {name}={value}")
        if new_application_id is not None:
            conn.execute(f"PRAGMA application_id={new_application_id}")
        if _pragma(conn, "journal_mode=WAL") != "wal":
            raise RegisterError(
                _("Registeret ligger på en disk som ikke lagrer trygt nok. Det er ikke endret."),
                _("Flytt det til en disk i denne maskinen: en nettverksmappe kan ikke brukes."),
            )
        conn.execute("PRAGMA synchronous=FULL")
        # Plugins that happen to be installed must never see a register's rows.
        return _Database(conn, execute_plugins=False, strict=True)
    except BaseException:
        conn.close()
        raise


def _pragma(conn: Connection, name: str) -> str | int:
    row = conn.execute(f"PRAGMA {name}").fetchone()
    value = row[0]
    return value if isinstance(value, int) else str(value)


def _other_kind(path: Path, found: str | int, wanted: Kind) -> NotARegister:
    kinds = {number: kind for kind, number in APPLICATION_IDS.items()}
    if found not in kinds:
        return NotARegister(
            _("{path} er ikke et ferdig laget register. Det er ikke endret.").format(path=path),
            _("Hent registeret fra en sikkerhetskopi, eller lag et nytt et annet sted."),
        )
    return NotARegister(
        _("{path} er {found}, ikke {wanted}. Det er ikke endret.").format(
            path=path, found=_(_KIND_WORDS[kinds[int(found)]]), wanted=_(_KIND_WORDS[wanted])
        ),
        _("Virkelige saker og øvingssaker holdes alltid fra hverandre. Velg det andre registeret."),
    )
