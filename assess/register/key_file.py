"""The key file beside a register as bytes, and what it tells whoever has opened nothing.

The screen that asks for the passphrase is shown from this alone: what checks and opens the slots
(`assess.register.vault`) takes longer to import than the screen takes to be drawn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assess.errors import NotARegister, RegisterError, RegisterMissing
from assess.language import _
from assess.register import file_modes

RECOVERY: Final = "recovery"
"""The slot that the recovery key on paper opens; its user is called the same."""

_FORMAT = 2
_LARGEST_FILE = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Doorplate:
    """What a locked register says of itself."""

    kind: str
    """`register` or `demonstration`."""
    names: tuple[str, ...]
    """What the users sign in with, without the recovery key."""


def keys_path(register: Path) -> Path:
    """Return where the key slots of `register` lie: beside it, with `.keys` after its name."""
    return register.with_name(f"{register.name}.keys")


def doorplate(register: Path) -> Doorplate:
    """What the key file of `register` says before anything is opened; nobody has vouched for it yet.

    Raises:
        RegisterMissing, NotARegister, RegisterError: As `assess.register.vault.Vault.read`.
    """
    seen = _glance(read_keys(register))
    if seen is not None:
        return seen
    from assess.register.vault import Vault  # noqa: PLC0415  only where something is wrong, which it then says

    vault = Vault.read(register)
    return Doorplate(vault.kind, vault.names)


def read_keys(register: Path) -> bytes:
    """The bytes of the key file of `register`; opens nothing, and changes nothing.

    Raises:
        RegisterMissing: Neither the register nor its keys, or only the keys, are missing.
        NotARegister: What stands there is too large for a key file, or no file.
        RegisterError: It can't be read.
    """
    keys = keys_path(register)
    try:
        found = file_modes.standing(keys)
        if found == "file":
            with keys.open("rb") as file:
                content = file.read(_LARGEST_FILE + 1)
            if len(content) <= _LARGEST_FILE:
                return content
        elif found == "nothing":
            raise _missing(register, keys)
    except OSError as error:
        raise RegisterError(
            _("Nøkkelfilen {path} kunne ikke leses ({why}). Ingenting er endret.").format(
                path=keys, why=error.strerror
            ),
            _("Be den som eier filen om tilgang."),
        ) from error
    raise NotARegister(
        _("{path} er ikke en nøkkelfil. Ingenting er endret.").format(path=keys),
        _("Hent nøkkelfilen fra en sikkerhetskopi."),
    )


def _missing(register: Path, keys: Path) -> RegisterMissing:
    if file_modes.standing(register) == "nothing":
        return RegisterMissing(
            _("Det er ikke noe register på {path}. Ingenting er laget.").format(path=register),
            _("Se etter at stedet er skrevet riktig, eller lag et nytt register."),
        )
    return RegisterMissing(
        _("Nøkkelfilen {path} mangler. Registeret er der, men kan ikke åpnes uten den.").format(path=keys),
        _("Hent nøkkelfilen fra en sikkerhetskopi og legg den ved siden av registeret."),
    )


def _glance(content: bytes) -> Doorplate | None:
    """Kind and names, where they stand as they should; None for anything unusual."""
    try:
        found = json.loads(content)
        kind = found["kind"] if found["format"] == _FORMAT else ""
        names = tuple(slot["user"] for slot in found["slots"] if slot["id"] != RECOVERY)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    usual = all(isinstance(name, str) and name.isprintable() and 0 < len(name) <= _LONGEST_NAME for name in names)
    return Doorplate(kind, names) if kind in ("register", "demonstration") and usual else None
