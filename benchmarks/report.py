"""A finished report beside what the bare renderer needs for the same page: cold, from a warm worker, and the memory.

Ours and the bare renderer take their turns on the second RØSSLYNG assessment, so that what else the machine does falls
on both. «Bare» is a process of its own that imports WeasyPrint and calls `write_pdf` on the same HTML with nothing set:
no archive variant, no tags, nothing attached, its own fetcher and the machine's fonts. «Ours» is everything from the
key to the file on the disk: the journal, the words, the other process, and the file with its copy noted.
Run with `make bench`, or `python -m benchmarks.report`. Prints medians in seconds of the clock and of the processor; a
ratio is the median of those of each round. Where others use the machine too, only the processor's can be relied on.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.instrument.library import Library
from assess.language import speak
from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import Founding, found_demonstration
from assess.register.register import Register
from assess.register.report_copies import export_folder, note_written
from assess.register.slot import KeyCost
from assess.reports.file import write_whole
from assess.reports.issue import Order, copy_of, free_path, prepare
from assess.reports.printer import Printer
from assess.reports.render import render_html
from assess.training.demonstration import demonstration

ROUNDS = 5
"""Times that each way is gone, in turns."""

_FIGURES = ("cold, seconds", "cold, processor s", "warm, seconds", "warm, processor s", "MiB at most")
_BARE = """
import sys, time, warnings
began = time.perf_counter()
warnings.simplefilter("ignore")
from weasyprint import HTML
page = open(sys.argv[1]).read()
def print_it():
    return HTML(string=page, base_url=sys.argv[2]).write_pdf()
print_it()
print(time.perf_counter() - began, time.process_time())
began, spent = time.perf_counter(), time.process_time()
print_it()
print(time.perf_counter() - began, time.process_time() - spent)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def main() -> None:
    """Go each way in turns, and print medians."""
    speak("nb")
    founding, cost = Founding("fredrikstad", "kommune"), KeyCost(1024, 1, 1)
    with (
        tempfile.TemporaryDirectory() as folder,
        found_demonstration(Path(folder) / "r.assess", founding, cost=cost) as register,
    ):
        case, assessment = _rosslyng(register)
        page = Path(folder) / "page.html"
        page.write_text(render_html(prepare(register, Profiles(), Order(case, assessment), "812:abc1 23de").content))
        _measure(register, Order(case, assessment), page)


def _rosslyng(register: Register) -> tuple[Case, Assessment]:
    library, profiles = Library(), Profiles()
    edition = library.edition("vrb")
    records = demonstration(edition, profiles.profile("fredrikstad"), library.folder("vrb") / "cases")
    found = next(one for one in records if one.case.reference == "RØSSLYNG")
    register.bring_in(tuple(Arrival(found.case, edition, one) for one in found.assessments))
    return register.assessment_called("RØSSLYNG/2")


def _measure(register: Register, order: Order, page: Path) -> None:
    bare, ours = [], []
    for _round in range(ROUNDS):
        bare.append(_bare(page))
        ours.append(_ours(register, order))
    began = time.process_time()
    prepare(register, Profiles(), order, "")
    words = time.process_time() - began
    print(f"{'load ' + format(os.getloadavg()[0], '.1f'):<30}{'bare':>8}{'ours':>8}{'ratio':>8}")
    for number, name in enumerate(_FIGURES):
        pairs = [(one[number], other[number]) for one, other in zip(bare, ours, strict=True)]
        low, high = (statistics.median(side) for side in zip(*pairs, strict=True))
        print(f"{name:<30}{low:>8.2f}{high:>8.2f}{statistics.median(high / low for low, high in pairs):>8.2f}")
    print(f"{'the words of it, processor s':<30}{'':>8}{words:>8.2f}")


def _bare(page: Path) -> tuple[float, ...]:
    """The figures of a bare renderer: its import is in the first report."""
    base = f"{shipped('reports/templates').resolve().as_uri()}/"
    command = [sys.executable, "-c", _BARE, str(page), base]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  our own words
    *times, peak = map(float, ran.stdout.split())
    return (*times, peak / 1024)


def _ours(register: Register, order: Order) -> tuple[float, ...]:
    """The same figures of ours: the worker's start is in the first report, and this process's part in both."""
    printer = Printer()
    try:
        figures: list[float] = []
        before = time.process_time()
        for _report in range(2):
            began = time.perf_counter()
            _key(register, order, printer)
            after = time.process_time() + _worker(printer)[0]
            figures += [time.perf_counter() - began, after - before]
            before = after
        return (*figures, _worker(printer)[1])
    finally:
        printer.close()


def _worker(printer: Printer) -> tuple[float, float]:
    """Processor seconds and MiB at most of the worker so far."""
    process = Path(f"/proc/{printer.pid}")
    user, system = process.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    peak = next(line for line in process.joinpath("status").read_text().splitlines() if line.startswith("VmHWM"))
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) / 1024


def _key(register: Register, order: Order, printer: Printer) -> None:
    """Everything from the key to the file on the disk."""
    path = free_path(export_folder(register), order.case, order.assessment)
    anchor = register.tell("report", order.assessment.id, order.case.id).text
    prepared = prepare(register, Profiles(), order, anchor)
    made = printer.pdf(prepared.content)
    write_whole(made, path)
    note_written(register, copy_of(register, prepared, made, path.name))


if __name__ == "__main__":
    main()
