"""`assess register`: making a register, keeping a way back, and seeing that it is sound."""

from __future__ import annotations

import click

from assess.commands.backup import backup, backups, restore_backup
from assess.commands.doctor import doctor
from assess.commands.founding import init
from assess.commands.journal import verdict
from assess.commands.output import say
from assess.commands.retention import command as retention
from assess.commands.spoken import Group, option
from assess.commands.users import rekey, users
from assess.commands.workplace import Workplace
from assess.errors import RegisterError
from assess.language import _, mark
from assess.register.anchors import Finding, accept_head, check_head
from assess.register.register import Register
from assess.register.soundness import read_through


@click.group("register", cls=Group, help=mark("Lag og kontroller et register."), epilog="assess register doctor")
def command() -> None:
    """Make a register, keep a way back, and see that it is sound."""


@command.command(
    "verify",
    help=mark(
        "Les hver sak og vurdering og hele journalen, og se om alt henger sammen, "
        "og om registeret er det samme som denne maskinen sist så."
    ),
    epilog="assess register verify",
)
@option(
    "--accept",
    is_flag=True,
    help=mark("Noter at dere vet hvorfor registeret er et eldre, for eksempel hentet fra en sikkerhetskopi."),
)
@click.pass_obj
def verify(workplace: Workplace, *, accept: bool) -> int:
    """Read everything, and say what doesn't hold together."""
    with workplace.unlock() as register:
        finding = _accepted(register) if accept else check_head(register)
        sound = read_through(register)
        found = register.verify()
    for problem in sound.problems:
        say(problem)
    say(_("Lest: {count} vurderinger. Feil: {problems}.").format(count=sound.assessments, problems=len(sound.problems)))
    say(verdict(found))
    if not finding.holds:
        say(finding.sentence)
    if accept:
        say(
            _("Ingenting å godta: registeret er det samme som denne maskinen sist så.")
            if finding.holds
            else _("Det står nå i journalen at dere vet hvorfor.")
        )
    return 1 if sound.problems or found.broken_at is not None or not (finding.holds or accept) else 0


for one in (init, users, rekey, backup, restore_backup, backups, doctor, retention):
    command.add_command(one)


def _accepted(register: Register) -> Finding:
    try:
        return accept_head(register)
    except OSError as error:
        raise RegisterError(
            _("Journalen har notert det, men denne maskinen kunne ikke huske det ({why}).").format(why=error.strerror),
            _("Se etter at du kan skrive i mappen for programmets tilstand."),
        ) from error
