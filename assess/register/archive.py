"""A case handed over to the archive: one file with everything, readable without this program, and read back.

The file is not encrypted: what is delivered to an archive must not be (arkivforskrifta § 34), and people are told so
before it is made. Whom the case is about is sealed to the keyholders and is not in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import rfc8785
from pydantic import JsonValue

from assess import __version__
from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.record import Record
from assess.errors import AssessError, NotAllowed
from assess.language import _
from assess.profile.model import Profile
from assess.register import file_modes
from assess.register.cards import Keeping, Seal, User
from assess.register.exchange import Bundle, as_text
from assess.register.following import kept_around
from assess.register.keeping import archived
from assess.register.register import Register
from assess.register.retention import case_named, keeping_of

ACTION = "archive-case"
"""What the journal calls it: once before anything is written, and once with the digests when it has been read back."""

METADATA, CHECKSUMS = "metadata.json", "sha256sum.txt"

Prints = Callable[[Case, tuple[Assessment, ...], str], Mapping[str, bytes]]
"""Makes the PDF of each assessment by file name, given the case and the journal's head; reports stand above this."""


@dataclass(frozen=True, slots=True)
class ArchiveCopy:
    """An archive export that was read back and found whole."""

    path: Path
    sha256: str
    """The digest of the file."""
    parts: tuple[str, ...]


def archive_path(folder: Path, reference: str) -> Path:
    """Where the archive export of a case is put in `folder`."""
    return folder / f"{reference.upper()}-arkiv.zip"


def archive_case(register: Register, profile: Profile, reference: str, folder: Path, prints: Prints) -> ArchiveCopy:
    """Write everything about a case to one file in `folder`, read it back, and note on the case that it was done.

    Raises:
        AccessDenied: The user may not both take assessments out and erase cases.
        NotAllowed: Something stands there already, or there is no such folder; nothing was written.
        NotFound: There is no such case.
        ReportError: A PDF can't be made; nothing was written.
        AssessError: The file can't be written, or isn't what was written; it was removed again.
    """
    case = case_named(register, reference)
    register.require("erase", case.id)
    register.require("export")
    path = archive_path(folder, case.reference)
    _refuse_taken(path)
    assessments = register.store.assessments_of(case.id)
    head = register.store.note(register.act(ACTION, case.id, case.id, {"state": "begun"}))
    bundles = _bundles(register, case, assessments)
    parts = dict(prints(case, assessments, head.text))
    parts |= {name: as_text(bundle).encode() for name, bundle in bundles.items()}
    parts["segl.json"] = _json(_seals(register, assessments))
    parts["sak.json"] = _json(case.model_dump(mode="json"))
    around = kept_around(register.store, case.id)
    parts["oppfolging.json"] = _json([{"kind": type(one).__name__, **one.model_dump(mode="json")} for one in around])
    at = register.now()
    metadata = _metadata(register, profile, case, keeping_of(register, profile, case), at)
    parts[METADATA] = _json({**metadata, "journal_head": head.text, "parts": _listed(parts)})
    parts[CHECKSUMS] = "".join(f"{_sha256(part)}  {name}\n" for name, part in sorted(parts.items())).encode()
    sha256 = _written(path, parts, bundles)
    _note_done(register, profile, case, at, {"sha256": sha256, "content": content_digest(case, assessments, around)})
    return ArchiveCopy(path, sha256, tuple(sorted(parts)))


def content_digest(case: Case, assessments: tuple[Assessment, ...], around: tuple[Record, ...]) -> str:
    """Return one digest over everything that the register holds of a case, its assessments, and around them."""
    return _sha256(rfc8785.dumps([one.model_dump(mode="json") for one in (case, *assessments, *around)]))


def part_name(case: Case, assessment: Assessment, ending: str) -> str:
    """What one assessment is called in the archive export: `F-2026-0042-1.pdf`."""
    return f"{case.reference}-{assessment.number}.{ending}"


