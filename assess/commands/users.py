"""`assess register users` and `assess register rekey`: who may open a register, and with which keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assess.commands.output import as_json, columns, remark, say, say_data
from assess.commands.passphrase import first_line, known_passphrase, new_passphrase, user_name
from assess.commands.spoken import Command, Group, argument, option
from assess.commands.workplace import Workplace
from assess.language import _, mark
from assess.register import users as verbs
from assess.register.cards import User
from assess.register.founding import DEMONSTRATION_PASSPHRASE
from assess.register.passphrases import advice
from assess.register.register import Register
from assess.register.rekey import rekey as change_keys
from assess.register.roles import ROLE_NAMES, ROLES, Role
from assess.register.slot import NewUser
from assess.register.vault import Vault
from assess.reports.wording import short_day

_roles = option(
    "--role",
    "roles",
    metavar=mark("ROLLE"),
    type=click.Choice(ROLES),
    multiple=True,
    required=True,
    help=mark("En rolle; gjenta valget for flere: secretary, participant, reader, supervisor, trainer, keyholder."),
)
_passphrase_file = option(
    "--passphrase-file",
    "file",
    metavar=mark("FIL"),
    type=click.Path(path_type=Path),
    help=mark("Den nye passordfrasen er første linje i filen. Ellers skrives den to ganger her."),
)


@click.group(
    "users",
    cls=Group,
    help=mark("Se og endre hvem som kan åpne registeret."),
    epilog="assess register users list",
)
def users() -> None:
    """Say and change who may open the register."""


@users.command(
    "list", help=mark("List opp brukerne med roller, også dem som er fjernet."), epilog="assess register users list"
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def list_users(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print every user in a line."""
    with workplace.unlock() as register:
        found = verbs.users(register)
    if json_wanted:
        say_data(as_json(found))
        return
    head = (_("Navn"), _("Roller"), _("Lagt til"), _("Fjernet"), _("I journalen"))
    say(columns([head, *(_row(user) for user in found)]))


@users.command(
    "add",
    help=mark("Legg til en bruker med egen passordfrase. En nøkkelholder gjør det."),
    epilog="assess register users add politi --role participant --role keyholder",
)
@argument("name", metavar=mark("NAVN"))
@_roles
@_passphrase_file
@click.pass_obj
def add(workplace: Workplace, name: str, roles: tuple[Role, ...], file: Path | None) -> None:
    """Give somebody a slot."""
    with _opened(workplace) as (register, passphrase):
        register.require("manage_users")
        added = verbs.add_user(register, passphrase, NewUser(name, roles, _new(register, name, file)))
    say(_("{name} er lagt til som {roles}.").format(name=added.name, roles=_named(added.roles)))


@users.command(
    "passphrase",
    help=mark("Bytt din egen passordfrase."),
    epilog="assess register users passphrase",
)
@_passphrase_file
@click.pass_obj
def passphrase(workplace: Workplace, file: Path | None) -> None:
    """Change the passphrase of whoever is at the keyboard."""
    with _opened(workplace) as (register, old):
        verbs.change_passphrase(register, old, _new(register, register.ring.name, file))
    say(_("Passordfrasen er byttet."))
    say(
        _(
            "En kopi av nøkkelfilen fra før i dag åpnes fortsatt med den gamle. "
            "Kan andre kjenne den, bytt også nøklene: «assess register rekey»."
        )
    )


@users.command(
    "role",
    help=mark("Gi en bruker andre roller enn før. De som ikke nevnes, tas bort."),
    epilog="assess register users role veileder --role supervisor --role reader",
)
@argument("name", metavar=mark("NAVN"))
@_roles
@click.pass_obj
def role(workplace: Workplace, name: str, roles: tuple[Role, ...]) -> None:
    """Give somebody other roles."""
    with _opened(workplace) as (register, passphrase):
        held = {user.name: user.roles for user in verbs.users(register) if user.removed_at is None}.get(name, ())
        verbs.set_roles(register, passphrase, name, roles)
    say(_("{name} er nå {roles}.").format(name=name, roles=_named(roles)))
    if "keyholder" in held and "keyholder" not in roles:
        say(
            _(
                "En gammel kopi av nøkkelfilen åpner fortsatt identitetene. "
                "Bytt nøklene for å stenge det: «assess register rekey»."
            )
        )


@users.command(
    "remove",
    help=mark("Ta bort en bruker, og bytt alle nøkler. De andre beholder passordfrasene sine."),
    epilog="assess register users remove politi",
)
@argument("name", metavar=mark("NAVN"))
@click.pass_obj
def remove(workplace: Workplace, name: str) -> None:
    """Take somebody out."""
    with _opened(workplace) as (register, passphrase):
        remark(_("Lager registeret på nytt med nye nøkler …"))
        left = verbs.remove_user(register, passphrase, name)
    say(_("{name} er tatt bort, og alle nøkler er byttet. De andre beholder passordfrasene sine.").format(name=name))
    _say_what_is_left(workplace.register_path, left)


@click.command(
    "rekey",
    cls=Command,
    help=mark(
        "Bytt alle nøkler: når en passordfrase eller en nøkkelfil kan være kjent for andre, "
        "eller når et nøkkelbytte ble avbrutt. Alle beholder passordfrasene sine."
    ),
    epilog="assess register rekey",
)
@click.pass_obj
def rekey(workplace: Workplace) -> None:
    """Change every key."""
    with _opened(workplace) as (register, passphrase):
        remark(_("Lager registeret på nytt med nye nøkler …"))
        left = change_keys(register, passphrase)
    say(_("Registeret har fått nye nøkler. Alle beholder passordfrasene sine."))
    _say_what_is_left(workplace.register_path, left)


@contextmanager
def _opened(workplace: Workplace) -> Iterator[tuple[Register, str]]:
    """The open register with the passphrase that opened it: changing keys needs what a session doesn't hold."""
    path = workplace.register_path
    demonstration = Vault.read(path).kind == "demonstration"
    known = DEMONSTRATION_PASSPHRASE if demonstration else known_passphrase()
    with Register.unlock(path, known, None if demonstration else user_name()) as register:
        yield register, known


def _new(register: Register, name: str, file: Path | None) -> str:
    if file is not None:
        return first_line(file)
    while True:
        typed = new_passphrase(_("Ny passordfrase for {name}").format(name=name))
        why = advice(typed, (name, register.organisation, register.profile))
        if not why:
            return typed
        remark(why)


def _say_what_is_left(register: Path, left: tuple[str, ...]) -> None:
    say(
        _(
            "Eldre sikkerhetskopier ligger fortsatt under de gamle nøklene, og åpnes av dem som kunne åpne dem før. "
            "Ta en ny sikkerhetskopi nå, og ødelegg de gamle når dere kan."
        )
    )
    for copy in sorted(file for file in register.parent.iterdir() if file.name.startswith(f"{register.name}.before-")):
        say(_("Også {path} ligger under de gamle nøklene.").format(path=copy))
    if left:
        say(
            _("Hvem saken gjelder, kunne ikke åpnes med de gamle nøklene, og står som det sto: {cases}.").format(
                cases=", ".join(left)
            )
        )


def _row(user: User) -> tuple[str, ...]:
    removed = "–" if user.removed_at is None else short_day(user.removed_at.date())
    return (user.name, _named(user.roles), short_day(user.added_at.date()), removed, user.id)


def _named(roles: tuple[Role, ...]) -> str:
    return ", ".join(_(ROLE_NAMES[one]) for one in ROLES if one in roles)
