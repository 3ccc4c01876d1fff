"""F5: the PDF of an assessment, made by another process so that nobody waits for it.

The assessment is untouched whatever happens. A second press breaks the printing off; when no PDF can be made, HTML and
JSON are offered instead.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assess.errors import AssessError, ReportError
from assess.language import _, spoken
from assess.screens.terminal import SafeApp
from assess.screens.unprinted import carried

if TYPE_CHECKING:
    from textual.worker import Worker
    from textual.worker_manager import WorkerManager

    from assess.reports.head_stamp import SetPages
    from assess.reports.issue import Order, Prepared
    from assess.screens.frame import Frame
    from assess.screens.meeting.desk import Desk
    from assess.screens.report_failed import Instead
    from assess.screens.report_forms import Printable

_GROUP: Final = "report"
_SETTLED: Final = 1.5
"""Seconds after which a meeting that was opened is drawn, and a processor is free."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """Reports that somebody waits for, one for each recipient."""

    screen: Frame
    """Where what is going on is said."""
    desk: Desk
    orders: tuple[Order, ...]
    then: Callable[[], None]
    """Is called after each file."""
    by_key: bool = False
    """Whether F5 asked for it."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One report on its way to a file."""

    errand: _Errand
    prepared: Prepared
    path: Path
    pages: asyncio.Task[SetPages] | None = None
    """The pages that were set before anybody asked, or soon are; None when they must be set now."""


def warm_up(screen: Frame) -> None:
    """Start the report worker once `screen` is drawn, so that the first report comes as fast as the others."""
    if not screen.app.is_headless:
        screen.set_timer(_SETTLED, partial(_start_worker, screen))


def stop_printing() -> None:
    """End the report worker before the program locks or ends: what it holds in its memory goes with it."""
    printing = sys.modules.get("assess.reports.printer")
    if printing is not None:
        printing.end_printing()


def printing(workers: WorkerManager) -> Worker[bool] | None:
    """What is printing now: its name is what a lock carries along, its result whether every file was written."""
    return next((one for one in workers if one.group == _GROUP and not one.is_finished), None)


def make_report(screen: Frame, desk: Desk) -> None:
    """Begin to make the full report and say where it lies once it does; or stop, when one is being made.

    Args:
        screen: Where what is going on is said.
        desk: The assessment.
    """
    from assess.reports.issue import Order
    from assess.screens.widgets.set_ahead import SetAhead

    if _busy(screen):
        break_off(screen)
    elif not any(one.just_answered for one in screen.query(SetAhead)):
        order = Order(desk.case, desk.assessment, language=spoken())
        _begin(_Errand(screen, desk, (order,), _nothing, by_key=True))


def make_reports(screen: Frame, about: Printable, orders: tuple[Order, ...], then: Callable[[], None]) -> None:
    """Begin to make one report after the other, and say where each lies; nothing is begun while one is being made.

    Args:
        screen: Where what is going on is said.
        about: What they are made of.
        orders: Which reports, and for whom.
        then: Is called after each file.
    """
    if _busy(screen):
        screen.notify(_("En rapport lages allerede. Vent til den er ferdig."))
    else:
        _begin(_Errand(screen, about.desk, orders, then))


def break_off(screen: Frame) -> None:
    """Stop the report that is being made; when it was begun only just now, say that it can be stopped soon."""
    from assess.reports.printer import printer
    from assess.screens.widgets.printing_line import UNSTOPPED, PrintingLine

    progress = printer().progress
    if progress is not None and progress.seconds >= UNSTOPPED:
        printer().break_off()
    elif lines := screen.query(PrintingLine):
        lines.first().say_soon()
    elif progress is not None:
        screen.notify(_("PDF-en lages. F5 avbryter om litt."))


def _busy(screen: Frame) -> bool:
    return printing(screen.app.workers) is not None


def _begin(errand: _Errand) -> None:
    from assess.screens.widgets.printing_line import PrintingLine

    errand.screen.mount(PrintingLine())
    # The app's own work: whoever leaves the meeting meanwhile still gets the file.
    name = carried(errand.desk.assessment.id, by_key=errand.by_key)
    errand.screen.app.run_worker(_print_all(errand), name=name, group=_GROUP)


async def _print_all(errand: _Errand) -> bool:
    """Print what is ordered, and return whether all of it was written and noted."""
    from assess.reports.printer import PrintingEnded

    app, left = errand.screen.app, errand.orders
    try:
        while left and not _ending(errand.screen):
            job = await _job(errand, left[0])
            try:
                if _ending(errand.screen) or not await _print(job):
                    break
            except ReportError as error:
                if not _ending(errand.screen):
                    _offer_instead(job, error, left)
                break
            left = left[1:]
    except PrintingEnded:
        if not _ending(errand.screen):
            app.notify(_("PDF-en ble avbrutt. Vurderingen er urørt."))
            _start_worker(errand.screen)
    except AssessError as error:
        errand.screen.refuse(error)
    finally:
        _take_line_away(errand.screen)
    return not left


