"""A real pseudo-terminal of which every byte that the program sends is kept."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect

from tests.attacks.drawn_screen import DrawnScreen
from tests.journeys.terminal import KEYS, environment

MORE_KEYS = {
    **KEYS,
    "f1": "\x1bOP",
    "f6": "\x1b[17~",
    "f9": "\x1b[20~",
    "f12": "\x1b[24~",
    "ctrl+o": "\x0f",
    "ctrl+p": "\x10",
    "ctrl+u": "\x15",
    "ctrl+w": "\x17",
    "ctrl+z": "\x1a",
}
"""What a terminal sends for each key."""

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class RecordedTerminal:
    """The program in a pty of its own.

    Args:
        words: What stands after `assess` on the command line.
        home: The user's home folder.
        size: Columns and lines.
        env: Variables besides those of `tests.journeys.terminal.environment`; None takes one away.
        umask: The umask that the program starts with.
        cwd: The folder that it starts in.
        program: What is started instead of `python -m assess`.
    """

    def __init__(
        self,
        words: Sequence[str],
        home: Path,
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str | None] | None = None,
        umask: int = 0o022,
        cwd: Path | None = None,
        program: Sequence[str] = (sys.executable, "-m", "assess"),
    ) -> None:
        columns, lines = size
        self.raw = bytearray()
        self._drawn = DrawnScreen(columns, lines)
        everything: dict[str, str | None] = {**environment(home), "COLUMNS": None, "LINES": None, **(env or {})}
        command = [*program, *words]
        self._process = pexpect.spawn(
            command[0],
            command[1:],
            env={name: value for name, value in everything.items() if value is not None},
            dimensions=(lines, columns),
            timeout=20,
            cwd=str(cwd) if cwd is not None else None,
            preexec_fn=_with_umask(umask),
        )
        self._process.delaybeforesend = None
        self.pid = int(self._process.pid)
        """The program; a lock keeps its number. Whoever starts it from a shell in here says which it is."""

    def send(self, text: str) -> None:
        """Send characters as a keyboard would."""
        self.send_bytes(text.encode())

    def send_bytes(self, data: bytes) -> None:
        """Send bytes that need not be text; a program that has ended takes none."""
        try:
            self._process.send(data)
        except OSError:
            return

    def press(self, *keys: str) -> None:
        """Press keys by name, or as the characters they are."""
        for key in keys:
            self.send(MORE_KEYS.get(key, key))
            if key == "escape":
                self.settle(0.25)  # a terminal can't tell escape from the start of another key before a pause

    def paste(self, text: str) -> None:
        """Paste as a terminal does, with brackets around."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def read(self, timeout: float = 0.02) -> bytes:
        """Read what is there, feed the emulator, and return it."""
        got = bytearray()
        while True:
            try:
                got += self._process.read_nonblocking(262_144, timeout=timeout)
                timeout = 0
            except (pexpect.TIMEOUT, pexpect.EOF, OSError):
                break
        self.raw += got
        if got:
            self._drawn.feed(bytes(got))
        return bytes(got)

    def settle(self, quiet: float = 0.15, longest: float = 5.0) -> bytes:
        """Read until nothing has come for a while."""
        got = b""
        until = time.monotonic() + longest
        while time.monotonic() < until:
            more = self.read(quiet)
            if not more:
                break
            got += more
        return got

    def screen(self) -> str:
        """What stands on the screen now."""
        self.read()
        return "\n".join(self._drawn.display)

    def words(self) -> str:
        """The same on one line, without the marks that frame a list."""
        return " ".join(self.screen().replace("▌", " ").split())

    def see(self, *texts: str, within: float = 20) -> str:
        """Wait until all the texts stand on the screen, line breaks aside."""
        until = time.monotonic() + within
        while True:
            seen = self.words()
            missing = [text for text in texts if text not in seen]
            if not missing:
                return seen
            if time.monotonic() > until:
                message = f"not on the screen: {missing}\n{self.screen()}"
                raise AssertionError(message)

    def leave(self, text: str, within: float = 10) -> None:
        """Press escape until `text` is gone; on a busy machine one may be read together with the key after it."""
        until = time.monotonic() + within
        while text in self.words() and time.monotonic() < until:
            self.press("escape")
            self.settle(0.3)
        assert text not in self.words(), self.screen()

    def hear(self, text: str, since: int, within: float = 3) -> bool:
        """Wait until the program has drawn `text`, colours aside, after the byte `since`; say whether it did."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if text in unstyled(self.raw[since:]):
                return True
            self.read(0.01)
        return text in unstyled(self.raw[since:])

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._drawn.resize(columns, lines)
        self._process.setwinsize(lines, columns)

    def alive(self) -> bool:
        """Whether the program still runs."""
        return bool(self._process.isalive())

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def ended(self, within: float = 20) -> int | None:
        """Wait for the program to end, and return its exit code; 128 + n after a signal n."""
        until = time.monotonic() + within
        while self._process.isalive() and time.monotonic() < until:
            self.read(0.05)
        self.read()
        if self._process.isalive():
            return None
        if self._process.signalstatus is not None:
            return 128 + int(self._process.signalstatus)
        return int(self._process.exitstatus)

    def close(self) -> None:
        """End the program if it still runs."""
        if self._process.isalive():
            with contextlib.suppress(ProcessLookupError):  # it may end by itself just now
                os.kill(self.pid, signal.SIGKILL)
        self._process.close(force=True)


def unstyled(raw: bytes | bytearray) -> str:
    """Return output as text without its colours."""
    return _STYLE.sub("", raw.decode("utf-8", "replace"))


def _with_umask(umask: int) -> Callable[[], None]:
    def before() -> None:
        os.umask(umask)

    return before
