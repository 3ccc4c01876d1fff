"""The report worker: a process of its own that is warm when a report is asked for, and knows nothing but its pages.

Started by `assess.reports.printer` as `python -m assess.reports.worker`. Reports come in words on its standard input,
PDFs go out on its standard output (`assess.reports.frames`). It writes no file and reaches no network, and ends with
the program that started it: when its input is closed, even in the middle of a page, and on Linux also when that
program is killed or replaced.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sys
import threading
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from assess.errors import ReportError
from assess.language import LANGUAGES, _, speak
from assess.reports.confinement import allow_time, confine
from assess.reports.content import ReportContent, Running
from assess.reports.content_json import from_json
from assess.reports.frames import CONTENT, FAULT, PDF, READY, REFUSED, STEP, Frame, read_frame, write_frame
from assess.reports.render import load_renderer, set_pages
from assess.reports.steps import Step, StepListener
from assess.reports.view import Cell, Prose, Section, Table

_POLITE: Final = 5
"""Steps of priority that the worker stands behind the program."""
_PACKAGE = Path(__file__).parents[1]
_WORDS = "Bekymringsvurderingen forutsetter en individuell helhetsvurdering. Radicalisation is a development. "


def main() -> None:
    """Load what a report needs, deny oneself the rest, and set one report after the other."""
    source, out = sys.stdin.buffer, _own_output()
    sys.excepthook = partial(_last_word, out)
    _step_back()
    waiting: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, waiting), daemon=True).start()
    _warm_up(waiting)
    StepListener(partial(_tell, out)).listen()
    confine()
    write_frame(out, READY)
    while True:
        frame = waiting.get()
        if frame.kind != CONTENT:
            return
        allow_time()
        if not _answer(out, frame.body):
            return


def asked(content: bytes, language: str) -> bytes:
    """A report in words as the worker wants it: the language for what it may have to say, a line feed, and the JSON."""
    return language.encode("ascii") + b"\n" + content


def _answer(out: BinaryIO, body: bytes) -> bool:
    """Answer with a PDF or with why there is none; return whether this process can go on."""
    language, _line, content = body.partition(b"\n")
    speak(language.decode("ascii"))
    gc.disable()  # a fifth of the time goes to looking for garbage in a page that is all in use
    try:
        made = set_pages(from_json(content))
    except ReportError as error:
        _refuse(out, error)
    except (MemoryError, RecursionError):
        _refuse(out, too_large())
        return False
    else:
        write_frame(out, PDF, made.packed())
    gc.enable()
    gc.collect()
    return True


def too_large() -> ReportError:
    """What is said when a report needs more time or memory than any report should."""
    return ReportError(
        _("PDF-en ble ikke laget: teksten er for stor til å settes på sider. Vurderingen er urørt."),
        _("Se etter et felt der noe svært langt er limt inn, og kort det ned."),
    )


def _refuse(out: BinaryIO, error: ReportError) -> None:
    write_frame(out, REFUSED, json.dumps([error.message, error.hint]).encode("ascii"))


def _tell(out: BinaryIO, step: Step) -> None:
    write_frame(out, STEP, step.as_json())


def _step_back() -> None:
    """Let whoever writes at the keys go first, also while pages are set that nobody has asked for yet."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)


def _own_output() -> BinaryIO:
    """Keep the way out for frames: what a library prints goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return out


def _listen(source: BinaryIO, waiting: queue.SimpleQueue[Frame]) -> None:
    """Hand over what comes, and end the process at once when nothing more can come."""
    while (frame := read_frame(source)) is not None:
        waiting.put(frame)
    os._exit(0)


def _last_word(
    out: BinaryIO, kind: type[BaseException], _error: BaseException, traceback: TracebackType | None
) -> None:
    """Tell the class and place of an error, never its text: it may be a case."""
    place = ""
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f", {file.relative_to(_PACKAGE.parent).as_posix()}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    write_frame(out, FAULT, f"{kind.__name__}{place}".encode())


def _warm_up(waiting: queue.SimpleQueue[Frame]) -> None:
    """Import everything, compile every template, and set a small page in each language, unless somebody waits."""
    try:
        load_renderer()
        for language in LANGUAGES:
            if waiting.empty():
                set_pages(_small_report(language))
    except ReportError:
        return  # it is said when somebody asks for a report
    gc.collect()
    gc.freeze()


def _small_report(language: str) -> ReportContent:
    long = _WORDS * 4
    cell = Cell(text=long, lead="–")
    return ReportContent(
        language=language,
        title="–",
        author="–",
        dated="2026-01-01T00:00:00Z",
        running=Running("–", "", "–", "–", "", "", "–", "", "–", "–"),
        cover=None,
        page_one=None,
        proof="",
        case=(),
        sections=(
            Section(
                "–", prose=(Prose("–", long),), tables=(Table("ledger", ("–", "–"), ((cell, cell),), heading="–"),)
            ),
        ),
        replaced="",
    )


if __name__ == "__main__":
    main()
