"""`assess register doctor`: everything that keeps a register safe, read back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from assess.commands.journal import verdict, verification_data
from assess.commands.output import as_json, columns, say, say_data
from assess.commands.spoken import Command, option
from assess.commands.workplace import Workplace
from assess.hardening import Hardening, harden_process
from assess.language import _, mark
from assess.register.anchors import Finding, check_head
from assess.register.backup_age import backup_age, backup_warning, days_since_verified
from assess.register.journal import Verification
from assess.register.key_file import RECOVERY
from assess.register.register import Register
from assess.register.slot import LEAST_MEMORY_KIB
from assess.register.surroundings import Access, accesses, leftovers, on_network
from assess.register.vault import LEAST_KEYHOLDERS, Vault

WANTED: dict[str, str] = {
    "cipher_log_level": "NONE",
    "cipher_memory_security": "1",
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "recursive_triggers": "1",
    "trusted_schema": "0",
    "cell_size_check": "1",
    "secure_delete": "1",
    "temp_store": "2",
}
"""What each setting must read back as, for nothing to be lost or leaked."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """The key file, without any key."""

    generation: int
    unfinished: bool
    users: int
    keyholders: int
    recovery: bool
    costs: tuple[dict[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Everything that was looked at."""

    kind: str
    settings: dict[str, str | int]
    files: list[Access]
    process: Hardening
    keys: _Keys
    journal: Verification
    head: Finding
    backup_line: str
    backup_warning: str
    backup_days: int | None
    leftovers: list[Path]
    network: bool | None

    @property
    def wrong_settings(self) -> dict[str, str]:
        """The settings that read back wrong, and what they should be."""
        return {name: wanted for name, wanted in WANTED.items() if str(self.settings.get(name)) != wanted}


@click.command(
    "doctor",
    cls=Command,
    help=mark(
        "Les tilbake alt som holder registeret trygt: innstillinger, filer, nøkler, journal og sikkerhetskopier."
    ),
    epilog="assess register doctor --json",
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def doctor(workplace: Workplace, *, json_wanted: bool) -> int:
    """Say whether everything is as it should be."""
    process = harden_process()
    with workplace.unlock() as register:
        seen = _looked(register, process)
    wrong = list(_wrong(seen))
    if json_wanted:
        say_data(as_json(_data(seen, wrong)))
    else:
        _tell(seen, wrong)
    return 1 if wrong else 0


def _looked(register: Register, process: Hardening) -> _Seen:
    now = register.now()
    return _Seen(
        kind=register.kind,
        settings=register.settings(),
        files=accesses(register.path),
        process=process,
        keys=_keys(Vault.read(register.path)),
        journal=register.verify(),
        head=check_head(register),
        backup_line=backup_age(register, now),
        backup_warning=backup_warning(register, now),
        backup_days=days_since_verified(register, now),
        leftovers=leftovers(register.path),
        network=on_network(register.path),
    )


def _keys(vault: Vault) -> _Keys:
    people = [slot for slot in vault.slots if slot.id != RECOVERY]
    return _Keys(
        generation=vault.generation,
        unfinished=vault.unfinished,
        users=len(people),
        keyholders=sum("keyholder" in slot.roles for slot in people),
        recovery=len(people) < len(vault.slots),
        costs=tuple(
            {"user": slot.user, "memory_kib": slot.kdf.m_kib, "passes": slot.kdf.t, "lanes": slot.kdf.p}
            for slot in vault.slots
        ),
    )


def _wrong(seen: _Seen) -> Iterator[str]:
    for name, wanted in seen.wrong_settings.items():
        yield _("Innstillingen {name} skal være {wanted}.").format(name=name, wanted=wanted)
    yield from (_access(file) for file in seen.files if not file.private)
    if sys.platform != "win32" and not seen.process.core_dumps_off:
        yield _("Krasjer programmet, kan minnet bli skrevet til disken.")
    if sys.platform == "linux" and not seen.process.memory_closed:
        yield _("Andre programmer kan lese minnet til dette.")
    yield from _wrong_keys(seen)
    if seen.journal.broken_at is not None:
        yield verdict(seen.journal)
    if not seen.head.holds:
        yield seen.head.sentence
    if seen.backup_warning:
        yield seen.backup_warning
    for path in seen.leftovers:
        yield _("{path} er blitt liggende igjen. Se etter at registeret er i orden, og slett filen.").format(path=path)
    if seen.network:
        yield _("Registeret ligger på en nettverksdisk, som ikke lagrer trygt nok. Flytt det til denne maskinen.")


def _wrong_keys(seen: _Seen) -> Iterator[str]:
    keys = seen.keys
    if keys.unfinished:
        yield _("Et bytte av nøkler er ikke fullført. Lukk alle vinduer og åpne registeret på nytt.")
    if seen.kind == "demonstration":
        return
    if keys.keyholders < LEAST_KEYHOLDERS:
        yield _("Registeret må ha minst {count} nøkkelholdere.").format(count=LEAST_KEYHOLDERS)
    if not keys.recovery:
        yield _("Registeret har ingen gjenopprettingsnøkkel.")
    weak = [str(one["user"]) for one in keys.costs if int(one["memory_kib"]) < LEAST_MEMORY_KIB]
    if weak:
        yield _("Passordfrasen er for billig å prøve seg fram til for: {users}. Bytt passordfrase.").format(
            users=", ".join(weak)
        )


def _data(seen: _Seen, wrong: list[str]) -> dict[str, object]:
    """The same for other programs; the names stay as they are."""
    return {
        "sound": not wrong,
        "wrong": wrong,
        "kind": seen.kind,
        "settings": seen.settings,
        "wrong_settings": seen.wrong_settings,
        "files": seen.files,
        "process": seen.process,
        "keys": seen.keys,
        "journal": verification_data(seen.journal),
        "head": seen.head.standing,
        "backup": {"days": seen.backup_days, "enough": not seen.backup_warning},
        "leftovers": seen.leftovers,
        "network": seen.network,
    }


def _tell(seen: _Seen, wrong: list[str]) -> None:
    say(columns([(name, str(value)) for name, value in seen.settings.items()]))
    for file in seen.files:
        if file.private:
            say(_("{path} ({mode}): bare for deg").format(path=file.path, mode=file.mode))
    say(
        _("Nøkkelfil: utgave {generation}, {users} brukere, {keyholders} nøkkelholdere.").format(
            generation=seen.keys.generation, users=seen.keys.users, keyholders=seen.keys.keyholders
        )
    )
    if seen.journal.broken_at is None:
        say(verdict(seen.journal))
    if seen.kind != "demonstration" and not seen.backup_warning:
        say(seen.backup_line)
    say()
    if wrong:
        say(_("Noe er ikke som det skal være:"))
        for sentence in wrong:
            say(f"  – {sentence}")
    else:
        say(_("Alt er i orden."))


def _access(file: Access) -> str:
    told = (
        _("{path} ({mode}): andre kan åpne mappen; bruk «chmod 700»")
        if file.folder
        else _("{path} ({mode}): andre kan åpne filen; bruk «chmod 600»")
    )
    return told.format(path=file.path, mode=file.mode)
