"""What only a POSIX system can do, and what Windows does or refuses instead.

Nothing here knows Textual: an app that wants to end in order only offers what `Endable` names.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, NoReturn, Protocol

if sys.platform != "win32":
    import select
    import termios

LOST_TERMINAL: Final = 129
"""The exit code when the terminal is gone: 128 + SIGHUP, as a shell would say it."""

_PATIENCE = 1.5
"""Seconds an app may take to end in order, before the process ends without it."""

_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""

BLANK: Final = "\x1b[2J\x1b[H"
"""Empties the screen that is shown."""

_PUT_BACK = (
    BLANK.encode()
    + b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)


class Endable(Protocol):
    """What the watch over signals and the terminal asks of an app."""

    def end(self, code: int = 0) -> None:
        """Hand over what is being typed, leave the alternate screen and exit with `code`."""

    def leave_terminal(self) -> None:
        """Blank the screen and give the terminal back to the shell."""

    def take_terminal(self) -> None:
        """Take the terminal again and draw everything anew."""

    def put_away(self) -> bool:
        """Say whether the app now ends in order and stops by itself, instead of being stopped as it stands."""

    def wake(self) -> None:
        """The process goes on after it was stopped by somebody else, for nobody knows how long."""


def replace_process(argv: Sequence[str]) -> NoReturn:
    """Become `argv` (its first part a full path), so that the memory holds nothing of before.

    The terminal must have been given back first. On Windows a process can't be replaced: the new one is run
    as a child and this one, with its memory, lives until the child has ended.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        raise SystemExit(subprocess.run(argv, check=False).returncode)  # noqa: S603  our own command line
    os.execv(argv[0], list(argv))  # noqa: S606  no shell is wanted: a lock replaces the program by itself


def insist_on(argv: Sequence[str]) -> Callable[[], None]:
    """Become `argv` as `replace_process` does when the app has not ended in order soon; return what takes that back.

    A lock must not wait for work that goes on beside the screens, nor for a screen that no longer answers.
    On Windows nothing is insisted on.
    """
    if sys.platform == "win32":
        return lambda: None
    deadline = threading.Timer(_PATIENCE, _replace_now, (argv, _terminal_as_it_is()))
    deadline.daemon = True
    deadline.start()
    return deadline.cancel


def pause(app: Endable) -> None:
    """Put `app` away as Ctrl-Z does; when it is not about to end by itself, stop it as it stands, with a blank screen.

    It goes through the loop: Textual's own signal handlers can lock up, or take the terminal twice.
    """
    if not app.put_away():
        app.leave_terminal()
        stop_here()
        app.take_terminal()


def stop_here() -> None:
    """Be a stopped job of the shell until it brings the program to the foreground; call with a given-back terminal.

    Where no shell could bring it back (a terminal window of its own) the system stops nothing, and it goes on
    at once. `bg` stops it again: a full screen has no business in the background. On Windows nothing is done.
    """
    if sys.platform == "win32":
        return
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTSTP)  # to this thread: it goes no further before somebody sends SIGCONT
    while not _in_foreground():
        signal.raise_signal(signal.SIGSTOP)
    signal.signal(signal.SIGTSTP, before or signal.SIG_DFL)


def watch_signals(app: Endable) -> Callable[[], None]:
    """End `app` in order when the system, the shell or the terminal says so; call inside the running loop.

    SIGHUP, SIGTERM, SIGINT and SIGQUIT end it with the exit code 128 + n, a lost terminal with 129, and all
    of them within two seconds even when the app no longer answers. SIGTSTP puts it away, or at least blanks the
    screen first. On Windows there are no such signals: closing the window ends the process at once, and only what
    was saved is kept.

    Returns:
        What stops the watch over the terminal; the signals stay watched until the loop is closed.
    """
    if sys.platform == "win32":
        return lambda: None
    loop = asyncio.get_running_loop()
    put_back = _terminal_as_it_is()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        loop.add_signal_handler(number, partial(_end, app, 128 + number, put_back))
    loop.add_signal_handler(signal.SIGTSTP, pause, app)
    loop.add_signal_handler(signal.SIGCONT, app.wake)
    watched = threading.Event()
    if sys.stdin.isatty():
        lost = partial(_end, app, LOST_TERMINAL, put_back)
        threading.Thread(target=_watch_terminal, args=(loop, lost, watched), daemon=True).start()
    return watched.set


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno() if sys.__stdin__ else 0) == os.getpgrp()
    except (OSError, ValueError):
        return True  # there is no terminal to be in the background of


def _end(app: Endable, code: int, put_back: Callable[[], None]) -> None:
    deadline = threading.Timer(_PATIENCE, _give_up, (code, put_back))
    deadline.daemon = True
    deadline.start()
    app.end(code)


def _give_up(code: int, put_back: Callable[[], None]) -> None:
    """End the process from a side thread; every acknowledged answer is already on the disk."""
    put_back()
    os._exit(code)


def _replace_now(argv: Sequence[str], put_back: Callable[[], None]) -> None:
    put_back()
    os.execv(argv[0], list(argv))  # noqa: S606  no shell is wanted: a lock replaces the program by itself


def _terminal_as_it_is() -> Callable[[], None]:
    """Return what leaves the alternate screen and the raw mode without help from the app."""
    if not sys.stdin.isatty():
        return lambda: None
    source, out = sys.stdin.fileno(), sys.__stderr__.fileno() if sys.__stderr__ else 2
    cooked = termios.tcgetattr(source)
    cooked[0] |= termios.ICRNL | termios.IXON
    cooked[3] |= termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG

    def put_back() -> None:
        with suppress(OSError, termios.error):
            if select.select([], [out], [], 0)[1]:
                os.write(out, _PUT_BACK)
            termios.tcsetattr(source, termios.TCSANOW, cooked)

    return put_back


def _watch_terminal(loop: asyncio.AbstractEventLoop, lost: Callable[[], None], stopped: threading.Event) -> None:
    """Notice a terminal that went away without a signal: reading it would spin a processor for ever."""
    while not stopped.wait(_LOOK_EVERY):
        try:
            termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
        except (termios.error, ValueError):
            deadline = threading.Timer(_PATIENCE, _give_up, (LOST_TERMINAL, lambda: None))
            deadline.daemon = True
            deadline.start()
            with suppress(RuntimeError):  # the loop has ended by itself meanwhile
                loop.call_soon_threadsafe(lost)
            return
