"""A program in a pseudo-terminal of its own, watched from outside: when each frame was there, and what it cost.

The terminal answers as a modern one: it knows synchronised output (mode 2026), so Textual brackets each repaint and
the end of a frame is exact. Each read is stamped with the clock and with the program's own processor time, and kept.
The emulator that knows what stands on the screen is fed afterwards, so its time is in no figure.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from types import TracebackType
from typing import Self

from benchmarks.process_figures import Unmeasured, peak_mib, processor_clock, processor_seconds, resident_mib
from benchmarks.recording import Chunk, Recording, Response, Shown, Size

QUIET = 0.04
"""Seconds without output after which a key is done: more than two frames of Textual's 60 a second."""

SETTLED = 0.3
"""Seconds without output after which a program that was started has come to rest."""

_AT_WORK = 0.05
"""The share of a processor above which a program that draws nothing is still at work."""

_PATIENCE = 15.0
"""Seconds after which nothing will come of a key."""

_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: known, and off
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # resizes in band: unknown, as in most terminals
    b"\x1b[c": b"\x1b[?62;22c",  # a VT220 with colours
    b"\x1b[6n": b"\x1b[1;1R",
}
_ASKED = re.compile(b"|".join(map(re.escape, _ANSWERS)))


class PtyProgram:
    """A program that was started, until the `with` block is left.

    Args:
        command: What to start.
        environment: All that it sees of the environment.
        size: Columns and lines.
        in_tmux: Whether a tmux stands between the program and the terminal; the figures are the program's still.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: Size = (120, 40), *, in_tmux: bool = False
    ) -> None:
        self._tmux = tempfile.TemporaryDirectory(prefix="bench-") if in_tmux else None
        self._recording = Recording(size)
        self._clock: int | None = None
        self._spent = 0.0
        words = [*self._tmux_words("new-session", " ".join(map(quote, command)))] if in_tmux else list(command)
        self.began = time.perf_counter()
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            termios.tcsetwinsize(0, (size[1], size[0]))
            os.execvpe(words[0], words, environment)  # noqa: S606  a measured program is what this is for
        self.pid = self._pid_in_tmux() if in_tmux else self._child
        self._clock = processor_clock(self.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """End the program at once, as a dead battery would: nothing of it is left running."""
        if self._tmux is not None:
            subprocess.run(self._tmux_words("kill-server"), check=False, capture_output=True)  # noqa: S603
            self._tmux.cleanup()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.close(self._terminal)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._child, 0)

    def leave(self, key: bytes) -> None:
        """End the program with a key, as people do, and wait until it has ended: it leaves nothing to bring back."""
        os.write(self._terminal, key)
        ended = False
        while not ended:
            with contextlib.suppress(OSError):  # so says a terminal whose program is gone
                while select.select([self._terminal], [], [], 0.05)[0]:
                    os.read(self._terminal, 65536)
            ended = os.waitpid(self._child, os.WNOHANG)[0] != 0

    @property
    def runs(self) -> bool:
        """Whether it has not ended by itself."""
        return os.waitid(os.P_PID, self._child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    @property
    def processor(self) -> float:
        """Seconds of processor that it has had so far."""
        if self._clock is None:
            raise Unmeasured("the program has not been started")
        return processor_seconds(self._clock)

    @property
    def resident(self) -> float:
        """MiB that it has in memory now."""
        return resident_mib(self.pid)

    @property
    def peak(self) -> float:
        """MiB that it had at the most."""
        return peak_mib(self.pid)

    @property
    def chunks(self) -> list[Chunk]:
        """Everything that it drew, read by read."""
        return self._recording.chunks

    def text(self) -> str:
        """What stands on the screen now."""
        return self._recording.text()

    def send(self, keys: bytes, *, quiet: float = QUIET) -> Response:
        """Send keys in one piece, wait until something came and the program is quiet, and return what came of it.

        Raises:
            Unmeasured: Nothing came of it.
        """
        self.rest(0.0)
        spent, first = self.processor, len(self.chunks)
        began = time.perf_counter()
        os.write(self._terminal, keys)
        self._read(_PATIENCE)
        self.rest(quiet)
        response = self._recording.response(first, began, self.processor - spent)
        if response is None:
            message = f"nothing came of {keys!r}:\n{self.text()}"
            raise Unmeasured(message)
        return response

    def type(self, keys: bytes) -> None:
        """Send keys without waiting for what comes of them."""
        os.write(self._terminal, keys)

    def rest(self, quiet: float, *, most: float = 180.0) -> None:
        """Read until for `quiet` seconds nothing came and the program had next to no processor; `most` at the most.

        So a program that thinks for long between two frames is waited for, and one that only waits is not.
        """
        limit = time.perf_counter() + most
        spent = self._spent_so_far()
        while self._read(quiet) or self._spent_so_far() - spent > quiet * _AT_WORK:
            if time.perf_counter() > limit:
                return
            spent = self._spent_so_far()

    def watch(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def see(self, text: str, *, since: float | None = None, within: float = 30.0, settled: float = SETTLED) -> Shown:
        """Wait until `text` is drawn and the program rests, and return when the frame with it was whole.

        Args:
            text: Words that one widget draws in one style, so that their bytes stand together.
            since: The moment that the clock is read from; the start when it is None.
            within: Seconds after which it is given up.
            settled: Seconds without output until the program rests.

        Raises:
            Unmeasured: It never stood there.
        """
        wanted, limit = text.encode(), time.perf_counter() + within
        while wanted not in self._recording.news() and time.perf_counter() < limit:
            self._read(0.1)
        self.rest(settled)
        found = self._recording.first(
            lambda lines: any(text in line for line in lines), self.began if since is None else since
        )
        if found is None:
            message = f"«{text}» never stood on the screen:\n{self.text()}"
            raise Unmeasured(message)
        return found

    def see_anything(self, signs: int, *, most: float) -> Shown:
        """Wait until a program that we don't know rests, and return when so many signs first stood on the screen.

        Raises:
            Unmeasured: They never did, or the program has ended: what it wrote then is no screen of its own.
        """
        self._read(most)
        self.rest(SETTLED, most=most)
        if not self.runs:
            message = f"the program has ended:\n{self.text()}"
            raise Unmeasured(message)
        found = self._recording.first(
            lambda lines: sum(len(line.replace(" ", "")) for line in lines) >= signs, self.began
        )
        if found is None:
            message = f"hardly anything stands on the screen:\n{self.text()}"
            raise Unmeasured(message)
        return found

    def _read(self, wait: float) -> bool:
        if not select.select([self._terminal], [], [], wait)[0]:
            return False
        try:
            drawn = os.read(self._terminal, 1 << 16)
        except OSError:  # the program has ended
            return False
        at, processor = time.perf_counter(), self._spent_so_far()
        self._recording.add(at, processor, drawn)
        for asked in _ASKED.findall(drawn):
            os.write(self._terminal, _ANSWERS[asked])
        return bool(drawn)

    def _spent_so_far(self) -> float:
        """The processor's time; what it was last when the program has ended."""
        if self._clock is None:  # tmux has not said yet which process it is
            return 0.0
        with contextlib.suppress(Unmeasured):
            self._spent = self.processor
        return self._spent

    def _tmux_words(self, *words: str) -> list[str]:
        if self._tmux is None:
            return list(words)
        folder = Path(self._tmux.name)
        folder.joinpath("settings").write_text("set -g status off\n")  # its clock would be a frame of nobody's
        return ["tmux", "-S", str(folder / "socket"), "-f", str(folder / "settings"), *words]

    def _pid_in_tmux(self) -> int:
        limit = time.perf_counter() + 10
        while time.perf_counter() < limit:
            self._read(0.005)
            asked = subprocess.run(  # noqa: S603
                self._tmux_words("display-message", "-p", "#{pane_pid}"), capture_output=True, check=False, text=True
            )
            if asked.returncode == 0 and asked.stdout.strip().isdigit():
                return int(asked.stdout)
        raise Unmeasured("tmux did not start")
