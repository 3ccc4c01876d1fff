"""Textual's driver for this terminal, made safe in what it reads and in what it leaves behind."""

from __future__ import annotations

from textual.driver import Driver

from assess.screens.environment import read_any_bytes
from assess.screens.pasted import keep_pastes_text
from assess.screens.process import BLANK


def safe_driver(base: type[Driver]) -> type[Driver]:
    """Return `base` reading any bytes and no keys from what is pasted, and blanking the screen before it leaves it.

    An alternate screen that was resized can shine through; so the last one is blank.
    """
    read_any_bytes(base)
    keep_pastes_text(base)

    def stop_application_mode(driver: Driver) -> None:
        driver.write(BLANK)
        base.stop_application_mode(driver)

    return type(f"Safe{base.__name__}", (base,), {"stop_application_mode": stop_application_mode})
