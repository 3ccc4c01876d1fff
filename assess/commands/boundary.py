"""The program's boundary: every way of ending, said in plain words, with an exit code.

0: done. 1: the thing asked is not so, or could not be done. 2: wrong use. 130: interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import click

from assess.commands.program import program
from assess.commands.spoken import complaint
from assess.errors import AssessError
from assess.language import _, language_from_environment, speak

_PACKAGE = Path(__file__).parents[1]


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    Args:
        arguments: The words after `assess`.
    """
    _print_whatever_the_terminal_takes()
    speak(language_from_environment())
    try:
        result = program.main(arguments, prog_name="assess", standalone_mode=False)
        sys.stdout.flush()
    except AssessError as error:
        return _end(str(error), 1)
    except click.exceptions.NoArgsIsHelpError as error:
        return _end(error.format_message(), 2)
    except click.UsageError as error:
        return _end(f"{complaint(error)}{_help_hint(error)}", 2)
    except click.ClickException as error:
        return _end(error.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        return _end(_("Avbrutt."), 130)
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001  the program boundary: no traceback, which could show what a case says
        return _end(_fault(error), 1)
    return result if isinstance(result, int) else 0


def _end(message: str, code: int) -> int:
    from assess.commands.output import remark  # takes a while to import, and only a command that went wrong needs it

    remark(message)
    return code


def _help_hint(error: click.UsageError) -> str:
    if error.ctx is None:
        return ""
    return "\n" + _("Se «{command} --help».").format(command=error.ctx.command_path)


def _fault(error: Exception) -> str:
    told = _("Programmet stoppet på grunn av en feil i programmet selv ({name}, {place}).").format(
        name=type(error).__name__, place=_place(error.__traceback__)
    )
    return told + " " + _("Det som var lagret, er trygt. Meld fra til dem som drifter programmet.")


def _place(traceback: TracebackType | None) -> str:
    """The innermost line of our own that the error passed through."""
    place = "assess"
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f"{file.relative_to(_PACKAGE.parent).as_posix()}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def _print_whatever_the_terminal_takes() -> None:
    """Let a letter that the terminal lacks become «?» rather than an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _reader_left() -> int:
    # What is left in the buffer goes nowhere, so that the interpreter has nothing to complain about at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
