"""Why a file isn't opened, or a change wasn't saved: each cause in one sentence, with what to do.

Nothing here writes. A file that can't be opened is never repaired, replaced or made anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from assess.errors import (
    NotARegister,
    RegisterBusy,
    RegisterDamaged,
    RegisterError,
    RegisterExists,
    RegisterFull,
    RegisterMissing,
    RegisterNewer,
    RegisterReadOnly,
)
from assess.language import _
from assess.register import file_modes
from assess.register.driver import dbapi

_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_PLAIN_SQLITE = b"SQLite format 3\0"
_PAGE = 4096


def refuse_unless_free(path: Path) -> None:
    """Refuse to make a register where anything stands, also what an earlier register left beside it.

    Raises:
        RegisterExists: says which file.
    """
    for ending in _SIDE_FILES:
        found = path.with_name(path.name + ending)
        if os.path.lexists(found):
            raise RegisterExists(
                _("{path} finnes fra før. Ingenting er laget eller endret.").format(path=found),
                _("Åpne registeret som står der, eller velg et annet sted."),
            )


def refuse_unless_openable(path: Path) -> None:
    """Look at `path` without opening it as a database.

    Raises:
        RegisterMissing: nothing stands there, or its folder is missing.
        NotARegister: a folder, a pipe, an empty file or a plain SQLite file stands there.
        RegisterReadOnly: the file or its folder can't be written, so that nothing could be saved.
        RegisterError: the place can't be looked at.
    """
    try:
        found = file_modes.standing(path)
    except OSError as error:
        raise RegisterError(
            _("Kan ikke se etter registeret på {path} ({why}). Ingenting er endret.").format(
                path=path, why=error.strerror
            ),
            _("Be den som eier mappen om tilgang, eller velg et annet sted."),
        ) from error
    if found == "nothing":
        raise _missing(path)
    if found != "file":
        raise NotARegister(
            _("{path} er ikke en vanlig fil. Ingenting er endret.").format(path=path),
            _("Skriv stedet til selve registerfilen."),
        )
    _refuse_unless_writable(path)
    try:
        start = _start(path)
    except OSError as error:
        raise RegisterError(
            _("Registeret på {path} kunne ikke leses ({why}). Det er ikke endret.").format(
                path=path, why=error.strerror
            ),
            _("Se etter at disken er tilkoblet, og prøv igjen."),
        ) from error
    if not start:
        raise NotARegister(
            _("{path} er en tom fil, ikke et register. Den er ikke endret.").format(path=path),
            _("Hent registeret fra en sikkerhetskopi, eller lag et nytt register et annet sted."),
        )
    if start == _PLAIN_SQLITE:
        raise NotARegister(
            _("{path} er en ukryptert database, ikke et register. Den er ikke endret.").format(path=path),
            _("Se etter at stedet er skrevet riktig."),
        )


def undecryptable(path: Path) -> NotARegister:
    """Return what to say of a file that the vault's key doesn't decrypt."""
    unchanged = _("Den er ikke endret.")
    start = _start(path)
    if all(byte in b"\t\n\r\f" or 32 <= byte < 127 for byte in start):
        return NotARegister(
            _("{path} er en tekstfil eller nettside, ikke et register.").format(path=path) + " " + unchanged,
            _("Se etter at stedet er skrevet riktig. Var registeret her før, hent en sikkerhetskopi."),
        )
    if path.stat().st_size < _PAGE:
        return NotARegister(
            _("{path} er for kort til å være et helt register.").format(path=path) + " " + unchanged,
            _("Hent registeret fra en sikkerhetskopi."),
        )
    return NotARegister(
        _("{path} kan ikke låses opp med nøklene som ligger ved siden av.").format(path=path) + " " + unchanged,
        _(
            "Filen og nøklene hører ikke sammen, eller filen er skadet. "
            "Hent registeret og nøkkelfilen fra samme sikkerhetskopi."
        ),
    )


def newer(path: Path | str) -> RegisterNewer:
    """Return what to say of a register that a later version of the program has written."""
    return RegisterNewer(
        _("{path} er skrevet av en nyere versjon av programmet. Det er ikke endret.").format(path=path),
        _("Oppdater programmet på denne maskinen og åpne registeret igjen."),
    )


def refusal(error: dbapi.Error) -> RegisterError | None:
    """Return what people should read when SQLite gave `error`, or None when the fault is the program's own."""
    cause = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]
    match cause:
        case "FULL":
            return RegisterFull(
                _("Disken er full. Endringen ble ikke lagret; alt som var lagret før, er trygt."),
                _("Frigjør plass og lagre på nytt."),
            )
        case "BUSY" | "LOCKED":
            return RegisterBusy(
                _("Registeret er opptatt i et annet vindu. Endringen ble ikke lagret; resten er trygt."),
                _("Vent litt og prøv igjen, eller lukk det andre vinduet."),
            )
        case "READONLY":
            return RegisterReadOnly(
                _("Registeret kan ikke skrives. Endringen ble ikke lagret; alt som var lagret før, er trygt."),
                _("Be den som eier filen og mappen om skrivetilgang."),
            )
        case "CORRUPT" | "NOTADB":
            return RegisterDamaged(
                _("En del av registeret er skadet og kan ikke leses. Ingenting er endret."),
                # A disk that failed once looks the same until the register is opened anew.
                _(
                    "Lukk programmet og åpne registeret på nytt. Er det fortsatt skadet, ta vare på filen som den er, "
                    "og hent registeret fra en sikkerhetskopi."
                ),
            )
        case "IOERR" | "CANTOPEN":
            return RegisterError(
                _("Disken svarte ikke som den skulle. Endringen ble ikke lagret; det som var lagret, er urørt."),
                _("Se etter at disken er tilkoblet og har plass, og prøv igjen."),
            )
    return None


def _missing(path: Path) -> RegisterMissing:
    if not path.parent.is_dir():
        return RegisterMissing(
            _("Mappen {folder} finnes ikke. Ingenting er laget.").format(folder=path.parent),
            _("Se etter at stedet er skrevet riktig, og at disken er tilkoblet."),
        )
    return RegisterMissing(
        _("Det er ikke noe register på {path}. Ingenting er laget.").format(path=path),
        _("Se etter at stedet er skrevet riktig, eller lag et nytt register."),
    )


def _refuse_unless_writable(path: Path) -> None:
    if os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK):
        return
    raise RegisterReadOnly(
        _("Du har ikke lov til å lese og skrive {path} og mappen det ligger i.").format(path=path)
        + " "
        + _("Ingenting er endret."),
        _("Be den som eier filen og mappen om skrivetilgang."),
    )


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_PLAIN_SQLITE))
