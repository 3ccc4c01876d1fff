"""`assess report`: one assessment as a PDF for somebody, and whether a PDF is what the register would print."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.collecting import undisturbed
from assess.commands.output import refuse_taken, remark, say, shown
from assess.commands.report_request import Asked, request_of, request_options
from assess.commands.report_words import checked_words
from assess.commands.spoken import Command, argument, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError, ReportError
from assess.language import LANGUAGES, _, mark, spoken
from assess.register.register import Register
from assess.register.report_copies import export_folder, note_written
from assess.reports.access_cautions import cautions, places_to_read, refuse_unread
from assess.reports.access_places import place_words
from assess.reports.carried import read_pdf
from assess.reports.check import check
from assess.reports.dossier import Dossier
from assess.reports.file import write_whole
from assess.reports.handover import handover_cautions
from assess.reports.issue import Order, comparison_with, copy_of, dossier_of, free_path, prepare
from assess.reports.render import pdf_bytes
from assess.reports.request import ONLY_COPY, AccessReport, ComparisonReport, Handover, PaperCopy


@click.command(
    "report",
    cls=Command,
    help=mark(
        "Skriv en vurdering som PDF. VURDERING er sakens navn og vurderingens nummer; uten nummer gjelder den siste. "
        "Utskriften føres i journalen, og journalens hode står nederst på hver side. PDF-en er ikke kryptert: "
        "slett den når den er levert. «assess case copies» viser hvor eksemplarene ble av."
    ),
    epilog="assess report F-2026-0042/2 --variant one-page --recipient Politiet",
)
@argument("label", metavar=mark("VURDERING"), required=False)
@option(
    "-o",
    "--output",
    metavar=mark("FIL"),
    type=click.Path(path_type=Path),
    help=mark("Filen som skrives. Ellers får den vurderingens navn og legges i mappen «rapporter» ved registeret."),
)
@option("--force", is_flag=True, help=mark("Erstatt PDF-en om den finnes."))
@option("--lang", "language", type=click.Choice(tuple(LANGUAGES)), help=mark("Språket i PDF-en."))
@option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar=mark("HVEM"),
    help=mark(
        "Hvem eksemplaret er til: rolle eller virksomhet. Gjenta for flere: da får hver sin egen nummererte fil "
        "i «rapporter», og -o kan ikke brukes."
    ),
)
@request_options
@option(
    "--check",
    "checked",
    metavar="PDF",
    type=click.Path(path_type=Path),
    help=mark("Kontroller om en PDF er det registeret ville skrevet, og om merket på sidene stemmer."),
)
@click.pass_obj
def command(
    workplace: Workplace,
    label: str | None,
    output: Path | None,
    language: str | None,
    recipients: tuple[str, ...],
    checked: Path | None,
    *,
    force: bool,
    **asked: Unpack[Asked],
) -> int:
    """Write one copy for each recipient, or check a file."""
    if checked is not None and label is None:
        return _check(workplace, checked)
    if checked is not None or label is None:
        raise click.UsageError(_("Si hvilken vurdering som skal skrives, eller hvilken fil som skal kontrolleres."))
    if output is not None:
        if len(recipients) > 1:
            raise click.UsageError(_("Flere eksemplarer får hvert sitt navn. Bruk dem uten -o."))
        refuse_taken(output, replace=force)
    with workplace.unlock() as register:
        about = register.assessment_called(label)
        request = request_of(asked, lambda wanted: _comparison(workplace, register, about, wanted, language))
        for copy in _copies(recipients):
            path = output or free_path(export_folder(register), *about)
            refuse_taken(path, replace=force)
            remark(_("Lager PDF …"))
            with undisturbed():
                _write(workplace, register, Order(*about, request, language or spoken(), copy), path)
            say(_("Skrev {path}.").format(path=path))
    return 0


def _write(workplace: Workplace, register: Register, order: Order, path: Path) -> None:
    if isinstance(order.request, AccessReport):
        about = dossier_of(register, workplace.all_profiles(), order.case, order.assessment, order.language, "")
        _refuse_unread(about, order.request)
    anchor = register.tell("report", order.assessment.id, order.case.id).text
    prepared = prepare(register, workplace.all_profiles(), order, anchor)
    if isinstance(order.request, AccessReport):
        for sentence in cautions(prepared.dossier, order.request):
            remark(sentence)
    elif isinstance(order.request, Handover):
        for sentence in handover_cautions(prepared.dossier, order.request.party):
            remark(sentence)
    made = pdf_bytes(prepared.content)
    write_whole(made, path)
    note_written(register, copy_of(register, prepared, made, path.name))


def _refuse_unread(dossier: Dossier, request: AccessReport) -> None:
    """Refuse before the journal hears of it, and say what each place is called on the command line."""
    try:
        refuse_unread(dossier, request)
    except ReportError:
        for place in places_to_read(dossier, request):
            remark(f"  {place}  {place_words(place)}")
        raise


def _copies(recipients: tuple[str, ...]) -> tuple[PaperCopy, ...]:
    if not recipients:
        return (ONLY_COPY,)
    return tuple(PaperCopy(number, len(recipients), shown(one)) for number, one in enumerate(recipients, 1))


def _comparison(
    workplace: Workplace, register: Register, about: tuple[Case, Assessment], wanted: str, language: str | None
) -> ComparisonReport:
    case, assessment = about
    if wanted:
        other, before = register.assessment_called(wanted)
        if other != case:
            raise AssessError(
                _("{first} og {second} gjelder to ulike saker.").format(first=wanted, second=case.reference)
            )
    else:
        earlier = [one for one in register.assessments_of(case.id) if one.number < assessment.number]
        if not earlier:
            raise AssessError(_("{case} har ingen tidligere vurdering å sammenligne med.").format(case=case.reference))
        before = max(earlier, key=lambda one: one.number)
    return comparison_with(register, workplace.all_profiles(), case, before, language or spoken())


def _check(workplace: Workplace, path: Path) -> int:
    content = read_pdf(path)
    with workplace.unlock() as register:
        found = check(register, workplace.all_profiles(), path, content, pdf_bytes)
        if found.copy is not None:
            register.view(found.copy.case_id, "report", found.copy.assessment_id)
        for sentence in checked_words(register, found):
            say(sentence)
    return 0 if found.holds else 1
