"""Opening the screens, for which there must be a terminal at both ends."""

from __future__ import annotations

import sys

import click

from assess.commands.workplace import Workplace
from assess.language import _, spoken


def at_terminal() -> bool:
    """Whether somebody sits at a terminal and can both read and type."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_screens(
    workplace: Workplace,
    *,
    passphrase: str | None = None,
    resume: str = "",
    unprinted: str = "",
    stopped: bool = False,
) -> int:
    """Open the screens and return the exit code.

    Args:
        workplace: What to open.
        passphrase: Opens the register without asking; None when the screens shall ask.
        resume: The assessment that was open when the program was locked.
        unprinted: The PDF that was not finished then.
        stopped: Be a stopped job of the shell first, before anything is shown or opened.

    Raises:
        click.UsageError: There is no terminal.
    """
    if not at_terminal():
        raise click.UsageError(_("Skjermbildene trenger en terminal. Kommandoene kan brukes uten."))
    if stopped:
        from assess.screens.process import stop_here

        stop_here()
    from assess.screens.app import run

    return run(
        workplace.register_path,
        workplace.library,
        workplace.all_profiles,
        passphrase=passphrase,
        resume=resume,
        unprinted=unprinted,
        again=[*workplace.arguments, "--language", spoken()],
    )
