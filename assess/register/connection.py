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

from assess.errors import NotARegister, RegisterError
from assess.language import _, mark
from assess.register import file_modes, refusals, schema_files
from assess.register.driver import Connection, Database, dbapi
from assess.register.vault import DataKey, Kind

APPLICATION_IDS: dict[Kind, int] = {"register": 0x41535352, "demonstration": 0x41535344}
"""What stands in the file's header, «ASSR» or «ASSD»: a real register, or one with invented cases."""

_KIND_WORDS: dict[Kind, str] = {
    "register": mark("et virkelig register"),
    "demonstration": mark("et øvingsregister med oppdiktede saker"),
}
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
        with _said():
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
    with _said():
        _refuse_unless_ours(path, key, kind)
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
        conn.execute(f"PRAGMA key=\"x'{key.reveal().hex()}'\"")
        conn.execute("PRAGMA cipher_memory_security=ON")
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
    with _said():
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            roll_back(db)
            raise


def roll_back(db: Database) -> None:
    """End an unfinished transaction; one that SQLite has already rolled back, as on a full disk, is no error."""
    if db.conn.in_transaction:
        # The error that brought us here is the one to show; closing rolls back whatever this could not.
        with contextlib.suppress(dbapi.OperationalError):
            db.conn.execute("ROLLBACK")


def settings(db: Database) -> dict[str, str | int]:
    """Return every setting of an open register, read back from the database, by the pragma's name."""
    return {name: _pragma(db.conn, name) for name in _READ_BACK}


def faults(db: Database) -> list[str]:
    """Read the whole register and return what is wrong with it in SQLite's words; empty when it is sound."""
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
        # What stands in the WAL is saved already; a full disk or a reader only puts the move off.
        with contextlib.suppress(dbapi.OperationalError):
            db.conn.execute(f"PRAGMA busy_timeout={_CLOSING_MILLISECONDS}")
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()


def _refuse_unless_ours(path: Path, key: DataKey, kind: Kind) -> None:
    # Read-only, because closing a writable connection moves a crashed register's WAL into the file, even
    # when the key was wrong.
    conn = connect(path, key, "ro")
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        found, version = _pragma(conn, "application_id"), _pragma(conn, "user_version")
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
        return Database(conn, execute_plugins=False, strict=True)
    except BaseException:
        conn.close()
        raise


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except dbapi.Error as error:
        known = refusals.refusal(error)
        if known is None:
            raise
        raise known from error


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
