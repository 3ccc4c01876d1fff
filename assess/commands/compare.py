"""`assess compare`: two assessments of a case, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assess.casework.assessment import Assessment, label_of
from assess.commands.output import as_json, columns, refuse_taken, remark, say, say_data, shown, write
from assess.commands.spoken import Command, argument, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError
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
from assess.language import _, mark, spoken
from assess.reports import wording


@click.command(
    "compare",
    cls=Command,
    help=mark(
        "Sammenlign to vurderinger av samme sak, den eldste først. "
        "Fra kjent til ukjent er en egen gruppe: å ikke vite lenger er aldri en bedring."
    ),
    epilog="assess compare F-2026-0042/1 F-2026-0042/2",
)
@argument("first", metavar="A")
@argument("second", metavar="B")
@option("-o", "--output", metavar=mark("FIL"), type=click.Path(path_type=Path), help=mark("Skriv til en fil."))
@option("--force", is_flag=True, help=mark("Erstatt filen om den finnes."))
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def command(
    workplace: Workplace, first: str, second: str, output: Path | None, *, force: bool, json_wanted: bool
) -> None:
    """Say what changed from the first assessment to the second."""
    if output is not None:
        refuse_taken(output, replace=force)
    with workplace.unlock() as register:
        case, before = register.assessment_called(first)
        other, after = register.assessment_called(second)
        if case != other:
            raise AssessError(_("{first} og {second} gjelder to ulike saker.").format(first=first, second=second))
        old, new = (register.edition(one).spoken(spoken()) for one in (before, after))
        found = compare(before, old, after, new)
        if output is not None:
            register.tell("compare", after.id, case.id)
    if before.number > after.number:
        remark(_("Merk: {first} er nyere enn {second}.").format(first=first, second=second))
    reading = _Reading(case.reference, found, old, new)
    text = as_json(reading.data()) if json_wanted else shown("\n".join(reading.lines())) + "\n"
    if output is not None:
        write(output, text.encode())
        remark(_("Skrev {path}.").format(path=output))
    elif json_wanted:
        say_data(text)
    else:
        say(text.rstrip("\n"))


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
