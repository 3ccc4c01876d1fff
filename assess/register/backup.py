"""A backup: one file with an encrypted copy of the register, the key file that opens it, and a sealed manifest.

It is made while the register is open and others write. The order keeps two promises. The copy is finished, and is on
the disk as a `.part`, before the journal tells of it; and the journal tells of it before the file gets its name. So
there is never half a file that is called a backup, and never a whole one that the register doesn't know of, which
somebody erased would still lie in. Killed between the two, the register lists a backup that isn't there: a list that
is too long is the safe side. The manifest's anchor is the copy's own last entry, so the register is ahead of it by at
least the entry that tells of the backup.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assess import __version__
from assess.errors import KeysOutdated, NotAllowed, RegisterDamaged, RegisterError, RegisterExists, RegisterFull
from assess.instrument.text import forbidden_character
from assess.language import _
from assess.register import container, file_modes
from assess.register.anchors import remember_head
from assess.register.cards import Backup
from assess.register.connection import faults
from assess.register.content import digest, facts_of, journal_of, keys_of, reading
from assess.register.enrolment import GENERATION
from assess.register.key_file import keys_path
from assess.register.manifest import Manifest, Sized
from assess.register.vault import Vault
from assess.register.workroom import move_out, unfinished, workroom

if TYPE_CHECKING:
    from assess.register.register import Register

KEEP_DAYS = 90
"""How long a backup is kept unless somebody says otherwise."""

_LONGEST_KEPT = 3650
_ENDING = ".backup"


def make_backup(register: Register, target: Path, keep_days: int = KEEP_DAYS) -> Backup:
    """Make a backup of an open register at `target`, or under its usual name when `target` is a folder.

    Args:
        register: The register, open for somebody who may make backups.
        target: Where nothing stands yet, or a folder.
        keep_days: After how many days the group destroys it.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: `keep_days` or the name makes no sense.
        RegisterExists: Something stands there; it is untouched.
        RegisterError: It can't be made there; nothing is left of it, and earlier backups stand.
    """
    register.require("back_up")
    made_at = register.now()
    file = backup_file(register, target, made_at)
    if not 0 <= keep_days <= _LONGEST_KEPT:
        raise NotAllowed(_("En sikkerhetskopi kan beholdes i høyst {days} dager.").format(days=_LONGEST_KEPT))
    try:
        _refuse_unfit(file)
        with workroom(register.path.parent) as room:
            manifest = _copied(register, room, made_at, keep_days)
            file_modes.write_private_file(room / container.MANIFEST, manifest.as_bytes())
            card = _packed(register, room, file, manifest)
    except FileExistsError as error:
        raise _taken(file) from error
    except OSError as error:
        raise RegisterError(
            _("Sikkerhetskopien kunne ikke skrives til {path} ({why}). Ingenting er endret.").format(
                path=file, why=error.strerror
            ),
            _("Velg en disk med ledig plass, der du kan skrive. Tidligere sikkerhetskopier er urørt."),
        ) from error
    remember_head(register)
    return card


def backup_file(register: Register, target: Path, made_at: datetime) -> Path:
    """Where a backup asked for at `target` will lie: `assess-<register>-<date>-<time>.backup` in a folder."""
    if file_modes.standing(target) != "folder":
        return target
    named = register.store.facts()["id"][:8]
    return target / f"assess-{named}-{made_at.astimezone(UTC):%Y%m%d-%H%M%S}{_ENDING}"


def _refuse_unfit(file: Path) -> None:
    if forbidden_character(file.name) is not None:
        raise NotAllowed(_("Filnavnet har tegn som ikke vises."), _("Velg et annet navn."))
    if os.path.lexists(file):
        raise _taken(file)
    if file_modes.standing(file.parent) != "folder":
        raise RegisterError(
            _("Mappen {folder} finnes ikke. Ingenting er laget.").format(folder=file.parent),
            _("Se etter at stedet er skrevet riktig, og at disken er tilkoblet."),
        )


def _copied(register: Register, room: Path, made_at: datetime, keep_days: int) -> Manifest:
    """Copy register and key file into `room` so that they belong together, and say what was copied."""
    vault = _same_moment(register, room)
    copy, keys = (container.measured(room / name) for name in (container.REGISTER, container.KEYS))
    if copy.size > container.LARGEST[container.REGISTER]:
        raise RegisterError(_("Registeret er for stort for en sikkerhetskopi. Ingenting er endret."))
    with reading(room / container.REGISTER, keys_of(register.ring)) as (db, key):
        facts = facts_of(db)
        if faults(db) or facts["id"] != vault.register_id or int(facts.get(GENERATION, "0")) > vault.generation:
            raise RegisterDamaged(
                _("Kopien av registeret ble ikke som den skulle. Det er ikke laget noen sikkerhetskopi."),
                _("Kjør «assess register doctor» og «assess register verify»."),
            )
        manifest = Manifest(
            program=__version__,
            kind=register.kind,
            register_id=vault.register_id,
            backup_id=register.new_id(),
            made_at=made_at,
            made_by=register.ring.user,
            expires_on=made_at.date() + timedelta(days=keep_days),
            generation=vault.generation,
            anchor=journal_of(db, key).head(db).text,
            content=digest(db),
            register_file=Sized(size=copy.size, sha256=copy.sha256),
            key_file=Sized(size=keys.size, sha256=keys.sha256),
        )
        return manifest.sealed(key)


def _same_moment(register: Register, room: Path) -> Vault:
    """Copy both, and once more when the key file was changed meanwhile."""
    for _attempt in range(2):
        vault, copy = Vault.read(register.path), room / container.REGISTER
        copy.unlink(missing_ok=True)
        file_modes.make_private_file(copy)
        try:
            with reading(register.path, keys_of(register.ring)) as (db, _key):
                # A second connection: it sees what is saved at this moment, and keeps nobody from writing.
                db.conn.execute("VACUUM INTO ?", (copy.absolute().as_uri(),))
        except RegisterFull as error:
            raise RegisterFull(
                _("Disken er full. Det er ikke laget noen sikkerhetskopi; registeret og de forrige er urørt."),
                _("Frigjør plass, og prøv igjen."),
            ) from error
        content = keys_path(register.path).read_bytes()
        if Vault.parse(content, keys_path(register.path)) == vault:
            file_modes.write_private_file(room / container.KEYS, content)
            return vault
    raise KeysOutdated(
        _("Nøklene ble byttet mens sikkerhetskopien ble laget. Det er ikke laget noen."),
        _("Åpne registeret på nytt og prøv igjen."),
    )


def _packed(register: Register, room: Path, file: Path, manifest: Manifest) -> Backup:
    with unfinished(file) as part:
        with part.open("wb") as made:
            container.pack(room, made)
            made.flush()
            os.fsync(made.fileno())
        card = card_of(manifest, file.name, container.measured(part))
        told = {"content": card.content, "anchor": card.anchor, "expires_on": card.expires_on.isoformat()}
        register.store.put((card,), register.act("backup", card.id, body=told))
        try:
            move_out(part, file)
        except OSError as error:
            if isinstance(error, FileExistsError) or not os.path.lexists(file):
                register.store.take_out(Backup, card.id, register.act("backup-failed", card.id))
            raise
    return card


def card_of(manifest: Manifest, name: str, whole: container.Part) -> Backup:
    """What the register remembers of a backup."""
    return Backup(
        id=manifest.backup_id,
        made_at=manifest.made_at,
        made_by=manifest.made_by,
        name=name,
        size=whole.size,
        sha256=whole.sha256,
        content=manifest.content,
        anchor=manifest.anchor,
        expires_on=manifest.expires_on,
    )


def _taken(file: Path) -> RegisterExists:
    return RegisterExists(
        _("{path} finnes fra før. Det er ikke laget noen sikkerhetskopi.").format(path=file),
        _("Velg et annet navn. En sikkerhetskopi erstatter aldri en annen fil."),
    )
