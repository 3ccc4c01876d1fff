"""Where a passphrase comes from: a file for automation, else somebody at the terminal."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import click

from assess.commands.output import remark
from assess.errors import AssessError
from assess.language import _
from assess.register.founding import DEMONSTRATION_PASSPHRASE
from assess.register.register import Register
from assess.register.vault import Vault

FILE_VARIABLE = "ASSESS_PASSPHRASE_FILE"
"""Names the file whose first line is the passphrase."""

USER_VARIABLE = "ASSESS_USER"
"""Names who signs in, so that only that user's slot is tried."""

_LONGEST = 4096


def unlock(path: Path) -> Register:
    """Open the register at `path`; a demonstration opens without asking.

    Raises:
        click.UsageError: There is nobody to ask, and no file.
        RegisterError: It can't be opened; nothing in it was changed.
    """
    demonstration = Vault.read(path).kind == "demonstration"
    if demonstration:
        return Register.unlock(path, DEMONSTRATION_PASSPHRASE)
    return Register.unlock(path, known_passphrase(), user_name())


def user_name() -> str | None:
    """Who signs in; None means whoever the passphrase belongs to."""
    return os.environ.get(USER_VARIABLE) or None


def known_passphrase() -> str:
    """The passphrase of a register that exists."""
    return _from_file() or _asked(_("Passordfrase"), confirm=False)


def new_passphrase(question: str) -> str:
    """A new passphrase, which somebody at the terminal types twice.

    Raises:
        click.UsageError: There is no terminal.
    """
    return _asked(question, confirm=True)


def refuse_without_terminal() -> None:
    """Refuse what somebody must sit at a terminal for.

    Raises:
        click.UsageError: There is no terminal.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(_("Dette må gjøres av noen ved en terminal."))


def others_may_open(path: Path) -> bool:
    """Whether other users of this machine may open the file. Windows keeps no such bits: always False there."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _asked(question: str, *, confirm: bool) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(
            _("Det er ingen terminal å spørre om passordfrasen i. Skriv den i en fil, og la ${name} si hvor.").format(
                name=FILE_VARIABLE
            )
        )
    while True:
        answer: str = click.prompt(question, hide_input=True, err=True)
        if not confirm or click.prompt(_("Skriv den en gang til"), hide_input=True, err=True) == answer:
            return answer
        remark(_("De to var ikke like. Prøv igjen."))


def first_line(path: Path) -> str:
    """The first line of a file with a passphrase, with a warning when others can read it.

    Raises:
        AssessError: The file can't be read, or the line is empty.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST)
        exposed = others_may_open(path)
        first = content.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise AssessError(
            _("Filen med passordfrasen, {path}, kunne ikke leses ({why}).").format(path=path, why=error.strerror),
            _("Se etter at stedet er skrevet riktig."),
        ) from error
    except UnicodeDecodeError as error:
        raise AssessError(_("Filen med passordfrasen, {path}, er ikke tekst i UTF-8.").format(path=path)) from error
    if not first:
        raise AssessError(_("Den første linjen i {path} er tom.").format(path=path), _("Skriv passordfrasen der."))
    if exposed:
        remark(
            _("Advarsel: Andre brukere av maskinen kan lese {path}. Gjør filen privat med «chmod 600».").format(
                path=path
            )
        )
    return first


def _from_file() -> str | None:
    named = os.environ.get(FILE_VARIABLE)
    return first_line(Path(named)) if named else None