def _bundles(register: Register, case: Case, assessments: tuple[Assessment, ...]) -> dict[str, Bundle]:
    return {
        part_name(case, one, "json"): Bundle(
            kind=register.kind, case=case, assessment=one, edition=register.edition(one)
        )
        for one in assessments
    }


def _seals(register: Register, assessments: tuple[Assessment, ...]) -> list[JsonValue]:
    """The users' signatures behind each sign-off, with the key that checks them."""
    keys = {user.id: user.signing_key for user in register.store.cards(User)}
    wanted = {one.id for one in assessments}
    return [
        {**seal.model_dump(mode="json"), "signing_key": keys[seal.user]}
        for seal in register.store.cards(Seal)
        if seal.assessment_id in wanted
    ]


def _metadata(register: Register, profile: Profile, case: Case, keeping: Keeping, at: datetime) -> dict[str, JsonValue]:
    return {
        "format": 1,
        "program": f"assess {__version__}",
        "kind": register.kind,
        "register_id": register.store.facts()["id"],
        "reference": case.reference,
        "organisation": case.organisation,
        "opened_at": case.opened_at.isoformat(),
        "archived_at": at.isoformat(),
        "archived_by": register.ring.name,
        "marking": profile.marking,
        "encrypted": False,
        "identity_included": False,
        "retention": keeping.model_dump(mode="json", exclude={"case_id", "organisation"}),
    }


def _listed(parts: Mapping[str, bytes]) -> list[JsonValue]:
    return [{"name": name, "size": len(part), "sha256": _sha256(part)} for name, part in sorted(parts.items())]


def _note_done(register: Register, profile: Profile, case: Case, at: datetime, digests: Mapping[str, str]) -> None:
    card = archived(keeping_of(register, profile, case), at, digests["sha256"])
    act = register.act(ACTION, case.id, case.id, {"state": "verified", **digests})
    register.store.put((card,), act)


def _refuse_taken(path: Path) -> None:
    if not path.parent.is_dir():
        raise NotAllowed(_("Mappen {folder} finnes ikke. Ingenting er skrevet.").format(folder=path.parent))
    if os.path.lexists(path):
        raise NotAllowed(_("{path} finnes fra før. Ingenting er skrevet.").format(path=path), _("Velg en annen mappe."))


def _written(path: Path, parts: Mapping[str, bytes], bundles: Mapping[str, Bundle]) -> str:
    """Write the file, read it back, and return its digest; leave nothing behind when it isn't as it should be."""
    made = _zipped(parts)
    try:
        file_modes.make_private_file(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with path.open("r+b") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        if not _reads_back(path, made, parts, bundles):
            raise AssessError(
                _("Arkivuttaket ble ikke likt da det ble lest tilbake, og er fjernet. Saken er urørt."),
                _("Prøv en annen disk."),
            )
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return _sha256(made)


def _reads_back(path: Path, made: bytes, parts: Mapping[str, bytes], bundles: Mapping[str, Bundle]) -> bool:
    content = path.read_bytes()
    if content != made:
        return False
    with zipfile.ZipFile(BytesIO(content)) as found:
        names = found.namelist()
        read = {name: found.read(name) for name in names}
    whole = len(names) == len(parts) and read == dict(parts)
    return whole and all(Bundle.model_validate_json(read[name]) == bundle for name, bundle in bundles.items())


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in sorted(parts.items()):
            entry = zipfile.ZipInfo(name)  # dated 1980: the metadata say when
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            file.writestr(entry, part)
    return made.getvalue()


def _unwritable(path: Path, error: OSError) -> AssessError:
    return AssessError(
        _("{path} kunne ikke skrives ({why}). Saken er urørt.").format(path=path, why=error.strerror),
        _("Velg en mappe som du kan skrive i, og som har ledig plass."),
    )


def _json(data: JsonValue) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
