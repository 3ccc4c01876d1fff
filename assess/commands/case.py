"""`assess case`: the cases in the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click
from pydantic import TypeAdapter

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case, Phase
from assess.commands.output import as_json, columns, say, say_data
from assess.commands.report_words import copy_head, copy_row
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.instrument.model import Instrument
from assess.language import _, mark, spoken
from assess.register.register import Register
from assess.register.report_copies import copies_of, lying
from assess.register.report_copies import remove as remove_copy
from assess.register.store import CaseLine
from assess.reports import wording


@click.group("case", cls=Group, help=mark("Se sakene i registeret."), epilog="assess case list")
def command() -> None:
    """Look at the register's cases."""


@command.command(
    "list", help=mark("List opp sakene, med den siste vurderingen av hver."), epilog="assess case list --json"
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def list_cases(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print every case in a line."""
    with workplace.unlock() as register:
        lines = register.case_lines()
    if json_wanted:
        say_data(as_json(lines))
    elif lines:
        head = (_("Sak"), _("Fase"), _("Møte"), _("Nivå"), _("Hjelp"), _("Tilstand"), _("Ny vurdering"))
        say(columns([head, *(_row(line) for line in lines)]))
    else:
        say(_("Registeret har ingen saker ennå."))


@command.command("show", help=mark("Vis en sak med alle vurderingene av den."), epilog="assess case show F-2026-0042")
@argument("reference", metavar=mark("SAK"))
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def show_case(workplace: Workplace, reference: str, *, json_wanted: bool) -> None:
    """Print one case and its assessments."""
    with workplace.unlock() as register:
        case = register.case_called(reference)
        register.view(case.id, "case")
        assessments = register.assessments_of(case.id)
        if json_wanted:
            say_data(as_json({"case": case, "assessments": [_summary(case, one) for one in assessments]}))
            return
        say(f"{case.reference}: {case.summary}")
        say(
            _("Opprettet {day}. Fase: {phase}.").format(
                day=_day(case.opened_at.date()), phase=wording.phase(case.phase)
            )
        )
        say()
        if assessments:
            head = (_("Vurdering"), _("Møte"), _("Tilstand"), _("Nivå"), _("Hjelp"), _("Tiltak"), _("Ny vurdering"))
            say(columns([head, *(_told(register, case, one) for one in assessments)]))
        else:
            say(_("Saken har ingen vurderinger ennå."))


@command.command(
    "copies",
    help=mark(
        "List eksemplarene som er skrevet av sakens vurderinger, hvem de er til, og om filen ligger i mappen "
        "«rapporter». Med --remove slettes filene som ligger der; lista blir stående. Uten SAK gjelder det alle sakene."
    ),
    epilog="assess case copies F-2026-0042 --remove",
)
@argument("reference", metavar=mark("SAK"), required=False)
@option("--remove", is_flag=True, help=mark("Slett filene som ligger i mappen."))
@click.pass_obj
def copies(workplace: Workplace, reference: str | None, *, remove: bool) -> None:
    """Print every copy in a line, or remove those whose files lie there."""
    with workplace.unlock() as register:
        every = [line.reference for line in register.case_lines()]
        cases = [register.case_called(one) for one in ([reference] if reference else every)]
        if remove:
            gone = [removed for case in cases for removed in lying(register, case.id)]
            for found in gone:
                remove_copy(register, found)
            say(_("Filer som er slettet: {count}.").format(count=len(gone)))
            return
        rows = [row for case in cases for row in _copies(register, case)]
    say(columns([copy_head(), *rows]) if rows else _("Ingen eksemplarer er skrevet."))


def _copies(register: Register, case: Case) -> Iterator[tuple[str, ...]]:
    there = {found.copy.id for found in lying(register, case.id)}
    labels = {one.id: label_of(one, case.reference) for one in register.assessments_of(case.id)}
    for copy in copies_of(register, case.id):
        yield copy_row(copy, labels[copy.assessment_id], register.user_names, lies=copy.id in there)


def _row(line: CaseLine) -> tuple[str, ...]:
    state = _("ikke vurdert") if line.state is None else _state(line.state)
    if line.state == "draft" and line.standing:
        state = _("utkast pågår")  # the level in the same line is that of the last signed assessment
    phase = wording.phase(TypeAdapter(Phase).validate_python(line.phase))
    return (line.reference, phase, _day(line.held_on), line.level or "–", line.need or "–", state, _day(line.review_on))


def _told(register: Register, case: Case, assessment: Assessment) -> tuple[str, ...]:
    instrument = register.edition(assessment).spoken(spoken())
    decision, help_need = assessment.decision, assessment.help_need
    return (
        label_of(assessment, case.reference),
        _day(assessment.meeting.held_on),
        _state(assessment.state),
        _choice(instrument, instrument.level_outcome, decision.level if decision else None),
        _choice(instrument, instrument.help_outcome, help_need.need if help_need else None),
        str(len(assessment.measures)),
        _day(assessment.review_on),
    )


def _choice(instrument: Instrument, outcome: str | None, code: str | None) -> str:
    if outcome is None or code is None:
        return "–"
    return f"{code} {instrument.outcome(outcome).choice(code).label}"


def _summary(case: Case, assessment: Assessment) -> dict[str, object]:
    return {
        "label": label_of(assessment, case.reference),
        "id": assessment.id,
        "instrument": assessment.instrument,
        "held_on": assessment.meeting.held_on,
        "state": assessment.state,
        "locked_at": assessment.locked_at,
        "level": assessment.decision.level if assessment.decision else None,
        "help_need": assessment.help_need.need if assessment.help_need else None,
        "measures": len(assessment.measures),
        "review_on": assessment.review_on,
    }


def _state(state: str) -> str:
    return _("låst") if state == "locked" else _("utkast")


def _day(day: date | None) -> str:
    return "–" if day is None else wording.short_day(day)
