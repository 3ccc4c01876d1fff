"""Making a register: at least two keyholders and a proved recovery key, or one public passphrase for invented cases."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assess.errors import NotAllowed, RegisterError
from assess.ids import new_id
from assess.language import _
from assess.register.cards import User
from assess.register.connection import checkpoint_and_close, create, writing
from assess.register.data_key import DataKey
from assess.register.enrolment import GENERATION
from assess.register.file_modes import put_in_place
from assess.register.key_file import RECOVERY, keys_path
from assess.register.migrations import migrate
from assess.register.passphrases import refuse_weak
from assess.register.recovery import RecoveryKey
from assess.register.refusals import refuse_unless_free
from assess.register.register import Register
from assess.register.roles import ROLES
from assess.register.session import Clock, now
from assess.register.slot import ActorId, KeyCost, Kind, NewUser
from assess.register.sqlite_store import JOURNAL_ROOT, SqliteStore
from assess.register.unlocking import RECOVERY_NAME, draft_path
from assess.register.vault import LEAST_KEYHOLDERS, KeyRing, Vault, refuse_taken

DEMONSTRATION_PASSPHRASE = "øving"  # noqa: S105  a demonstration holds invented cases; its key is public on purpose
"""Opens every demonstration register."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new register must know from its first moment."""

    profile: str
    organisation: str
    language: str = "nb"


def found(
    path: Path,
    people: Sequence[NewUser],
    recovery: RecoveryKey,
    founding: Founding,
    *,
    cost: KeyCost | None = None,
    clock: Clock = now,
) -> Register:
    """Make a new register at `path` with its key file beside it, and return it open for the first of `people`.

    The caller has let somebody type the recovery key back from paper.

    Raises:
        RegisterExists: Something stands there already; it is untouched.
        NotAllowed: There are fewer than two keyholders, two have the same name, or a passphrase is too weak.
        RegisterError: It can't be made there; what was begun is removed.
    """
    refuse_unready(people)
    for person in people:
        refuse_weak(person.passphrase, (person.name, founding.organisation, founding.profile))
    paper = NewUser(RECOVERY_NAME, ("keyholder",), recovery.letters)
    named = [*((new_actor(), person) for person in people), (RECOVERY, paper)]
    return _founded(path, "register", named, founding, cost or KeyCost.measured(), clock)


def found_demonstration(path: Path, founding: Founding, *, cost: KeyCost, clock: Clock = now) -> Register:
    """Make a demonstration register: one user with every role, and a passphrase that is public on purpose.

    Raises:
        RegisterExists: Something stands there already; it is untouched.
        RegisterError: It can't be made there; what was begun is removed.
    """
    everybody = NewUser("øving", ROLES, DEMONSTRATION_PASSPHRASE)
    return _founded(path, "demonstration", [("u-demonstration", everybody)], founding, cost, clock)


def refuse_unready(people: Sequence[NewUser]) -> None:
    """Refuse a set of first users that a real register could be lost with.

    Raises:
        NotAllowed: says what is missing.
    """
    if sum("keyholder" in person.roles for person in people) < LEAST_KEYHOLDERS:
        raise NotAllowed(
            _("Registeret må ha minst {count} nøkkelholdere.").format(count=LEAST_KEYHOLDERS),
            _("Glemmer én passordfrasen, slipper den andre dere inn."),
        )
    names = [person.name for person in people]
    if len(set(names)) < len(names) or RECOVERY_NAME in names:
        raise NotAllowed(_("To brukere kan ikke ha samme navn."))
    if len({person.passphrase for person in people}) < len(people):
        raise NotAllowed(_("Hver bruker må ha sin egen passordfrase."))


def new_actor() -> ActorId:
    """A new opaque id for a user, as the journal will know them."""
    return f"u-{secrets.token_hex(4)}"


def _founded(
    path: Path, kind: Kind, people: Sequence[tuple[ActorId, NewUser]], founding: Founding, cost: KeyCost, clock: Clock
) -> Register:
    """Make the register under another name, then the key file, and give the register its name last.

    A set-up that is cut off before the key file stands leaves only a draft, which the next set-up replaces; one that
    is cut off after it is finished by the first unlocking (`finish_founding`).
    """
    vault, key = Vault.make(kind=kind, register_id=new_id(clock()), people=people, cost=cost)
    refuse_taken(path)
    refuse_unless_free(path)
    draft = draft_path(path)
    _remove(draft)
    first = vault.unlock(people[0][1].passphrase, people[0][1].name)
    try:
        _fill(draft, vault, key, founding, first, clock)
        vault.write_new(path)
        _name(draft, path)
    except BaseException:
        if not path.exists():
            # Whoever stands here with keys and no register could neither make one nor open one. The keys are ours:
            # there were none a moment ago.
            _remove(draft)
            with contextlib.suppress(OSError):
                keys_path(path).unlink(missing_ok=True)
        raise
    return Register(path, SqliteStore(path, key, kind), kind, first, clock)


def _fill(draft: Path, vault: Vault, key: DataKey, founding: Founding, first: KeyRing, clock: Clock) -> None:
    db = create(draft, key, vault.kind)
    try:
        migrate(db, draft, key)
        with writing(db):
            db.table("register_facts").insert({"key": JOURNAL_ROOT, "value": secrets.token_hex(32)})
    finally:
        checkpoint_and_close(db)
    with Register(draft, SqliteStore(draft, key, vault.kind), vault.kind, first, clock) as register:
        _tell(register, vault, founding, clock)
    wal = draft.with_name(f"{draft.name}-wal")
    if wal.exists() and wal.stat().st_size:
        # Closing may leave the WAL behind without a word, and it doesn't follow the draft to its real name.
        raise RegisterError(
            _("Disken svarte ikke som den skulle. Registeret er ikke laget."),
            _("Se etter at disken er tilkoblet og har plass, og prøv igjen."),
        )


def _name(draft: Path, path: Path) -> None:
    try:
        put_in_place(draft, path)
    except OSError as error:
        raise RegisterError(
            _("Registeret kunne ikke lages ferdig på {path} ({why}).").format(path=path, why=error.strerror),
            _("Se etter at disken er tilkoblet og har plass, og prøv igjen."),
        ) from error


def _remove(draft: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _tell(register: Register, vault: Vault, founding: Founding, clock: Clock) -> None:
    users = tuple(
        User(id=slot.id, name=slot.user, roles=slot.roles, signing_key=slot.signing_key, added_at=clock())
        for slot in vault.slots
    )
    facts = {
        "profile": founding.profile,
        "organisation": founding.organisation,
        "id": vault.register_id,
        "founded": clock().isoformat(),
        GENERATION: str(vault.generation),
    }
    register.store.put(users, register.act("found"), facts)
