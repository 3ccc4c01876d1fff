"""A finished report beside what the bare renderer needs for the same page: cold, from a warm worker, and the memory.

Ours and the bare renderer take their turns on the second RØSSLYNG assessment, so that what else the machine does falls
on both. «Bare» is a process of its own that imports WeasyPrint and calls `write_pdf` on the same HTML with nothing set:
no archive variant, no tags, nothing attached, its own fetcher and the machine's fonts. «Key → file» is everything from
the key to the file on the disk: the journal, the words, the other process, and the file with its copy noted. «assess
report» is the whole command, the register opened and closed. «After a pause» is the key when the pages were set before
anybody asked: what is waited for beyond the journal, the file and the note of the copy, and all of it. Of the clock and
the processor only the latter can be relied on where others use the machine too.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.report_copies import export_folder, note_written
from assess.reports.ahead import NO_HEAD_YET, Foreseen, grounds
from assess.reports.file import write_whole
from assess.reports.head_stamp import stamped
from assess.reports.issue import Order, copy_of, free_path, prepare
from assess.reports.printer import Printer
from assess.reports.render import render_html
from benchmarks.material import demonstration_register, rosslyng
from benchmarks.process_figures import Unmeasured, peak_mib, processor_clock, processor_seconds
from benchmarks.run import Run
from benchmarks.start import Spent, clock_and_processor, ran
from benchmarks.turns import Figure, Reach, in_turns

_PART = "report"
_ROUNDS = 5
"""Times that each way is gone, in turns."""

_BARE = """
import sys, time, warnings
began = time.perf_counter()
warnings.simplefilter("ignore")
from weasyprint import HTML
page = open(sys.argv[1]).read()
spent = 0
for _report in range(int(sys.argv[3])):
    HTML(string=page, base_url=sys.argv[2]).write_pdf()
    print(time.perf_counter() - began, time.process_time() - spent)
    began, spent = time.perf_counter(), time.process_time()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measure(run: Run) -> Iterator[Figure]:
    """Go each way in turns: the command, then the key."""
    page, path = run.folder / "page.html", run.folder / "report.assess"
    with demonstration_register(path) as register:
        order = Order(*rosslyng(register))
        page.write_text(render_html(prepare(register, Profiles(), order, "812:abc1 23de").content))
        yield from _from_key(run, register, order, page)
    yield from _command(run, path, page)


def _command(run: Run, register: Path, page: Path) -> Iterator[Figure]:
    """The whole command beside the whole bare script, each a process that is started cold."""
    ours = (sys.executable, "-m", "assess", "--register", str(register), "report", "RØSSLYNG/2")
    made = ("-o", str(run.folder / "made.pdf"), "--force")
    pairs = in_turns(run.times(_ROUNDS), lambda: ran(run, (*ours, *made)), lambda: ran(run, _bare_words(page, 1)))
    yield from clock_and_processor(_PART, "assess report, cold", pairs, "a bare WeasyPrint script", (Reach(0.9),))


def _from_key(run: Run, register: Register, order: Order, page: Path) -> Iterator[Figure]:
    pairs = in_turns(run.times(_ROUNDS), lambda: _ours(register, order), lambda: _bare(page))
    beside = "the same page, bare"
    for place, name in enumerate(("key → file, cold worker", "key → file, warm worker")):
        spent = [(one[0][place], other[0][place]) for one, other in pairs]
        yield from clock_and_processor(_PART, name, spent, beside)
    warm = tuple(one[0][1][0] for one, _other in pairs)
    yield Figure(_PART, "key → file, warm worker", "s", warm, reaches=(Reach(0.2, "median"),))
    peaks = (tuple(one[1] for one, _other in pairs), tuple(other[1] for _one, other in pairs))
    yield Figure(_PART, "memory of the worker at the most", "MiB", *peaks, "the bare process")
    yield from _after_a_pause(run, register, order)
    words = []
    for _time in range(run.times(_ROUNDS)):
        began = time.process_time()
        prepare(register, Profiles(), order, "")
        words.append((time.process_time() - began) * 1000)
    yield Figure(_PART, "the words of it, CPU", "ms", tuple(words))


