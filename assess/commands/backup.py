"""`assess register backup`, `restore` and `backups`: a way back, and proof that it leads there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from assess.commands.output import as_json, columns, remark, say, say_data
from assess.commands.passphrase import known_passphrase
from assess.commands.spoken import Command, argument, option
from assess.commands.workplace import Workplace
from assess.errors import KeysOutdated
from assess.language import _, mark
from assess.register.backup import KEEP_DAYS, backup_file, make_backup
from assess.register.backup_age import backup_age, backups_of, last_verified
from assess.register.cards import Backup
from assess.register.founding import DEMONSTRATION_PASSPHRASE
from assess.register.register import Register
from assess.register.restore import manifest_of, restore, verify_backup


@click.command(
    cls=Command,
    name="backup",
    help=mark(
        "Ta en kryptert sikkerhetskopi i én fil, også mens registeret er åpent. "
        "Legg den på en annen disk. En fil som finnes fra før, erstattes aldri."
    ),
    epilog="assess register backup --to /media/minnepinne",
)
@option(
    "--to",
    "target",
    metavar=mark("FIL|MAPPE"),
    type=click.Path(path_type=Path),
    help=mark("Hvor den skal ligge. Ellers mappen dere står i."),
)
@option(
    "--keep-days",
    metavar="N",
    type=click.IntRange(min=0),
    default=KEEP_DAYS,
    help=mark("Om hvor mange dager dere destruerer den; 90 ellers."),
)
@click.pass_obj
def backup(workplace: Workplace, target: Path | None, keep_days: int) -> None:
    """Make a backup and say how to prove it."""
    with workplace.unlock() as register:
        file = backup_file(register, target or Path.cwd(), register.now())
        card = make_backup(register, file, keep_days)
    say(_("Sikkerhetskopi: {path} ({size}).").format(path=file, size=_size(card.size)))
    say(_("Den skal destrueres senest {day}.").format(day=_day(card.expires_on)))
    say(_("Den åpnes med passordfrasene som gjelder nå, og med gjenopprettingsnøkkelen."))
    say(_("Kontroller den: assess register restore {path} --verify").format(path=file))


@click.command(
    cls=Command,
    name="restore",
    help=mark(
        "Hent fram en sikkerhetskopi på et nytt sted, eller prøv den: les alt og sammenlign. "
        "Noe som finnes fra før, røres aldri."
    ),
    epilog="assess register restore saker.backup --verify",
)
@argument("file", metavar=mark("SIKKERHETSKOPI"), type=click.Path(path_type=Path))
@option("--to", metavar=mark("FIL"), type=click.Path(path_type=Path), help=mark("Hvor registeret skal ligge."))
@option(
    "--verify",
    is_flag=True,
    help=mark("Kontroller sikkerhetskopien mot registeret den er tatt av. Ingenting blir liggende igjen."),
)
@click.pass_obj
def restore_backup(workplace: Workplace, file: Path, to: Path | None, *, verify: bool) -> None:
    """Restore a backup to a new place, or only try it."""
    if to is not None:
        _restore(file, to)
    elif verify:
        _verify(workplace, file)
    else:
        raise click.UsageError(_("Si hvor registeret skal ligge med --to, eller prøv sikkerhetskopien med --verify."))


@click.command(
    cls=Command,
    name="backups",
    help=mark("List opp sikkerhetskopiene: når de er tatt, når de er kontrollert, og når de skal destrueres."),
    epilog="assess register backups",
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def backups(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print what the register knows of its backups, the newest first."""
    with workplace.unlock() as register:
        cards = backups_of(register)
        today = register.now().date()
        age, newest = backup_age(register, register.now()), last_verified(register, register.now())
    if json_wanted:
        say_data(as_json({"backups": cards, "last_verified": newest.id if newest else None}))
        return
    if cards:
        head = (_("Laget (UTC)"), _("Fil"), _("Størrelse"), _("Kontrollert"), _("Destrueres"))
        say(columns([head, *(_row(card, today) for card in cards)]))
        say()
    say(age)


def _restore(file: Path, to: Path) -> None:
    made = manifest_of(file)
    passphrase = DEMONSTRATION_PASSPHRASE if made.kind == "demonstration" else known_passphrase()
    remark(_("Leser og sammenligner …"))
    restore(file, to, passphrase)
    say(_("Registeret ligger på {path}, med nøkkelfilen ved siden av.").format(path=to))
    say(_("Alt er lest og likt det som ble kopiert {moment} UTC.").format(moment=f"{made.made_at:%d.%m.%Y %H:%M}"))
    say(_("Det som er skrevet etter det, er ikke med. Åpne det med: assess --register {path}").format(path=to))


def _verify(workplace: Workplace, file: Path) -> None:
    with workplace.unlock() as register:
        remark(_("Leser og sammenligner …"))
        card = _verified(register, file)
    say(_("Sikkerhetskopien er hel: alt er hentet fram, lest og sammenlignet, og fjernet igjen."))
    say(
        _("Laget {moment} UTC. Skal destrueres senest {day}.").format(
            moment=f"{card.made_at:%d.%m.%Y %H:%M}", day=_day(card.expires_on)
        )
    )


def _verified(register: Register, file: Path) -> Backup:
    try:
        return verify_backup(register, file)
    except KeysOutdated:
        remark(_("Nøklene er byttet siden sikkerhetskopien ble laget. Bruk en passordfrase som gjaldt da."))
        return verify_backup(register, file, known_passphrase())


def _row(card: Backup, today: date) -> tuple[str, ...]:
    verified = f"{card.verified_at:%d.%m.%Y}" if card.verified_at else _("nei")
    expires = _day(card.expires_on)
    if card.expires_on < today:
        expires = _("{day} (over tiden)").format(day=expires)
    return (f"{card.made_at:%d.%m.%Y %H:%M}", card.name, _size(card.size), verified, expires)


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
