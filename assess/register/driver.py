"""SQLCipher as the driver of sqlite-utils. Every other register file imports the database from here.

sqlite-utils catches the errors of the driver that *it* imported. Handed a connection of another driver it
leaves a transaction open after `INSERT … RETURNING`, and every later «saved» row is lost at exit. It prefers
a driver named `pysqlite3`, so for the one moment of its import that name is lent to sqlcipher3.

Raises at import:
    AssessError: sqlite-utils was imported earlier, with another driver.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import sqlcipher3
import sqlcipher3.dbapi2

from assess.errors import AssessError
from assess.language import _

__all__ = ["Connection", "Database", "Migrations", "dbapi"]


def _lend_the_name() -> None:
    lent = {"pysqlite3": sqlcipher3, "pysqlite3.dbapi2": sqlcipher3.dbapi2}
    before = {name: sys.modules.get(name) for name in lent}
    sys.modules.update(lent)
    try:
        used = importlib.import_module("sqlite_utils.db").sqlite3
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    if used is not sqlcipher3:
        raise AssessError(
            _("Programmet er satt sammen feil: sqlite-utils ble lastet uten kryptering. Ingenting er åpnet."),
            _("Last assess.register.driver før sqlite_utils."),
        )


_lend_the_name()

from sqlite_utils import Database, Migrations  # noqa: E402  only after the name has been lent

if TYPE_CHECKING:
    # sqlcipher3 has no type stubs; it has the same shape as the standard library's module.
    import sqlite3 as dbapi
    from sqlite3 import Connection
else:
    dbapi = sqlcipher3.dbapi2
    Connection = dbapi.Connection
