"""`assess identity`: whom a case is about, written in from a terminal or a file, and shown at a terminal only.

No name is ever a word on the command line: those stand in the shell's history, and everybody on the machine can read
them while the command runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from pydantic import TypeAdapter, ValidationError

from assess.casework.identity import FIELD_NAMES, Identity
from assess.commands.output import columns, remark, say
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError
from assess.language import _, mark
from assess.register.identity import SECONDS, Revealed, case_to_name, enter_identity, forget_identity, open_identity

_OTHER_SCREEN = "\x1b[?1049h\x1b[H"
_OWN_SCREEN = "\x1b[2J\x1b[3J\x1b[?1049l"
"""Empties the other screen before it is left, so that nothing stays to be scrolled back to."""

_LARGEST = 1 << 16


@click.group(
    "identity",
    cls=Group,
    help=mark("Skriv inn eller åpne hvem en sak gjelder."),
    epilog="assess identity show F-2026-0042",
)
def command() -> None:
    """Whom a case is about."""


@command.command(
    "set",
    help=mark(
        "Skriv inn hvem en sak gjelder. Det som står der fra før, blir borte. "
        "Spør i terminalen; ellers leses JSON med name, birth_year, contact, guardians og note fra standard inn."
    ),
    epilog="assess identity set F-2026-0042",
)
@argument("reference", metavar=mark("SAK"))
@click.pass_obj
def set_identity(workplace: Workplace, reference: str) -> None:
    """Seal whom a case is about."""
    with workplace.unlock() as register:
        case = case_to_name(register, reference)
        identity = _asked() if sys.stdin.isatty() else _read()
        enter_identity(register, case, identity)
    say(_("Lagret for {reference}. Bare en nøkkelholder kan lese det.").format(reference=case.reference))


@command.command(
    "show",
    help=mark("Vis i ett minutt hvem en sak gjelder. Krever en terminal og en nøkkelholders passordfrase."),
    epilog="assess identity show F-2026-0042 --reason 'Barnevernet ber om opplysninger'",
)
@argument("reference", metavar=mark("SAK"))
@option("--reason", default="", metavar=mark("GRUNN"), help=mark("Hvorfor det åpnes, uten navn."))
@option("--keyholder", default="", metavar=mark("BRUKER"), help=mark("Nøkkelholderen, når det er en annen enn deg."))
@click.pass_obj
def show_identity(workplace: Workplace, reference: str, reason: str, keyholder: str) -> None:
    """Show whom a case is about, and take it away again."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("Dette vises bare i en terminal, og aldri i en fil."))
    with workplace.unlock() as register:
        case = case_to_name(register, reference)
        name = keyholder or register.ring.name
        # Always typed: the file with the passphrase is the register's, and must not open anybody's identity.
        question = _("Passordfrasen til {name}, for å åpne hvem {reference} gjelder")
        asked = question.format(name=name, reference=case.reference)
        passphrase: str = click.prompt(asked, hide_input=True, err=True)
        revealed = open_identity(register, case, name, passphrase, reason)
        with _other_screen(err=False):
            _show(revealed, (revealed.until - register.now()).total_seconds())


@command.command("forget", help=mark("Ta bort hvem en sak gjelder."), epilog="assess identity forget F-2026-0042")
@argument("reference", metavar=mark("SAK"))
@click.pass_obj
def forget(workplace: Workplace, reference: str) -> None:
    """Take away whom a case is about."""
    with workplace.unlock() as register:
        case = case_to_name(register, reference)
        known = forget_identity(register, case)
    say(_("Tatt bort.") if known else _("Det var ikke skrevet inn hvem saken gjelder."))


def _asked() -> Identity:
    with _other_screen(err=True):
        remark(_("Enter hopper over. Skriv aldri fødselsnummer eller fødselsdato."))
        typed = {
            name: click.prompt(_(label), default="", show_default=False, err=True)
            for name, label in FIELD_NAMES.items()
        }
    return Identity.typed(typed)


def _read() -> Identity:
    try:
        fields = TypeAdapter(dict[str, str | int]).validate_json(sys.stdin.buffer.read(_LARGEST))
    except ValidationError:
        fields = {}
    if not fields or set(fields) - set(FIELD_NAMES):
        raise AssessError(
            _("Det som kom inn, er ikke JSON med feltene {fields}. Ingenting er lagret.").format(
                fields=", ".join(FIELD_NAMES)
            )
        )
    return Identity.typed({name: str(value) for name, value in fields.items()})


@contextmanager
def _other_screen(*, err: bool) -> Iterator[None]:
    click.echo(_OTHER_SCREEN, nl=False, err=err)
    try:
        yield
    finally:
        click.echo(_OWN_SCREEN, nl=False, err=err)


def _show(revealed: Revealed, seconds: float) -> None:
    say(revealed.reference)
    say()
    say(columns(revealed.identity.lines))
    say()
    say(_("Vises i {count} sekunder. Ctrl-C skjuler før.").format(count=SECONDS))
    try:
        time.sleep(min(max(seconds, 0), SECONDS))
    except KeyboardInterrupt:
        return
