"""`assess register`: making a register, and seeing that it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE

import click

from assess.casework.assessment import label_of
from assess.casework.consistency import inconsistencies
from assess.commands.journal import verdict, verification_data
from assess.commands.output import as_json, columns, remark, say, say_data
from assess.commands.passphrase import new_passphrase, others_may_open
from assess.commands.spoken import Group, option
from assess.commands.workplace import Workplace
from assess.language import _, mark, spoken
from assess.register.refusals import refuse_unless_free
from assess.register.register import Founding, Register
from assess.register.vault import keys_path

_WANTED: dict[str, str] = {
    "cipher_log_level": "NONE",
    "cipher_memory_security": "1",
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "recursive_triggers": "1",
    "trusted_schema": "0",
    "cell_size_check": "1",
    "secure_delete": "1",
    "temp_store": "2",
}
"""What each setting must read back as, for nothing to be lost or leaked."""


@click.group("register", cls=Group, help=mark("Lag og kontroller et register."), epilog="assess register doctor")
def command() -> None:
    """Make a register, and see that it is sound."""


@command.command(
    "init",
    help=mark("Lag et nytt, kryptert register. Det som finnes fra før, røres aldri."),
    epilog="assess --register saker.assess register init --profile fredrikstad",
)
@option("--profile", "name", metavar=mark("PROFIL"), required=True, help=mark("Hvem dere er: «assess profile list»."))
@click.pass_obj
def init(workplace: Workplace, name: str) -> None:
    """Found a register."""
    path = workplace.register_path
    profile = workplace.all_profiles().profile(name)
    refuse_unless_free(path)
    founding = Founding(profile=profile.id, organisation=profile.organisation, language=spoken())
    passphrase = new_passphrase()
    remark(_("Lager registeret …"))
    Register.found(path, passphrase, founding).close()
    say(_("Registeret ligger på {path}, med nøkkelfilen ved siden av.").format(path=path))
    say(_("Uten passordfrasen kan ingen lese det. Skriv den ned, og legg den i safen."))


@dataclass(frozen=True, slots=True)
class _File:
    """One of the register's files, and who may open it."""

    path: Path
    mode: str
    private: bool


@command.command(
    "doctor",
    help=mark("Les innstillingene tilbake, se hvem som kan åpne filene, og les hele journalen."),
    epilog="assess register doctor --json",
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def doctor(workplace: Workplace, *, json_wanted: bool) -> int:
    """Say whether settings, files and journal are as they should be."""
    with workplace.unlock() as register:
        settings, found = register.settings(), register.verify()
        files = [_file(path) for path in (register.path, keys_path(register.path))]
        kind = register.kind
    wrong = {name: wanted for name, wanted in _WANTED.items() if str(settings.get(name)) != wanted}
    sound = not wrong and all(file.private for file in files) and found.broken_at is None
    if json_wanted:
        data = {"settings": settings, "wrong_settings": wrong, "files": files, "kind": kind, "sound": sound}
        say_data(as_json({**data, "journal": verification_data(found)}))
        return 0 if sound else 1
    say(columns([(name, str(value), _wish(wrong, name)) for name, value in settings.items()]))
    for file in files:
        access = _("bare for deg") if file.private else _("andre kan åpne filen; bruk «chmod 600»")
        say(f"{file.path} ({file.mode}): {access}")
    say(verdict(found))
    say(_("Alt er i orden.") if sound else _("Noe er ikke som det skal være; se over."))
    return 0 if sound else 1


@command.command(
    "verify",
    help=mark("Les hver sak og vurdering og hele journalen, og se om alt henger sammen."),
    epilog="assess register verify",
)
@click.pass_obj
def verify(workplace: Workplace) -> int:
    """Read everything, and say what doesn't hold together."""
    count = 0
    problems: list[str] = []
    with workplace.unlock() as register:
        for line in register.case_lines():
            for assessment in register.assessments_of(line.case_id):
                count += 1
                label = label_of(assessment, line.reference)
                edition = register.edition(assessment)
                if edition.hash != assessment.instrument.hash:
                    problems.append(_("{label}: verktøyet er ikke det vurderingen ble gjort med").format(label=label))
                for one in inconsistencies(assessment, edition.instrument):
                    place = ".".join(map(str, one.place))
                    problems.append(f"{label}: {place}: {one.message}")
        problems += register.faults()
        found = register.verify()
    for problem in problems:
        say(problem)
    say(_("Lest: {count} vurderinger. Feil: {problems}.").format(count=count, problems=len(problems)))
    say(verdict(found))
    return 1 if problems or found.broken_at is not None else 0


def _wish(wrong: dict[str, str], name: str) -> str:
    return _("skal være {wanted}").format(wanted=wrong[name]) if name in wrong else ""


def _file(path: Path) -> _File:
    return _File(path, f"{S_IMODE(path.stat().st_mode):04o}", private=not others_may_open(path))
