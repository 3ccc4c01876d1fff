"""Which copies of reports were written, for whom, and which of their files still lie in the export folder.

A PDF is not encrypted. The folder is the user's alone, its names tell nothing but a reference, and a file that has
lain there for a day is asked about: what was delivered should not be left lying.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import JsonValue

from assess.errors import RegisterError
from assess.language import _
from assess.register.cards import ReportCopy
from assess.register.register import Register
from assess.register.workroom import sweep_parts

FOLDER = "rapporter"
"""The export folder beside the register."""

WRITTEN, REMOVED = "report-written", "report-removed"
"""What the journal calls a file that was written, with its digest, and one that was removed."""

LEFT_LYING = timedelta(hours=24)
"""How long a file may lie in the folder before somebody is asked about it."""


@dataclass(frozen=True, slots=True)
class LyingCopy:
    """A file in the export folder that this register wrote and that nobody has changed since."""

    path: Path
    copy: ReportCopy


def export_folder(register: Register) -> Path:
    """Where reports are put, readable by this user only; it is made when it isn't there.

    Raises:
        RegisterError: It can't be made, or something else stands there.
    """
    folder = register.path.parent / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise RegisterError(
            _("Mappen {folder} kan ikke brukes: {reason}.").format(folder=folder, reason=error.strerror or error),
            _("Vurderingen er urørt. Velg et annet sted med -o."),
        ) from error
    return folder


def note_written(register: Register, copy: ReportCopy) -> None:
    """Keep that a copy was written, and tell the journal with the file's digest.

    Raises:
        AccessDenied: No role of the user lets anything out.
    """
    register.require("export", copy.case_id)
    body: dict[str, JsonValue] = {"sha256": copy.sha256, "variant": copy.variant, "copy": copy.number, "of": copy.of}
    register.store.put((copy,), register.act(WRITTEN, copy.assessment_id, copy.case_id, body))


def copies_of(register: Register, case_id: str) -> tuple[ReportCopy, ...]:
    """Every copy that was written of a case's assessments, oldest first.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read", case_id)
    return tuple(sorted(register.store.cards_of(ReportCopy, case_id), key=lambda one: (one.made_at, one.number)))


def written_as(register: Register, sha256: str) -> ReportCopy | None:
    """The copy whose file had this digest; None when this register wrote no such file."""
    register.require("read")
    return next((one for one in register.store.cards(ReportCopy) if one.sha256 == sha256), None)


def written_under(register: Register, anchor: str) -> tuple[ReportCopy, ...]:
    """The copies that carry this journal head."""
    register.require("read")
    return tuple(one for one in register.store.cards(ReportCopy) if one.anchor == anchor)


def lying(register: Register, case_id: str = "") -> tuple[LyingCopy, ...]:
    """The copies of a case, or of every case, whose files lie unchanged in the export folder."""
    return tuple(_lying(register, case_id, made_before=register.now()))


def left_lying(register: Register) -> tuple[LyingCopy, ...]:
    """Those that have lain there for a day or more."""
    return tuple(_lying(register, "", made_before=register.now() - LEFT_LYING))


def remove(register: Register, found: LyingCopy) -> None:
    """Remove a copy's file, and tell the journal; that it was written stays known.

    Raises:
        AccessDenied: No role of the user lets anything out.
        RegisterError: It can't be removed.
    """
    register.require("export", found.copy.case_id)
    try:
        found.path.unlink(missing_ok=True)
    except OSError as error:
        raise RegisterError(
            _("{path} kunne ikke slettes: {reason}.").format(path=found.path, reason=error.strerror or error),
            _("Slett den selv, og prøv så på nytt."),
        ) from error
    register.store.note(register.act(REMOVED, found.copy.assessment_id, found.copy.case_id))


def sweep_begun(register: Register) -> None:
    """Remove what a killed program had begun to write in the export folder; a file being written now stays."""
    sweep_parts(register.path.parent / FOLDER)


def digest(content: bytes) -> str:
    """The digest by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def _lying(register: Register, case_id: str, made_before: datetime) -> Iterator[LyingCopy]:
    register.require("read", case_id)
    there = _files(register.path.parent / FOLDER)
    if not there:
        return
    cards = register.store.cards_of(ReportCopy, case_id) if case_id else register.store.cards(ReportCopy)
    for copy in sorted(cards, key=lambda one: (one.made_at, one.number)):
        path = there.get(copy.name)
        if path is not None and copy.made_at <= made_before and _digest_of(path) == copy.sha256:
            yield LyingCopy(path, copy)


def _files(folder: Path) -> dict[str, Path]:
    try:
        return {path.name: path for path in folder.glob("*.pdf") if path.is_file() and not path.is_symlink()}
    except OSError:
        return {}


def _digest_of(path: Path) -> str:
    """The digest of a file; empty when it can't be read, so that it is nobody's copy."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
