"""`assess report`: one assessment as a PDF."""

from __future__ import annotations

import re
from pathlib import Path

import click

from assess.casework.assessment import Assessment, label_of
from assess.casework.blindness import without_hidden
from assess.casework.case import Case
from assess.commands.output import refuse_taken, remark, say
from assess.commands.spoken import Command, argument, option
from assess.commands.workplace import Workplace
from assess.language import LANGUAGES, _, mark, spoken
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.render import write_pdf


@click.command(
    "report",
    cls=Command,
    help=mark(
        "Skriv en vurdering som PDF. VURDERING er sakens navn og vurderingens nummer; uten nummer gjelder den siste. "
        "Utskriften føres i journalen, og journalens hode står nederst på hver side."
    ),
    epilog="assess report F-2026-0042/2 -o vurdering.pdf",
)
@argument("label", metavar=mark("VURDERING"))
@option(
    "-o",
    "--output",
    metavar=mark("FIL"),
    type=click.Path(path_type=Path),
    help=mark("Filen som skrives. Ellers får den vurderingens navn og legges i denne mappen."),
)
@option("--force", is_flag=True, help=mark("Erstatt PDF-en om den finnes."))
@option("--lang", "language", type=click.Choice(tuple(LANGUAGES)), help=mark("Språket i PDF-en."))
@click.pass_obj
def command(workplace: Workplace, label: str, output: Path | None, language: str | None, *, force: bool) -> None:
    """Write the PDF, and tell the journal before it is written so that its head covers it."""
    if output is not None:
        refuse_taken(output, replace=force)
    with workplace.unlock() as register:
        case, assessment = register.assessment_called(label)
        file = output or Path(neutral_name(case, assessment))
        refuse_taken(file, replace=force)
        remark(_("Lager PDF …"))
        write_report(register, workplace.all_profiles(), (case, assessment), file, language or spoken())
    say(_("Skrev {path}.").format(path=file))


def neutral_name(case: Case, assessment: Assessment) -> str:
    """A file name that says no more than the reference: `F-2026-0042-2.pdf`."""
    return re.sub(r"[^0-9A-ZÆØÅ]", "-", label_of(assessment, case.reference)) + ".pdf"


def write_report(
    register: Register, profiles: Profiles, about: tuple[Case, Assessment], file: Path, language: str
) -> None:
    """Tell the journal, and write the PDF of one assessment to `file`.

    Raises:
        ReportError: It can't be made or written.
        RegisterError: The journal could not be told; nothing was written.
        ProfileError: The assessment's profile can't be read.
    """
    case, assessment = about
    profile = profiles.profile(assessment.profile, language)
    dossier = Dossier(
        case=case,
        assessment=without_hidden(assessment),
        instrument=register.edition(assessment).spoken(language),
        profile=profile,
        legal=profiles.legal(profile.legal, language),
        journal_head=register.tell("report", assessment.id, case.id).text,
        demonstration=register.demonstration,
        printed_on=register.now().astimezone().date(),
        language=language,
    )
    write_pdf(build(dossier), file)
