"""A real pseudo-terminal with somebody in front of it: keys go in, and what stands on the screen can be read."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
    "right": "\x1b[C",
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
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f12": "\x1b[24~",
    "ctrl+n": "\x0e",
    "ctrl+o": "\x0f",
    "ctrl+w": "\x17",
}
"""What a terminal sends for each key."""

_IN_LIST = r"(?m)^ {0,3}(▌)"
"""How a list stands at the left of the screen while it has the cursor."""
_IN_FIELD = r"(?m)^.{6,}?(▌)"
"""How a field to the right of a list, or a dialog, stands while it has the cursor."""

A_KEY = 0.12
"""Seconds that a trained secretary takes for a key: 100 words a minute, with reading what comes beside."""


class Terminal(Protocol):
    """Whatever the program runs in."""

    def send(self, text: str) -> None:
        """Send characters as a keyboard would."""

    def screen(self) -> str:
        """What stands on the screen now."""

    def ended(self) -> int | None:
        """Wait for the program to end in order, and return its exit code."""


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


@dataclass
class Pace:
    """What somebody did in one part of a journey."""

    keys: int = 0
    seconds: float = 0.0
    """How long it took here, where the keys come as fast as the program takes them."""

    @property
    def by_hand(self) -> float:
        """Seconds that a trained secretary's hands would need."""
        return self.keys * A_KEY


class Secretary:
    """Somebody who types, looks, and counts the keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0
        self.parts: dict[str, Pace] = {}
        """The pace of each part of the journey, in order."""

    @contextmanager
    def doing(self, part: str) -> Iterator[Pace]:
        """Count the keys and the time of a part of the journey; a part that is taken up again goes on counting."""
        pace = self.parts.setdefault(part, Pace())
        keys, began = self.keys, time.monotonic()
        try:
            yield pace
        finally:
            pace.keys += self.keys - keys
            pace.seconds += time.monotonic() - began

    def press(self, *keys: str) -> None:
        """Press keys by name, or as the characters they are."""
        for key in keys:
            self.terminal.send(KEYS.get(key, key))
            self.keys += 1
            if key == "escape":
                # A terminal can't tell escape from the start of another key before a pause.
                time.sleep(0.25)

    def quit(self) -> None:
        """Leave the program, and wait until it is gone: what was typed last is kept on the way out."""
        self.press("ctrl+q")
        assert self.terminal.ended() == 0

    def to_list(self) -> None:
        """Go back to the list from a text, and look that the cursor is there."""
        self.press("escape")
        self.find(_IN_LIST)

    def write(self, text: str) -> None:
        """Type a text, letter by letter."""
        self.terminal.send(text)
        self.keys += len(text)

    def fill(self, text: str) -> None:
        """Type a text into the field that the last key led to, once the cursor is there."""
        self.find(_IN_FIELD)
        self.pause()
        self.write(text)

    def pause(self) -> None:
        """Take half as long as a hand needs to the next key."""
        until = time.monotonic() + A_KEY / 2
        while time.monotonic() < until:
            self.terminal.screen()

    def rest(self) -> None:
        """Stop writing for as long as it takes until a text is kept."""
        time.sleep(1.5)

    def see(self, *texts: str, within: float = 15) -> str:
        """Wait until all the texts stand on the screen, line breaks aside, and return it."""

        def missing(screen: str) -> list[str]:
            seen = " ".join(screen.replace("▌", " ").split())
            return [text for text in texts if text not in seen]

        return self._look(lambda screen: missing(screen) == [], lambda screen: f"{missing(screen)}", within)

    def find(self, pattern: str, within: float = 15) -> str:
        """Wait until the pattern stands in a line of the screen, and return its first group."""
        screen = self._look(lambda screen: re.search(pattern, screen) is not None, lambda _screen: pattern, within)
        found = re.search(pattern, screen)
        assert found is not None
        return found[1]

    def _look(self, done: Callable[[str], bool], wanted: Callable[[str], str], within: float) -> str:
        until = time.monotonic() + within
        while True:
            screen = self.terminal.screen()
            if done(screen):
                return screen
            if time.monotonic() > until:
                message = f"not on the screen: {wanted(screen)}\n{screen}"
                raise AssertionError(message)


def program(register: Path) -> list[str]:
    """The command that opens the screens on a register."""
    return [sys.executable, "-m", "assess", "--register", str(register)]


def environment(home: Path) -> Mapping[str, str]:
    """An environment with a home of its own and a terminal that everybody has."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(home / "config")}
