"""Who is in the key file, as the register remembers it: users stay there after their slot is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import JsonValue

from assess.register.cards import User
from assess.register.store import Act, Store
from assess.register.vault import Vault

GENERATION = "key_file_generation"
"""The fact in which the register remembers its newest key file."""


def enrolled(vault: Vault, known: Iterable[User], at: datetime) -> tuple[User, ...]:
    """What the register must write down for its users to be those of the key file; empty when nothing differs.

    Args:
        vault: The key file.
        known: Every user that the register has, also those who have left.
        at: When somebody who isn't known came, or somebody without a slot left.
    """
    before = {user.id: user for user in known}
    now = {
        slot.id: User(
            id=slot.id,
            name=slot.user,
            roles=slot.roles,
            signing_key=slot.signing_key,
            added_at=before[slot.id].added_at if slot.id in before else at,
        )
        for slot in vault.slots
    }
    left = {
        user.id: user.model_copy(update={"removed_at": user.removed_at or at})
        for user in before.values()
        if user.id not in now
    }
    return tuple(user for user in (*now.values(), *left.values()) if before.get(user.id) != user)


def known_generation(store: Store) -> int:
    """The generation of the newest key file that the register has seen; 0 when it has seen none."""
    return int(store.facts().get(GENERATION, "0"))


def catch_up(store: Store, vault: Vault, actor: str, at: datetime) -> None:
    """Write down what a newer key file says, when a change of it was broken off before the register had it.

    Raises:
        RegisterError: It could not be saved; the key file is in force all the same.
    """
    if vault.generation <= known_generation(store):
        return
    users = enrolled(vault, store.cards(User), at)
    body: dict[str, JsonValue] = {"generation": vault.generation, "users": [user.id for user in users]}
    store.put(users, Act(at, actor, "catch-up-keys", body=body), {GENERATION: str(vault.generation)})
