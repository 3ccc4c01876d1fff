"""`assess register retention`: how long cases are kept, and how they leave."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assess.commands.output import as_json, columns, refuse_taken, remark, say, say_data, write
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError, NotAllowed
from assess.language import _, mark, spoken
from assess.norwegian_time import norwegian
from assess.profile.model import DisposalRule, Profile
from assess.register.keeping import sentence
from assess.register.register import Register

_REASON = mark("Hvorfor; følger saken så lenge den er her. Uten dette valget spør programmet.")


@click.group(
    "retention",
    cls=Group,
    help=mark("Se hvor lenge sakene lagres, og forny, sperr, arkiver og slett dem."),
    epilog="assess register retention list",
)
def command() -> None:
    """Look at how long cases are kept, and let them leave."""


@command.command(
    "list", help=mark("List opp sakene etter frist, det som haster først."), epilog="assess register retention list"
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def list_keepings(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print every case's reference and deadline; nothing of what the case holds."""
    from assess.register.retention import keepings

    with workplace.unlock() as register:
        today = norwegian(register.now()).date()
        found = keepings(register, _profile(workplace, register))
    if json_wanted:
        say_data(
            as_json(
                [
                    {"reference": name, "overdue": one.due_on < today, **one.model_dump(mode="json")}
                    for name, one in found
                ]
            )
        )
    elif found:
        say(columns([(name, one.rule, sentence(one, today)) for name, one in found]))
    else:
        say(_("Registeret har ingen saker."))


@command.command(
    "renew",
    help=mark("Forny lagringen av en sak som fortsatt trengs. En avsluttet sak fornyes bare av to."),
    epilog='assess register retention renew F-2026-0042 --reason "Oppfølgingen varer ut året"',
)
@argument("reference", metavar=mark("SAK"))
@option("--reason", default="", metavar=mark("TEKST"), help=_REASON)
@option("--rule", default="", metavar=mark("FRIST"), help=mark("En annen lagringsfrist fra profilen, fra nå av."))
@option("--with", "second", default="", metavar=mark("BRUKER"), help=mark("Hvem som er enig."))
@click.pass_obj
def renew(workplace: Workplace, reference: str, reason: str, rule: str, second: str) -> None:
    """Keep a case for one more period."""
    from assess.register import retention

    reason = reason or _asked_why()
    with workplace.unlock() as register:
        card = retention.renew(register, _profile(workplace, register), reference, reason, rule=rule, second=second)
        today = norwegian(register.now()).date()
    say(f"{reference.upper()} {sentence(card, today)}.")


@command.command(
    "block",
    help=mark("Sperr en sak: den beholdes, men brukes ikke. Bare en nøkkelholder som sier hvorfor, kan åpne den."),
    epilog='assess register retention block F-2026-0042 --reason "Den det gjelder, ber om sletting"',
)
@argument("reference", metavar=mark("SAK"))
@option("--reason", default="", metavar=mark("TEKST"), help=_REASON)
@click.pass_obj
def block(workplace: Workplace, reference: str, reason: str) -> None:
    """Let nobody use a case."""
    from assess.register import retention

    reason = reason or _asked_why()
    with workplace.unlock() as register:
        retention.block(register, _profile(workplace, register), reference, reason)
    say(_("{reference} er sperret.").format(reference=reference.upper()))


@command.command(
    "unblock",
    help=mark("Opphev sperringen av en sak. Det gjør en nøkkelholder."),
    epilog='assess register retention unblock F-2026-0042 --reason "Kravet er trukket"',
)
@argument("reference", metavar=mark("SAK"))
@option("--reason", default="", metavar=mark("TEKST"), help=_REASON)
@click.pass_obj
def unblock(workplace: Workplace, reference: str, reason: str) -> None:
    """Let a case be used again."""
    from assess.register import retention

    reason = reason or _asked_why()
    with workplace.unlock() as register:
        card = retention.unblock(register, _profile(workplace, register), reference, reason)
        today = norwegian(register.now()).date()
    say(f"{reference.upper()} {sentence(card, today)}.")