def _after_a_pause(run: Run, register: Register, order: Order) -> Iterator[Figure]:
    """The key when the pages are set already: the parts that are ours alone, and the whole."""
    printer, profiles = Printer(), Profiles()
    try:
        spent = [_key_after_a_pause(register, profiles, order, printer) for _time in range(run.times(_ROUNDS))]
    finally:
        printer.close()
    beyond, whole, processor = zip(*spent, strict=True)
    name = "key → file, after a pause"
    yield Figure(_PART, f"{name}: beyond journal, file and note", "ms", beyond, reaches=(Reach(20, "median"),))
    yield Figure(_PART, f"{name}: all of it", "ms", whole)
    yield Figure(_PART, f"{name}: all of it, CPU", "ms", processor)


def _key_after_a_pause(
    register: Register, profiles: Profiles, order: Order, printer: Printer
) -> tuple[float, float, float]:
    """Milliseconds beyond journal, file and note; of everything; and of the processor."""
    foreseen = Foreseen(grounds(register, profiles), prepare(register, profiles, order, NO_HEAD_YET))
    pages = printer.pages(foreseen.prepared.content)
    processor, began = time.process_time(), time.perf_counter()
    if not foreseen.answers(order, grounds(register, profiles)):
        raise Unmeasured("the register was changed meanwhile")
    known = time.perf_counter()
    path = free_path(export_folder(register), order.case, order.assessment)
    anchor = register.tell("report", order.assessment.id, order.case.id).text
    told = time.perf_counter()
    prepared = foreseen.let_out(anchor)
    made = stamped(pages, anchor)
    stamped_at = time.perf_counter()
    write_whole(made, path)
    note_written(register, copy_of(register, prepared, made, path.name))
    whole = time.perf_counter() - began
    beyond = known - began + stamped_at - told
    return beyond * 1000, whole * 1000, (time.process_time() - processor) * 1000


def _bare_words(page: Path, reports: int) -> Sequence[str]:
    base = f"{shipped('reports/templates').resolve().as_uri()}/"
    return (sys.executable, "-c", _BARE, str(page), base, str(reports))


def _bare(page: Path) -> tuple[tuple[Spent, Spent], float]:
    """What a cold and a warm report took a bare renderer, and its MiB at the most: its import is in the first."""
    done = subprocess.run(_bare_words(page, 2), capture_output=True, check=True, text=True)  # noqa: S603  our own words
    cold, cold_processor, warm, warm_processor, peak = map(float, done.stdout.split())
    return ((cold, cold_processor), (warm, warm_processor)), peak / 1024


def _ours(register: Register, order: Order) -> tuple[tuple[Spent, Spent], float]:
    """The same of ours: the worker's start is in the first report, and this process's part in both."""
    printer = Printer()
    try:
        spent: list[Spent] = []
        before = time.process_time()
        for _report in range(2):
            began = time.perf_counter()
            _key(register, order, printer)
            after = time.process_time() + _worker(printer)[0]
            spent.append((time.perf_counter() - began, after - before))
            before = after
        return (spent[0], spent[1]), _worker(printer)[1]
    finally:
        printer.close()


def _worker(printer: Printer) -> tuple[float, float]:
    """Processor seconds and MiB at most of the worker so far."""
    if printer.pid is None:
        raise Unmeasured("the report worker is gone")
    return processor_seconds(processor_clock(printer.pid)), peak_mib(printer.pid)


def _key(register: Register, order: Order, printer: Printer) -> None:
    """Everything from the key to the file on the disk."""
    path = free_path(export_folder(register), order.case, order.assessment)
    anchor = register.tell("report", order.assessment.id, order.case.id).text
    prepared = prepare(register, Profiles(), order, anchor)
    made = printer.pdf(prepared.content)
    write_whole(made, path)
    note_written(register, copy_of(register, prepared, made, path.name))
