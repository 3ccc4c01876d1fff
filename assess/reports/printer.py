"""Where reports are printed: a worker process that is started before anybody asks, and ended when the program locks.

The worker holds what a report says after it has set one. So whoever locks or ends the program calls `end_printing`
first; should nobody do so, the worker ends by itself as soon as this program is gone or replaced.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final, cast

from assess.errors import ReportError
from assess.language import _, spoken
from assess.reports.content import ReportContent
from assess.reports.content_json import as_json
from assess.reports.frames import CONTENT, FAULT, PDF, REFUSED, STEP, read_frame, write_frame
from assess.reports.head_stamp import SetPages, stamped
from assess.reports.steps import Step
from assess.reports.worker import asked, too_large

LONGEST: Final = 300.0
"""Seconds after which a report that is not finished is given up."""

_OUT_OF_TIME: Final = -int(signal.SIGXCPU) if sys.platform != "win32" else None
_FAREWELL: Final = 1.0
"""Seconds that the end of a killed worker is waited for."""

Tell = Callable[[Step], None]


class PrintingEnded(Exception):
    """Somebody broke the printing off: nothing was made, and nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the report that is being printed has come."""

    began: float
    """When, on the clock that never jumps."""
    step: Step
    page: int
    """The last page that was set; a page can be set anew."""

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began


class Printer:
    """One worker at a time, started when there is none.

    Safe to use from several threads; a second report waits for the first.

    Args:
        longest: Seconds after which a report is given up.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._worker: _Worker | None = None
        self._closed = False
        self._progress: Progress | None = None
        self._changing = threading.Lock()
        self._printing = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether there is a worker."""
        return self._worker is not None and self._worker.alive

    @property
    def pid(self) -> int | None:
        """The worker's process; None when there is none."""
        return self._worker.pid if self._worker is not None else None

    @property
    def busy(self) -> bool:
        """Whether pages are being set, for somebody or ahead."""
        return self._printing.locked()

    @property
    def progress(self) -> Progress | None:
        """How far the report that somebody waits for has come; None when none is being set."""
        return self._progress

    def start(self) -> None:
        """Start a worker in the background, unless there is one; returns at once.

        Raises:
            PrintingEnded: The printer was closed.
        """
        self._living()

    def pdf(self, content: ReportContent) -> bytes:
        """Return the PDF, the same bytes as `assess.reports.render.pdf_bytes`; waits until it is made.

        A worker that dies is replaced once.

        Raises:
            ReportError: It can't be made, takes too long or needs too much memory.
            PrintingEnded: `break_off` or `close` was called meanwhile.
        """
        return stamped(self.pages(content), content.head)

    def pages(self, content: ReportContent) -> SetPages:
        """Return the PDF without the journal's head, the same for any head; waits until it is set.

        Raises:
            As `pdf`.
        """
        return self._set(content, waited_for=True)

    def pages_ahead(self, content: ReportContent) -> SetPages:
        """As `pages`, for nobody yet: there is no `progress` before `begin_to_count`.

        Raises:
            As `pdf`.
        """
        return self._set(content, waited_for=False)

    def begin_to_count(self) -> None:
        """Tell the progress of what is being set ahead, and count its seconds from now: now somebody waits for it."""
        if self.busy:
            self._progress = Progress(time.monotonic(), Step("start"), 0)

    def break_off(self) -> None:
        """End the worker, whatever it is doing; its memory is gone when this returns."""
        with self._changing:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def close(self) -> None:
        """End the worker, and never start another."""
        with self._changing:
            self._closed = True
        self.break_off()

    def _set(self, content: ReportContent, *, waited_for: bool) -> SetPages:
        body = asked(as_json(content), spoken())
        with self._printing:
            if waited_for:
                self._progress = Progress(time.monotonic(), Step("start"), 0)
            try:
                return self._tried_twice(body)
            finally:
                self._progress = None

    def _tried_twice(self, body: bytes) -> SetPages:
        try:
            return self._living().print_(body, self._tell, self._longest)
        except _WorkerDied:
            pass
        try:
            return self._living().print_(body, self._tell, self._longest)
        except _WorkerDied as died:
            raise ReportError(
                _("PDF-en ble ikke laget: den delen av programmet som setter sidene, stoppet{why}.").format(
                    why=f" ({died})" if str(died) else ""
                ),
                _("Vurderingen er urørt. Prøv igjen, eller lagre den som HTML."),
            ) from died

    def _tell(self, step: Step) -> None:
        now = self._progress
        if now is not None:
            self._progress = Progress(now.began, step, max(now.page, step.page))

    def _living(self) -> _Worker:
        with self._changing:
            if self._closed:
                raise PrintingEnded
            if self._worker is None or not self._worker.alive:
                self._worker = _Worker()
            return self._worker