@command.command(
    "archive",
    help=mark(
        "Skriv alt om en sak til én fil for arkivet, og les den tilbake. Filen er ikke kryptert, "
        "og hvem saken gjelder, er ikke med."
    ),
    epilog="assess register retention archive F-2026-0042 --to /media/arkiv",
)
@argument("reference", metavar=mark("SAK"))
@option(
    "--to",
    "folder",
    required=True,
    metavar=mark("MAPPE"),
    type=click.Path(path_type=Path),
    help=mark("Hvor filen skrives; den erstatter aldri en annen."),
)
@click.pass_obj
def archive(workplace: Workplace, reference: str, folder: Path) -> None:
    """Hand a whole case over to the archive."""
    from assess.register.archive import archive_case
    from assess.reports.archive_copy import archive_prints

    with workplace.unlock() as register:
        remark(_("Arkivuttaket blir ikke kryptert: et arkiv tar ikke imot det. Ta vare på filen deretter."))
        remark(_("Hvem saken gjelder, er ikke med. Før det inn i arkivet på vanlig måte."))
        prints = archive_prints(register, workplace.all_profiles())
        made = archive_case(register, _profile(workplace, register), reference, folder, prints)
    say(_("Skrev {path}, og leste den tilbake: {count} deler.").format(path=made.path, count=len(made.parts)))
    say(f"SHA-256: {made.sha256}")


@command.command(
    "erase",
    help=mark(
        "Slett en sperret sak for godt, og vis kvitteringen. Den må være arkivert, eller kunne kasseres "
        "etter en regel som dere har vedtatt. Gå ut av de andre vinduene først."
    ),
    epilog="assess register retention erase F-2026-0042 --archived --receipt /media/arkiv",
)
@argument("reference", metavar=mark("SAK"))
@option("--archived", is_flag=True, help=mark("Saken er arkivert, og er ikke endret siden."))
@option("--rule", "rule_id", metavar=mark("REGEL"), help=mark("Kassasjonsregelen i profilen som gjelder i stedet."))
@option(
    "--receipt",
    "folder",
    metavar=mark("MAPPE"),
    type=click.Path(path_type=Path),
    help=mark("Hvor kvitteringen også skrives som fil, med sakens referanse; helst ikke ved registeret."),
)
@option("--yes", "sure", is_flag=True, help=mark("Spør ikke etter referansen."))
@click.pass_obj
def erase(
    workplace: Workplace, reference: str, rule_id: str | None, folder: Path | None, *, archived: bool, sure: bool
) -> None:
    """Say what goes, ask for the reference back, and erase."""
    from assess.register import erasure
    from assess.register.erasure_words import leaving_lines, receipt_lines

    if archived == (rule_id is not None):
        raise click.UsageError(_("Velg enten --archived eller --rule."))
    with workplace.unlock() as register:
        rule = None if rule_id is None else _disposal_rule(_profile(workplace, register), rule_id)
        erasure.refuse_unready(register, reference, rule)
        goes = erasure.leaving(register, reference)
        if folder is not None:
            refuse_taken(folder / "kvittering.json", replace=True)
        for line in leaving_lines(goes):
            remark(line)
        if not sure:
            _ask_back(goes.reference)
        erased = erasure.erase(register, reference, rule)
    for line in receipt_lines(erased):
        say(line)
    if folder is not None:
        file = folder / f"kvittering-{erased.receipt.id}.json"
        write(file, as_json(erasure.receipt_data(erased)).encode())
        say(_("Kvitteringen ligger på {path}.").format(path=file))


def _asked_why() -> str:
    """A reason that stands neither in the shell's history nor in the list of processes."""
    if not _at_terminal():
        raise click.UsageError(_("Si hvorfor med --reason."))
    answer: str = click.prompt(_("Hvorfor"), err=True)
    return answer


def _profile(workplace: Workplace, register: Register) -> Profile:
    return workplace.all_profiles().profile(register.profile, spoken())


def _disposal_rule(profile: Profile, rule_id: str) -> DisposalRule:
    rule = profile.disposal_rule(rule_id)
    if rule is None:
        known = ", ".join(one.id for one in profile.disposal_rules) or "–"
        raise NotAllowed(
            _("Profilen {profile} har ingen kassasjonsregel som heter {rule}.").format(
                profile=profile.id, rule=rule_id
            ),
            _("Den har: {rules}.").format(rules=known),
        )
    return rule


def _ask_back(reference: str) -> None:
    if not _at_terminal():
        raise click.UsageError(_("Det er ingen terminal å spørre i. Bruk --yes når dere er sikre."))
    answer: str = click.prompt(_("Skriv sakens referanse for å slette den"), err=True)
    if answer.strip().upper() != reference:
        raise AssessError(_("Referansen var en annen. Ingenting er slettet."))


def _at_terminal() -> bool:
    return sys.stdin.isatty()
