"""`assess compare`: two assessments of a case, item by item, on the screen, as data or as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case
from assess.commands.output import as_json, columns, refuse_taken, remark, say, say_data, shown, write
from assess.commands.spoken import Command, argument, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from assess.judgement.comparison import (
    KIND_WORDS,
    KINDS,
    Comparison,
    ItemChange,
    compare,
    not_yet_assessed,
    not_yet_words,
)
from assess.language import LANGUAGES, _, mark, spoken
from assess.register.register import Register
from assess.register.report_copies import note_written
from assess.reports import wording
from assess.reports.file import write_whole
from assess.reports.issue import Order, comparison_with, copy_of, prepare
from assess.reports.render import pdf_bytes


@click.command(
    "compare",
    cls=Command,
    help=mark(
        "Sammenlign to vurderinger av samme sak, den eldste først. "
        "Fra kjent til ukjent er en egen gruppe: å ikke vite lenger er aldri en bedring. "
        "Slutter filens navn på .pdf, skrives en rapport med begge beslutningene side om side."
    ),
    epilog="assess compare F-2026-0042/1 F-2026-0042/2 -o sammenligning.pdf",
)
@argument("first", metavar="A")
@argument("second", metavar="B")
@option("-o", "--output", metavar=mark("FIL"), type=click.Path(path_type=Path), help=mark("Skriv til en fil."))
@option("--force", is_flag=True, help=mark("Erstatt filen om den finnes."))
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@option("--lang", "language", type=click.Choice(tuple(LANGUAGES)), help=mark("Språket i PDF-en."))
@click.pass_obj
def command(
    workplace: Workplace,
    first: str,
    second: str,
    output: Path | None,
    language: str | None,
    *,
    force: bool,
    json_wanted: bool,
) -> None:
    """Say what changed from the first assessment to the second."""
    as_pdf = output is not None and output.suffix.lower() == ".pdf"
    if as_pdf and json_wanted:
        raise click.UsageError(_("Velg JSON eller PDF. De kan ikke skrives til samme fil."))
    if output is not None:
        refuse_taken(output, replace=force)
    with workplace.unlock() as register:
        case, before = register.assessment_called(first)
        other, after = register.assessment_called(second)
        if case != other:
            raise AssessError(_("{first} og {second} gjelder to ulike saker.").format(first=first, second=second))
        if before.number > after.number:
            remark(_("Merk: {first} er nyere enn {second}.").format(first=first, second=second))
        if output is not None and as_pdf:
            _write_pdf(workplace, register, (case, before, after), output, language or spoken())
            text = ""
        else:
            text = _text(register, (case, before, after), json_wanted=json_wanted, told=output is not None)
    if output is not None:
        if not as_pdf:
            write(output, text.encode())
        remark(_("Skrev {path}.").format(path=output))
    elif json_wanted:
        say_data(text)
    else:
        say(text.rstrip("\n"))


Compared = tuple[Case, Assessment, Assessment]
"""A case with the two of its assessments that are compared."""


def _text(register: Register, about: Compared, *, json_wanted: bool, told: bool) -> str:
    case, before, after = about
    old, new = _in_one_language(register.edition(before), register.edition(after))
    reading = _Reading(case.reference, compare(before, old, after, new), old, new)
    if told:
        register.tell("compare", after.id, case.id)
    return as_json(reading.data()) if json_wanted else shown("\n".join(reading.lines())) + "\n"


def _in_one_language(old: Edition, new: Edition) -> tuple[Instrument, Instrument]:
    """Both in the language spoken where both speak it, else in their own: other words would look like a change."""
    both = spoken() in old.languages and spoken() in new.languages
    return (old.spoken(spoken()), new.spoken(spoken())) if both else (old.instrument, new.instrument)


def _write_pdf(workplace: Workplace, register: Register, about: Compared, path: Path, language: str) -> None:
    """Tell the journal, write the PDF, and keep where the copy went."""
    case, before, after = about
    remark(_("Lager PDF …"))
    profiles = workplace.all_profiles()
    anchor = register.tell("compare", after.id, case.id).text
    request = comparison_with(register, profiles, case, before, language)
    prepared = prepare(register, profiles, Order(case, after, request, language), anchor)
    made = pdf_bytes(prepared.content)
    write_whole(made, path)
    note_written(register, copy_of(register, prepared, made, path.name))


class _Reading:
    """A comparison in words."""

    def __init__(self, reference: str, found: Comparison, old: Instrument, new: Instrument) -> None:
        self._reference = reference
        self._found = found
        self._old = old
        self._new = new

    def data(self) -> dict[str, object]:
        """For other programs: counts, and every item with its codes."""
        return {
            "before": label_of(self._found.before, self._reference),
            "after": label_of(self._found.after, self._reference),
            "counts": {kind: self._found.count(kind) for kind in KINDS},
            "items": self._found.changes,
            "not_assessed": [label_of(one, self._reference) for one in not_yet_assessed(self._found)],
            "measures_between": self._found.between,
        }

    def lines(self) -> Iterator[str]:
        """For people: the levels, the counts, then the items of each kind."""
        found = self._found
        yield _("{reference}: fra {before} til {after}").format(
            reference=self._reference,
            before=self._decided(found.before, self._old),
            after=self._decided(found.after, self._new),
        )
        yield ""
        if not_yet_words(found):
            yield not_yet_words(found)
            return
        yield columns([(str(found.count(kind)), _(KIND_WORDS[kind])) for kind in KINDS])
        between = found.count("known_to_unknown") + found.count("unknown_to_known")
        yield _("Mellom kjent og ukjent i alt: {count}").format(count=between)
        for kind in KINDS:
            changes = found.of_kind(kind)
            if changes:
                yield ""
                yield f"{_(KIND_WORDS[kind])} ({len(changes)})"
                yield columns([self._row(change) for change in changes])
        yield ""
        yield _("Tiltak imellom")
        own = _("eget")
        yield from (f"  {one.number or own}  {one.text} ({one.owner})" for one in found.between)
        if not found.between:
            yield "  " + _("ingen")

    def _row(self, change: ItemChange) -> tuple[str, ...]:
        before = "–" if change.kind == "not_comparable" else _answer(self._old, change.item, change.before)
        after = _answer(self._new, change.item, change.after)
        return "", wording.named(self._new, change.item), before, "→", after

    def _decided(self, assessment: Assessment, instrument: Instrument) -> str:
        day = wording.short_day(assessment.meeting.held_on)
        level = _("uten nivå")
        if assessment.decision is not None and instrument.level_outcome is not None:
            choice = instrument.outcome(instrument.level_outcome).choice(assessment.decision.level)
            level = f"{choice.code} {choice.label}"
        return _("vurdering {number} ({day}, {level})").format(number=assessment.number, day=day, level=level)


def _answer(instrument: Instrument, item: str, code: str | None) -> str:
    if code is None:
        return _("ikke tatt stilling til")
    known = item in instrument.items_by_id and code in instrument.scale_of(item).codes()
    return f"{code} {instrument.scale_of(item).label(code)}" if known else code