@cache
def printer() -> Printer:
    """The program's own printer."""
    return Printer()


def end_printing() -> None:
    """Close the program's own printer, before the program locks or ends; who asks again gets a new one."""
    ending = printer()
    printer.cache_clear()
    ending.close()


class _WorkerDied(Exception):
    """The worker ended without an answer; its text is the class and place of the error, where it told them."""


class _Worker:
    """One worker process, and the thread that started it and waits for its end.

    The kernel ends a worker with the thread that started it, so that thread may not be one that comes and goes.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._failed: OSError | None = None
        self._ended = False
        self._late = False
        self._talking = threading.Lock()
        started = threading.Event()
        self._keeper = threading.Thread(target=self._keep, args=(started,), daemon=True)
        self._keeper.start()
        started.wait()

    @property
    def alive(self) -> bool:
        return self._process is not None and not self._ended and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def end(self) -> None:
        self._ended = True
        self._kill()
        self._keeper.join(_FAREWELL)

    def print_(self, body: bytes, tell: Tell, longest: float) -> SetPages:
        if self._process is None:
            raise _WorkerDied(self._failed.strerror if self._failed is not None else "") from self._failed
        giving_up = threading.Timer(longest, self._give_up)
        giving_up.daemon = True
        giving_up.start()
        try:
            with self._talking:
                return _conversation(self._process, body, tell)
        except (_WorkerDied, OSError, ValueError) as error:
            self._kill()
            self._keeper.join(_FAREWELL)
            if self._ended:
                raise PrintingEnded from error
            if self._late or (_OUT_OF_TIME is not None and self._process.returncode == _OUT_OF_TIME):
                raise too_large() from error
            raise error if isinstance(error, _WorkerDied) else _WorkerDied from error
        finally:
            giving_up.cancel()

    def _keep(self, started: threading.Event) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "assess.reports.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            self._failed = error
            return
        finally:
            started.set()
        self._process.wait()
        with self._talking:
            for pipe in (self._process.stdin, self._process.stdout):
                _close(pipe)

    def _give_up(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()


def _conversation(process: subprocess.Popen[bytes], body: bytes, tell: Tell) -> SetPages:
    source, out = cast("BinaryIO", process.stdout), cast("BinaryIO", process.stdin)
    write_frame(out, CONTENT, body)
    while (frame := read_frame(source)) is not None:
        if frame.kind == PDF:
            return SetPages.unpacked(frame.body)
        if frame.kind == REFUSED:
            message, hint = json.loads(frame.body)
            raise ReportError(message, hint)
        if frame.kind == FAULT:
            raise _WorkerDied(frame.body.decode("utf-8", "replace"))
        if frame.kind == STEP:
            tell(Step.from_json(frame.body))
    raise _WorkerDied


def _environment() -> dict[str, str]:
    """What the worker is told about the machine: the same program, and nothing about any register."""
    ours = str(Path(__file__).parents[2])
    paths = [ours, *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSESS_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths)}


def _close(pipe: object) -> None:
    try:
        cast("BinaryIO", pipe).close()
    except OSError:
        return  # what was on its way to a worker that is gone