async def _job(errand: _Errand, order: Order) -> _Job:
    """Tell the journal, and put the report into words, unless it was set before anybody asked."""
    from assess.register.report_copies import export_folder
    from assess.reports.issue import free_path, gather
    from assess.screens.widgets.set_ahead import SetAhead

    register = errand.desk.register
    path = free_path(export_folder(register), order.case, order.assessment)
    ahead = next((found for one in errand.screen.query(SetAhead) if (found := one.take(order))), None)
    anchor = register.tell("report", order.assessment.id, order.case.id).text
    if ahead is None:
        gathered = gather(register, order, anchor)
        return _Job(errand, await asyncio.to_thread(gathered.in_words, errand.desk.profiles), path)
    register.require("read", order.case.id)
    return _Job(errand, ahead.foreseen.let_out(anchor), path, ahead.pages)


async def _print(job: _Job) -> bool:
    """Have it printed, keep it, and return whether it was kept."""
    from assess.reports.head_stamp import stamped
    from assess.reports.printer import printer

    if job.pages is None:
        made = await asyncio.to_thread(printer().pdf, job.prepared.content)
    else:
        if not job.pages.done():
            printer().begin_to_count()
        made = stamped(await job.pages, job.prepared.anchor)
    return not _ending(job.errand.screen) and await _keep(job, made)


async def _keep(job: _Job, made: bytes) -> bool:
    """Write the file beside the screen, and note the copy; neither when the program begins to end meanwhile."""
    if not await asyncio.to_thread(_write, job, made):
        return False
    _note(job, made, job.path)
    _say(job, _("PDF-en ligger på {path}.").format(path=job.path))
    return True


def _write(job: _Job, made: bytes) -> bool:
    """Write the file, and return whether it may stay.

    A program that ends waits for nobody: a file that came later would lie there unknown to the register.
    """
    from assess.reports.file import write_whole

    write_whole(made, job.path)
    if _ending(job.errand.screen):
        job.path.unlink(missing_ok=True)
        return False
    return True


def _note(job: _Job, made: bytes, path: Path) -> None:
    from assess.register.report_copies import note_written
    from assess.reports.issue import copy_of

    register = job.errand.desk.register
    note_written(register, copy_of(register, job.prepared, made, path.name))


def _say(job: _Job, words: str) -> None:
    job.errand.screen.app.notify(words, timeout=12)
    job.errand.then()


def _offer_instead(job: _Job, error: AssessError, left: tuple[Order, ...]) -> None:
    from assess.reports.request import ArchiveReport, FullReport
    from assess.screens.report_failed import ReportFailed

    whole = isinstance(job.prepared.order.request, FullReport | ArchiveReport)
    job.errand.screen.app.push_screen(ReportFailed(error, data=whole), partial(_give_instead, job, left))


def _give_instead(job: _Job, left: tuple[Order, ...], wanted: Instead | None) -> None:
    try:
        if wanted == "again":
            _begin(replace(job.errand, orders=left))
        elif wanted == "html":
            _give_html(job)
        elif wanted == "json":
            _give_json(job)
    except AssessError as error:
        job.errand.screen.refuse(error)


def _give_html(job: _Job) -> None:
    from assess.reports.web_page import write_html

    path = _beside(job.path, ".html")
    _note(job, write_html(job.prepared.content, path), path)
    _say(job, _("HTML-filen ligger på {path}.").format(path=path))


def _give_json(job: _Job) -> None:
    from assess.register.exchange import export
    from assess.reports.web_page import write_beside

    order, path = job.prepared.order, _beside(job.path, ".json")
    write_beside(export(job.errand.desk.register, order.case, order.assessment).encode("utf-8"), path)
    _say(job, _("JSON-filen ligger på {path}.").format(path=path))


def _beside(pdf: Path, ending: str) -> Path:
    """The PDF's own name with another ending, and a count where something has it."""
    path, count = pdf.with_suffix(ending), 2
    while path.exists():
        path = pdf.with_name(f"{pdf.stem}-{count}{ending}")
        count += 1
    return path


def _start_worker(screen: Frame) -> None:
    from assess.reports.printer import printer

    if not _ending(screen):
        printer().start()


def _take_line_away(screen: Frame) -> None:
    from assess.screens.widgets.printing_line import PrintingLine

    if screen.is_attached:
        screen.query(PrintingLine).remove()


def _ending(screen: Frame) -> bool:
    """Whether the program ends or locks: then nothing is said, and no worker started."""
    return isinstance(screen.app, SafeApp) and screen.app.ending


def _nothing() -> None:
    """Nobody waits for more than the words."""
