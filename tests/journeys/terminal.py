"""A real pseudo-terminal with somebody in front of it: keys go in, and what stands on the screen can be read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+s": "\x13",
    "ctrl+q": "\x11",
    "ctrl+p": "\x10",
    "ctrl+z": "\x1a",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f12": "\x1b[24~",
    "ctrl+n": "\x0e",
}
"""What a terminal sends for each key."""


class Terminal(Protocol):
    """Whatever the program runs in."""

    def send(self, text: str) -> None:
        """Send characters as a keyboard would."""

    def screen(self) -> str:
        """What stands on the screen now."""


class PseudoTerminal:
    """The program in a pty of its own, with a terminal emulator reading what it draws."""

    def __init__(
        self, register: Path, home: Path, columns: int = 80, lines: int = 24, *, within: Sequence[str] = ()
    ) -> None:
        """Start the program on `register`, or the command `within`, which somebody then starts it from."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        """Everything that has been drawn, as it came."""
        command = list(within) or program(register)
        self._process = pexpect.spawn(
            command[0],
            command[1:],
            env=environment(home),
            dimensions=(lines, columns),
            timeout=20,
        )

    def send(self, text: str) -> None:
        """Send characters as a keyboard would."""
        self._process.send(text)

    def screen(self) -> str:
        """Read what has been drawn and return the screen."""
        while True:
            try:
                drawn = self._process.read_nonblocking(65536, timeout=0.02)
                self.output += drawn
                self._stream.feed(drawn)
            except (pexpect.TIMEOUT, pexpect.EOF):
                return "\n".join(self._screen.display)

    def kill(self) -> None:
        """End the program as a dead battery would."""
        self._process.kill(9)
        self._process.wait()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._process.kill(number)

    def close_window(self) -> None:
        """Take the terminal away."""
        self._process.ptyproc.fileobj.close()

    def gone(self, within: float) -> int | None:
        """Wait until the program has ended, reading what it still draws; return its exit code, None when it has not."""
        until = time.monotonic() + within
        while self._process.isalive() and time.monotonic() < until:
            if self._process.ptyproc.fileobj.closed:
                time.sleep(0.02)
            else:
                self.screen()
        if self._process.isalive():
            return None
        return int(self._process.exitstatus if self._process.exitstatus is not None else -self._process.signalstatus)

    def destroy(self) -> None:
        """End whatever still runs, when a test is over."""
        self._process.close(force=True)

    @property
    def processor_seconds(self) -> float:
        """How long the program has kept a processor busy so far (Linux only)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ended(self) -> int | None:
        """Wait for the program to end in order, and return its exit code."""
        self._process.expect(pexpect.EOF)
        self._process.close()
        code = self._process.exitstatus
        return int(code) if code is not None else None


class Secretary:
    """Somebody who types, looks, and counts the keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys by name, or as the characters they are."""
        for key in keys:
            self.terminal.send(KEYS.get(key, key))
            self.keys += 1
            if key == "escape":
                # A terminal can't tell escape from the start of another key before a pause.
                time.sleep(0.25)

    def write(self, text: str) -> None:
        """Type a text, letter by letter."""
        self.terminal.send(text)
        self.keys += len(text)

    def rest(self) -> None:
        """Stop writing for as long as it takes until a text is kept."""
        time.sleep(1.5)

    def see(self, *texts: str, within: float = 15) -> str:
        """Wait until all the texts stand on the screen, line breaks aside, and return it."""
        until = time.monotonic() + within
        while True:
            screen = self.terminal.screen()
            seen = " ".join(screen.replace("▌", " ").split())
            missing = [text for text in texts if text not in seen]
            if not missing:
                return screen
            if time.monotonic() > until:
                message = f"not on the screen: {missing}\n{screen}"
                raise AssertionError(message)


def program(register: Path) -> list[str]:
    """The command that opens the screens on a register."""
    return [sys.executable, "-m", "assess", "--register", str(register)]


def environment(home: Path) -> Mapping[str, str]:
    """An environment with a home of its own and a terminal that everybody has."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(home / "config")}
