"""Erasing in sentences: what will go and what can't be reached, and afterwards the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.register.cards import HeldBackup
from assess.register.erasure import Departure, Erased, Leaving
from assess.register.keeping import day_words
from assess.register.report_copies import FOLDER

_DEPARTURES = {
    "report": mark("PDF skrevet {day}: {times}"),
    "export-assessment": mark("Vurdering tatt ut som JSON {day}: {times}"),
    "archive-case": mark("Arkivuttak {day}: {times}"),
}


def leaving_lines(goes: Leaving) -> list[str]:
    """What will go for good, and what won't, before anybody says yes."""
    return [
        _("Dette slettes for godt, og kan ikke hentes tilbake:"),
        _("  – {reference} med {count} vurderinger").format(reference=goes.reference, count=goes.assessments),
        _("  – hvem saken gjelder, om det er skrevet inn"),
        _("  – innholdet i {count} føringer i journalen").format(count=goes.journal_bodies),
        *(_("  – {name}, en kopi av hele registeret").format(name=file.name) for file in goes.copies),
        *(f"  – {FOLDER}/{file.name}" for file in goes.reports),
        *_unreachable(goes.backups, goes.departures),
    ]


def receipt_lines(erased: Erased) -> list[str]:
    """What went, what is left elsewhere, and on what ground."""
    receipt, goes = erased.receipt, erased.leaving
    ground = _("Saken var arkivert.") if receipt.ground == "archived" else _("Kassert etter regelen {rule}.")
    rows = ", ".join(f"{table} {count}" for table, count in sorted(receipt.counts.items()))
    lines = [
        _("{reference} er slettet {day}.").format(
            reference=goes.reference, day=day_words(norwegian(receipt.erased_at).date())
        ),
        ground.format(rule=receipt.rule),
        _("Rader som er borte: {rows}").format(rows=rows),
        _("Filer som er fjernet: {count}").format(count=len(goes.copies) + len(goes.reports)),
        *_unreachable(receipt.backups, goes.departures),
    ]
    if erased.residue:
        lines.append(_("Noe gjenstår: {why}").format(why=erased.residue))
    return lines


def _unreachable(backups: Iterable[HeldBackup], departures: Iterable[Departure]) -> Iterator[str]:
    lines = [*_held(backups), *_departed(departures)]
    if lines:
        yield _("Dette når programmet ikke. Dere må selv sørge for at det blir borte, eller ligger der det skal:")
        yield from lines


def _held(backups: Iterable[HeldBackup]) -> Iterator[str]:
    for one in backups:
        made = day_words(norwegian(one.made_at).date())
        yield _("  – sikkerhetskopien {name} fra {made}, som skal være destruert innen {end}").format(
            name=one.name, made=made, end=day_words(one.expires_on)
        )


def _departed(departures: Iterable[Departure]) -> Iterator[str]:
    for one in departures:
        yield "  – " + _(_DEPARTURES[one.action]).format(day=day_words(one.day), times=one.times)
