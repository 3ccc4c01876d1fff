"""What home says must be dealt with about the register itself: keys, copies, and how long cases are kept."""

from __future__ import annotations

from assess.register.anchors import head_warning
from assess.register.backup_age import backup_warning
from assess.register.register import Register
from assess.register.rekey import broken_off
from assess.register.retention import retention_words


def standing_notices(register: Register) -> list[str]:
    """What was wrong when the register was opened, and stays so until somebody does something outside the screens."""
    return [one for one in (broken_off(register.path), head_warning(register)) if one]


def current_notices(register: Register) -> list[str]:
    """What time makes true: a backup that is too old, a case that must be renewed or leave."""
    at = register.now()
    said = retention_words(register, at.astimezone().date())
    warning = backup_warning(register, at) if register.may("back_up") else ""
    return [*said, warning] if warning else said
