"""Who may do what in a register: one table.

Everybody who opens a register holds the same data key, so inside one file these are guard rails against mistakes and
curiosity, not walls: `docs/security.md` says so. A user may have several roles; what one of them allows is allowed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, get_args

from assess.language import mark

Role = Literal["secretary", "participant", "reader", "supervisor", "trainer", "keyholder"]
"""What somebody does with the register."""

Power = Literal[
    "read",
    "rate",
    "run_case",
    "export",
    "import",
    "name",
    "block",
    "keep",
    "erase",
    "back_up",
    "review_journal",
    "manage_users",
]
"""One kind of thing that can be done."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
POWERS: Final[tuple[Power, ...]] = get_args(Power)

ROLE_NAMES: Final[dict[Role, str]] = {
    "secretary": mark("sekretær"),
    "participant": mark("deltaker"),
    "reader": mark("leser"),
    "supervisor": mark("veileder"),
    "trainer": mark("instruktør"),
    "keyholder": mark("nøkkelholder"),
}

POWER_NAMES: Final[dict[Power, str]] = {
    "read": mark("lese saker og vurderinger"),
    "rate": mark("endre en vurdering i et møte"),
    "run_case": mark("opprette saker og begynne vurderinger"),
    "export": mark("skrive rapporter og ta ut vurderinger"),
    "import": mark("hente inn vurderinger"),
    "name": mark("skrive inn eller åpne hvem en sak gjelder"),
    "block": mark("sperre en sak"),
    "keep": mark("forlenge lagringen av en sak"),
    "erase": mark("slette en sak"),
    "back_up": mark("ta sikkerhetskopi"),
    "review_journal": mark("lese journalen"),
    "manage_users": mark("endre brukere og nøkler"),
}

ALLOWED: Final[dict[Role, frozenset[Power]]] = {
    "secretary": frozenset(
        {"read", "rate", "run_case", "export", "import", "name", "block", "keep", "back_up"},
    ),
    "participant": frozenset({"read", "rate"}),
    "reader": frozenset({"read"}),
    "supervisor": frozenset({"read", "export", "review_journal"}),
    # A trainer works in demonstrations, where one user has every role; a real register shows a trainer nothing.
    "trainer": frozenset(),
    "keyholder": frozenset({"name", "block", "keep", "erase", "back_up", "review_journal", "manage_users"}),
}
"""The table. A cell that is not here is refused, and the refusal stands in the journal."""


def allowed(roles: Collection[Role], power: Power) -> bool:
    """Whether one of the roles may do it."""
    return any(power in ALLOWED[role] for role in roles)
