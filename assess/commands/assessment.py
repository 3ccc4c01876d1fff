"""`assess assessment`: whole assessments as files, out and in."""

from __future__ import annotations

from pathlib import Path

import click

from assess.casework.assessment import label_of
from assess.casework.blindness import hidden_ratings
from assess.commands.output import as_json, escaped, refuse_taken, remark, say, say_data, write
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.errors import ImportRefused
from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.register import exchange
from assess.register.keeping import keeping_for
from assess.reports.carried import attached_json, read_pdf

_FILES = click.Path(path_type=Path)


def _print_schema(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's
    if wanted and not ctx.resilient_parsing:
        say_data(as_json(exchange.schema()))
        ctx.exit()


@click.group(
    "assessment",
    cls=Group,
    help=mark("Flytt hele vurderinger ut og inn som filer i JSON."),
    epilog="assess assessment --schema > assessment.schema.json",
)
@option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help=mark("Skriv JSON-skjemaet for filene."),
)
def command() -> None:
    """Carry whole assessments out and in."""


@command.command(
    "export",
    help=mark(
        "Skriv en vurdering som JSON, med saken og verktøyet den ble gjort med. "
        "VURDERING er sakens navn og vurderingens nummer; uten nummer gjelder den siste. Uttaket føres i journalen. "
        "Det deltakerne har vurdert hver for seg, er ikke med før det er vist for alle i møtet."
    ),
    epilog="assess assessment export F-2026-0042/2 -o F-2026-0042-2.json",
)
@argument("label", metavar=mark("VURDERING"))
@option("-o", "--output", metavar=mark("FIL"), type=_FILES, help=mark("Filen som skrives; ellers skjermen."))
@option("--force", is_flag=True, help=mark("Erstatt filen om den finnes."))
@click.pass_obj
def export(workplace: Workplace, label: str, output: Path | None, *, force: bool) -> None:
    """Write one assessment with everything needed to read it."""
    if output is not None:
        refuse_taken(output, replace=force)
    with workplace.unlock() as register:
        case, assessment = register.assessment_called(label)
        text = escaped(exchange.export(register, case, assessment))
    hidden = hidden_ratings(assessment)
    if hidden:
        remark(
            _(
                "Ikke med i filen: {count} egne vurderinger, som er skjult til alle har vurdert. "
                "En sikkerhetskopi tar med alt."
            ).format(count=hidden)
        )
    if output is None:
        say_data(text)
    else:
        write(output, text.encode())
        remark(_("Skrev {path}.").format(path=output))


@command.command(
    "import",
    help=mark(
        "Hent vurderinger inn fra filer i JSON, eller fra PDF-er som bærer vurderingen med seg. "
        "Alle filene kontrolleres først; er én feil, hentes ingen inn."
    ),
    epilog="assess assessment import F-2026-0042-2.pdf",
)
@argument("files", metavar=mark("FIL…"), type=_FILES, nargs=-1, required=True)
@click.pass_obj
def bring_in(workplace: Workplace, files: tuple[Path, ...]) -> None:
    """Keep what the files hold, all or nothing."""
    bundles = tuple(_read(file) for file in files)
    with workplace.unlock() as register:
        profile = workplace.all_profiles().profile(register.profile)
        keepings = tuple(keeping_for(one.case, profile, norwegian(register.now()).date()) for one in bundles)
        exchange.bring_in(register, bundles, keepings)
    for bundle in bundles:
        say(_("Hentet inn {label}.").format(label=label_of(bundle.assessment, bundle.case.reference)))


@command.command(
    "check",
    help=mark("Kontroller filer uten å hente noe inn. Registeret åpnes ikke."),
    epilog="assess assessment check F-2026-0042-2.json",
)
@argument("files", metavar=mark("FIL…"), type=_FILES, nargs=-1, required=True)
def check(files: tuple[Path, ...]) -> int:
    """Say what is wrong in each file."""
    wrong = 0
    for file in files:
        try:
            bundle = _read(file)
        except ImportRefused as error:
            wrong += 1
            say(error.message)
        else:
            label = label_of(bundle.assessment, bundle.case.reference)
            say(_("{path}: i orden, {label}.").format(path=file, label=label))
    return 1 if wrong else 0


def _read(file: Path) -> exchange.Bundle:
    """Read an assessment from JSON, or from the PDF that carries it."""
    if file.suffix.lower() != ".pdf":
        return exchange.read(file)
    return exchange.parse(attached_json(read_pdf(file), file), file)
