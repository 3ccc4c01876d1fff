"""A case that goes for good: what goes, what can't be reached from here, and a receipt for it.

Refused unless the case is blocked, and has been handed over to the archive as it now stands or may be destroyed by a
named rule that the organisation has decided (arkivlova 2025 § 13).

What goes: the case's rows, its bodies in the journal, who it is about, the seals, the copies of the register from
before a migration, and the PDFs that the program has put beside the register. What can't be reached: backups and files
that were taken out. The receipt says which those are, from what the journal and the backup cards know.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import JsonValue

from assess.casework.case import Case
from assess.errors import NotAllowed, RegisterError
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import DisposalRule
from assess.register import file_modes
from assess.register.archive import ACTION, content_digest
from assess.register.cards import Backup, HeldBackup, Keeping, Receipt
from assess.register.following import kept_around
from assess.register.journal import Entry
from assess.register.register import Register
from assess.register.report_copies import FOLDER
from assess.register.retention import case_named
from assess.register.workroom import sweep

_CAME = {"open-case", "import"}
_LEFT = {"report", "export-assessment", ACTION}
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Departure:
    """That something was taken out of the register on a day, so many times; where to is not known."""

    action: str
    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes when a case is erased, and what stays in places that the program can't reach."""

    reference: str
    assessments: int
    journal_bodies: int
    copies: tuple[Path, ...]
    """Copies of the whole register from before a migration; they go, for they hold the case."""
    reports: tuple[Path, ...]
    """PDFs of the case beside the register; they go."""
    backups: tuple[HeldBackup, ...]
    """Backups that hold the case until they are destroyed."""
    departures: tuple[Departure, ...]
    """What people have taken out, and must destroy or keep where they put it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """A case that is gone."""

    receipt: Receipt
    leaving: Leaving
    residue: str = ""
    """Why traces may still lie in a side file of the register, and what to do; empty when there are none."""


def leaving(register: Register, reference: str) -> Leaving:
    """Say what would go, and what wouldn't.

    Raises:
        AccessDenied: The user is no keyholder.
        NotFound: There is no such case.
    """
    case = case_named(register, reference)
    register.require("erase", case.id)
    entries = tuple(_entries_of(register, case.id))
    return Leaving(
        reference=case.reference,
        assessments=len(register.store.assessments_of(case.id)),
        journal_bodies=len(entries),
        copies=tuple(sorted(register.path.parent.glob(f"{_literal(register.path.name)}.before-*"))),
        reports=tuple(_reports(register, case.reference)),
        backups=tuple(_holding(register, entries)),
        departures=tuple(_departures(entries)),
    )


def refuse_unready(register: Register, reference: str, rule: DisposalRule | None = None) -> None:
    """Refuse to erase a case that isn't blocked, or that nothing allows to be destroyed.

    Args:
        register: Where.
        reference: Which case.
        rule: The disposal rule to lean on; None leans on the archive export.

    Raises:
        AccessDenied: The user is no keyholder.
        NotAllowed: Says what is missing.
        NotFound: There is no such case.
    """
    case = case_named(register, reference)
    register.require("erase", case.id)
    keeping = register.store.card(Keeping, case.id)
    if keeping is None or keeping.blocked_at is None:
        raise NotAllowed(
            _("Saken er ikke sperret, og kan ikke slettes."), _("Sperr den først: «assess register retention block».")
        )
    if rule is not None:
        refuse_undecided(rule)
    elif keeping.archived_at is None:
        raise NotAllowed(
            _("Saken er ikke arkivert. Offentlig arkiv kan ikke kasseres uten hjemmel (arkivlova § 13)."),
            _("Ta ut et arkivuttak først, eller vis til en kassasjonsregel som dere har vedtatt."),
        )
    elif not _unchanged(register, case, keeping):
        raise NotAllowed(
            _("Saken er endret etter at arkivuttaket ble tatt, eller uttaket kan ikke bekreftes."),
            _("Ta ut et nytt arkivuttak."),
        )


def refuse_undecided(rule: DisposalRule) -> None:
    """Refuse a disposal rule that nobody has decided for this organisation.

    Raises:
        NotAllowed: It isn't decided.
    """
    if rule.decided is None:
        raise NotAllowed(
            _("Kassasjonsregelen «{rule}» er ikke vedtatt hos dere.").format(rule=rule.id),
            _("Fyll ut «decided» i profilen når dere har vedtatt den: hvem som vedtok den, og når."),
        )


def erase(register: Register, reference: str, rule: DisposalRule | None = None) -> Erased:
    """Erase a case for good, and return the receipt. It can't be undone.

    Files go first: were it broken off there, the case would still be here, blocked, and could be erased again.

    Raises:
        AccessDenied, NotAllowed, NotFound: As `refuse_unready`; nothing has gone.
        RegisterError: A file can't be removed, or the register can't save; the case is still here.
    """
    refuse_unready(register, reference, rule)
    case, goes = case_named(register, reference), leaving(register, reference)
    sweep(register.path)
    for file in (*goes.copies, *goes.reports):
        _remove(file)
    receipt = Receipt(
        id=register.new_id(),
        erased_at=register.now(),
        erased_by=register.ring.user,
        ground="archived" if rule is None else "disposal_rule",
        rule=_archive_digest(register, case) if rule is None else rule.id,
        counts={},
        backups=goes.backups,
    )
    files = {"copies": len(goes.copies), "reports": len(goes.reports)}
    act = register.act("erase-case", receipt.id, "", {"ground": receipt.ground, "rule": receipt.rule, **files})
    try:
        kept = register.store.erase_case(case.id, receipt, act)
        _keep_emptied(register.path)
        return Erased(kept, goes)
    except RegisterError as error:
        found = register.store.card(Receipt, receipt.id)
        if found is None:
            raise
        # The rows are gone and the receipt is kept; only the tidying after it could not be done.
        return Erased(found, goes, residue=str(error))


def receipt_data(erased: Erased) -> dict[str, JsonValue]:
    """The receipt as data, for whoever keeps it outside the register: there, and only there, it names the case."""
    goes = erased.leaving
    return {
        "program": "assess",
        "reference": goes.reference,
        **erased.receipt.model_dump(mode="json"),
        "removed_files": [file.name for file in (*goes.copies, *goes.reports)],
        "taken_out": [{"action": one.action, "day": str(one.day), "times": one.times} for one in goes.departures],
        "residue": erased.residue,
    }


def _entries_of(register: Register, case_id: str) -> Iterator[Entry]:
    since = 0
    while page := register.store.entries(since, _PAGE):
        yield from (entry for entry in page if entry.case_id == case_id)
        since = page[-1].seq


def _unchanged(register: Register, case: Case, keeping: Keeping) -> bool:
    """Whether the case is still what the archive export held, as the journal has its digest."""
    now = content_digest(case, register.store.assessments_of(case.id), kept_around(register.store, case.id))
    return any(
        entry.action == ACTION
        and entry.body is not None
        and entry.body.get("sha256") == keeping.archive_sha256
        and entry.body.get("content") == now
        for entry in _entries_of(register, case.id)
    )


def _archive_digest(register: Register, case: Case) -> str:
    keeping = register.store.card(Keeping, case.id)
    return "" if keeping is None else keeping.archive_sha256


def _holding(register: Register, entries: tuple[Entry, ...]) -> Iterator[HeldBackup]:
    """The backups made since the case came here that their makers have not promised to have destroyed by now."""
    today = norwegian(register.now()).date()
    # Where the journal no longer knows how the case came, every backup may hold it.
    came = datetime.fromisoformat(entries[0].at) if entries and entries[0].action in _CAME else None
    for backup in sorted(register.store.cards(Backup), key=lambda one: one.made_at):
        if backup.expires_on >= today and (came is None or backup.made_at >= came):
            yield HeldBackup(name=backup.name, made_at=backup.made_at, expires_on=backup.expires_on)


def _departures(entries: tuple[Entry, ...]) -> Iterator[Departure]:
    left = (entry for entry in entries if entry.action in _LEFT and (entry.body or {}).get("state") != "begun")
    days = Counter((entry.action, norwegian(datetime.fromisoformat(entry.at)).date()) for entry in left)
    yield from (Departure(action, day, times) for (action, day), times in sorted(days.items()))


def _reports(register: Register, reference: str) -> Iterator[Path]:
    """The case's PDFs in the folder of reports: `F-2026-0042-1.pdf`, and `F-2026-0042-1-2.pdf` for a second print."""
    longer = [one for one in register.references() if one.startswith(f"{reference}-")]
    for file in sorted((register.path.parent / FOLDER).glob("*.pdf")):
        if _is_report(file.name, reference) and not any(_is_report(file.name, other) for other in longer):
            yield file


def _is_report(name: str, reference: str) -> bool:
    return re.fullmatch(rf"{re.escape(reference)}-\d+(-\d+)?\.pdf", name) is not None


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _keep_emptied(register: Path) -> None:
    """Let the emptied WAL stay empty over a power cut: SQLite empties it without waiting for the disk."""
    try:
        handle = os.open(register.with_name(f"{register.name}-wal"), os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RegisterError(
            _("Disken svarte ikke som den skulle. Det slettede kan ligge i en sidefil til registeret er lukket."),
            _("Lukk registeret, og åpne det på nytt."),
        ) from error


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
        file_modes.sync_folder(file.parent)
    except OSError as error:
        raise RegisterError(
            _("{path} kunne ikke fjernes ({why}). Saken er ikke slettet.").format(path=file, why=error.strerror),
            _("Gi deg selv lov til å slette filen, og prøv igjen."),
        ) from error
