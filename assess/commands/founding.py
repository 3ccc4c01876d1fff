"""`assess register init`: a new register, its first keyholders, and the recovery key on paper."""

from __future__ import annotations

import click

from assess.commands.output import remark, say
from assess.commands.passphrase import new_passphrase, refuse_without_terminal
from assess.commands.spoken import Command, option
from assess.commands.workplace import Workplace
from assess.errors import NotAllowed
from assess.language import _, mark, spoken
from assess.register.founding import Founding, found, refuse_unready
from assess.register.passphrases import advice
from assess.register.recovery import RecoveryKey
from assess.register.refusals import refuse_unless_free
from assess.register.roles import Role
from assess.register.slot import NewUser, readable_name
from assess.register.vault import LEAST_KEYHOLDERS

_FIRST_ROLES: tuple[Role, ...] = ("secretary", "keyholder")
_OTHER_ROLES: tuple[Role, ...] = ("keyholder",)


@click.command(
    "init",
    cls=Command,
    help=mark(
        "Lag et nytt, kryptert register med to nøkkelholdere og en gjenopprettingsnøkkel på papir. "
        "Det som finnes fra før, røres aldri."
    ),
    epilog="assess --register saker.assess register init --profile fredrikstad",
)
@option("--profile", "name", metavar=mark("PROFIL"), required=True, help=mark("Hvem dere er: «assess profile list»."))
@click.pass_obj
def init(workplace: Workplace, name: str) -> None:
    """Found a register."""
    path = workplace.register_path
    profile = workplace.all_profiles().profile(name)
    refuse_unless_free(path)
    refuse_without_terminal()
    founding = Founding(profile=profile.id, organisation=profile.organisation, language=spoken())
    remark(
        _(
            "Registeret skal ha minst {count} nøkkelholdere: glemmer én passordfrasen, slipper den andre dere inn."
        ).format(count=LEAST_KEYHOLDERS)
    )
    remark(_("Hver av dem skriver sin egen passordfrase, uten at den andre ser på."))
    people = _people(founding)
    recovery = RecoveryKey.new()
    _prove(recovery)
    remark(_("Lager registeret …"))
    found(path, people, recovery, founding).close()
    say(_("Registeret ligger på {path}, med nøkkelfilen ved siden av.").format(path=path))
    say(_("Legg gjenopprettingsnøkkelen i en lukket konvolutt i safen. Den finnes bare på papiret."))


def _people(founding: Founding) -> list[NewUser]:
    people: list[NewUser] = []
    while len(people) < LEAST_KEYHOLDERS:
        number = len(people) + 1
        suggested = "sekretær" if number == 1 else None
        asked: str = click.prompt(
            _("Nøkkelholder {number}: navn å logge inn med (initialer eller funksjon)").format(number=number),
            default=suggested,
            err=True,
        )
        name = readable_name(asked)
        if name is None:
            remark(_("Bruk små bokstaver og tall uten mellomrom, høyst 40."))
            continue
        roles = _FIRST_ROLES if number == 1 else _OTHER_ROLES
        person = NewUser(name, roles, _good_passphrase(name, founding))
        try:
            if len(people) + 1 == LEAST_KEYHOLDERS:
                refuse_unready([*people, person])
        except NotAllowed as error:
            remark(str(error))
            continue
        people.append(person)
    return people


def _good_passphrase(name: str, founding: Founding) -> str:
    while True:
        passphrase = new_passphrase(_("Ny passordfrase for {name}").format(name=name))
        why = advice(passphrase, (name, founding.organisation, founding.profile))
        if not why:
            return passphrase
        remark(why)


def _prove(recovery: RecoveryKey) -> None:
    remark(_("Gjenopprettingsnøkkelen åpner registeret hvis alle passordfrasene er glemt. Skriv den på papir nå:"))
    remark("")
    remark(f"    {recovery.text}")
    remark("")
    while True:
        answer: str = click.prompt(_("Skriv den inn igjen fra papiret"), err=True)
        if RecoveryKey.parse(answer) == recovery:
            return
        remark(_("Det er ikke den samme. Se nøye på papiret, og prøv igjen."))
