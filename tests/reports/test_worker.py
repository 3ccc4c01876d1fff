"""The report worker: the same PDF from another process, which can be broken off, and does no harm when it fails."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from assess.errors import ReportError
from assess.language import speaking
from assess.reports.confinement import MEMORY
from assess.reports.content import ReportContent, build
from assess.reports.content_json import as_json, from_json
from assess.reports.frames import CONTENT, write_frame
from assess.reports.head_stamp import stamped
from assess.reports.printer import Printer, PrintingEnded, _WorkerDied, end_printing, printer
from assess.reports.render import PACKAGES, pdf_bytes
from assess.reports.request import OnePage
from assess.reports.steps import Step
from assess.reports.worker import asked

if TYPE_CHECKING:
    from assess.reports.dossier import Dossier
    from tests.reports.conftest import Printed

linux = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")


@pytest.fixture
def press() -> Iterator[Printer]:
    made = Printer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Printer]:
    """A worker for the tests that leave it as it was."""
    made = Printer()
    yield made
    made.close()


def pid_of(one: Printer) -> int:
    assert one.pid is not None
    return one.pid


def gone(pid: int, within: float = 10) -> bool:
    """Whether the process is no more, or soon isn't."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def soon(true: Callable[[], bool], within: float = 60) -> bool:
    until = time.monotonic() + within
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def test_the_worker_makes_the_very_bytes_that_this_process_makes(shared: Printer, printed: Printed) -> None:
    assert shared.pdf(printed.content) == printed.data
    assert shared.pdf(printed.content) == printed.data


@pytest.mark.slow
def test_another_report_from_the_same_worker_holds_nothing_of_the_one_before(
    shared: Printer, printed: Printed, dossier: Dossier
) -> None:
    short = build(dossier, OnePage())
    shared.pdf(printed.content)
    assert shared.pdf(short) == pdf_bytes(short)


def test_a_report_survives_the_way_to_the_worker_unchanged(printed: Printed, dossier: Dossier) -> None:
    for content in (printed.content, build(dossier, OnePage())):
        assert from_json(as_json(content)) == content


def test_a_lone_surrogate_survives_it_too(dossier: Dossier) -> None:
    with_one = replaced_title(build(dossier, OnePage()), "a\ud800b")
    assert from_json(as_json(with_one)).title == "a\ud800b"


def replaced_title(content: ReportContent, title: str) -> ReportContent:
    return dataclasses.replace(content, title=title)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b'"x"',
        b'["os:system", "true"]',
        b'["assess.reports.render:pdf_bytes", 1, 2]',
        b'["assess.reports.printer:Printer"]',
        b'["assess.reports.printer:subprocess.Popen", ["()", "true"]]',
        b'["assess.reports.content:ReportContent", 1]',
        b'["assess.reports.view:Fact", "a", "b"]',
        b"[" * 100_000,
    ],
)
def test_nothing_but_a_report_is_read(text: bytes) -> None:
    with pytest.raises(ReportError):
        from_json(text)


def test_what_is_no_part_of_a_report_is_not_sent(dossier: Dossier) -> None:
    content = replaced_title(build(dossier, OnePage()), "")
    object.__setattr__(content, "title", b"bytes")  # what the type forbids
    with pytest.raises(TypeError):
        as_json(content)


@pytest.mark.slow
def test_how_far_it_has_come_is_told_while_it_is_made_and_not_after(press: Printer, printed: Printed) -> None:
    seen: list[Step] = []

    def look() -> None:
        while not done.wait(0.001):
            progress = press.progress
            if progress is not None and progress.step not in seen:
                seen.append(progress.step)

    done = threading.Event()
    looking = threading.Thread(target=look)
    looking.start()
    press.pdf(printed.content)
    done.set()
    looking.join()
    doing = [one.doing for one in seen]
    assert doing[0] == "start"
    assert {"layout", "write"} <= set(doing)
    assert max(one.page for one in seen) == len(printed.pages)
    assert press.progress is None


@pytest.mark.slow
def test_what_nobody_waits_for_yet_has_no_progress(press: Printer, printed: Printed) -> None:
    with ThreadPoolExecutor() as threads:
        made = threads.submit(press.pages_ahead, printed.content)
        assert soon(lambda: press.busy)
        assert press.progress is None
        press.begin_to_count()
        assert press.progress is not None
        assert stamped(made.result(), printed.content.head) == printed.data
    assert press.progress is None
    press.begin_to_count()
    assert press.progress is None


def test_a_worker_that_dies_is_replaced_once_and_the_report_still_comes(press: Printer, printed: Printed) -> None:
    press.start()
    first = pid_of(press)
    os.kill(first, signal.SIGKILL)
    assert press.pdf(printed.content) == printed.data
    second = pid_of(press)
    assert second != first

    def kill() -> None:
        assert soon(lambda: press.progress is not None)
        os.kill(second, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert press.pdf(printed.content) == printed.data
    killer.join()


@pytest.mark.slow
def test_when_no_worker_lives_the_error_says_that_nothing_was_lost(
    press: Printer, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("/bin/false", "/no/such/python"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(ReportError, match=r"stoppet.*Vurderingen er urørt"):
            press.pdf(printed.content)
    monkeypatch.undo()
    assert press.pdf(printed.content) == printed.data


@pytest.mark.slow
def test_an_error_in_the_program_is_told_by_class_and_place_and_never_by_its_text(
    press: Printer, printed: Printed
) -> None:
    wrong = dataclasses.replace(printed.content, dated="HEMMELIG", attached="{}")  # a fault, as a new version may have
    with pytest.raises(ReportError) as found:
        press.pdf(wrong)
    assert "ValueError" in str(found.value)
    assert "assess/reports/render.py" in str(found.value)
    assert "HEMMELIG" not in str(found.value)


@pytest.mark.slow
def test_breaking_off_ends_the_worker_at_once_and_whoever_waits_is_told(press: Printer, printed: Printed) -> None:
    told: list[BaseException] = []

    def wait() -> None:
        try:
            press.pdf(printed.content)
        except PrintingEnded as ended:
            told.append(ended)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert soon(lambda: press.progress is not None and press.running)
    pid = pid_of(press)
    press.break_off()
    waiting.join(5)
    assert told
    assert not press.running
    assert not Path(f"/proc/{pid}").exists()
    assert press.pdf(printed.content) == printed.data


def test_a_closed_printer_starts_no_worker_again_and_the_programs_next_one_does(printed: Printed) -> None:
    mine = printer()
    mine.start()
    pid = pid_of(mine)
    end_printing()
    assert not Path(f"/proc/{pid}").exists()
    for again in (mine.start, lambda: mine.pdf(printed.content)):
        with pytest.raises(PrintingEnded):
            again()
    assert printer() is not mine
    assert not printer().running


def test_a_report_that_takes_too_long_is_given_up(printed: Printed) -> None:
    impatient = Printer(longest=0.05)
    try:
        with pytest.raises(ReportError, match=r"for stor.*Vurderingen er urørt"):
            impatient.pdf(printed.content)
        assert not impatient.running
    finally:
        impatient.close()


def warm(one: Printer, printed: Printed) -> int:
    one.pdf(printed.content)
    return pid_of(one)


@pytest.mark.slow
@linux
def test_a_worker_that_gets_too_little_memory_ends_and_the_next_report_comes(press: Printer, printed: Printed) -> None:
    import resource  # noqa: PLC0415

    pid = warm(press, printed)
    kib = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmSize"))
    little = int(kib.split()[1]) * 1024 + 2 * 1024**2
    resource.prlimit(pid, resource.RLIMIT_AS, (little, little))
    heavy = replaced_title(printed.content, "æ" * 3_000_000)
    # Python says that there is none left; Pango's library ends the process instead when it is the one that asks.
    with pytest.raises((ReportError, _WorkerDied)):
        press._living().print_(asked(as_json(heavy), "nb"), lambda _step: None, 60)
    assert gone(pid)
    assert press.pdf(printed.content) == printed.data


@pytest.mark.slow
@linux
def test_a_report_that_needs_too_much_of_the_processor_is_refused_and_not_tried_again(
    press: Printer, printed: Printed
) -> None:
    import resource  # noqa: PLC0415

    pid = warm(press, printed)
    resource.prlimit(pid, resource.RLIMIT_CPU, (1, 60))
    with pytest.raises(ReportError, match="for stor"):
        press.pdf(printed.content)
    assert gone(pid)
    assert not press.running


@pytest.mark.slow
@linux
def test_the_worker_has_denied_itself_what_it_does_not_need(
    shared: Printer, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = warm(shared, printed)
    limits = {line[:26].strip(): line[26:].split()[:2] for line in Path(f"/proc/{pid}/limits").read_text().splitlines()}
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max address space"] == [str(MEMORY)] * 2
    assert int(limits["Max open files"][1]) <= 64
    assert limits["Max cpu time"][0] != "unlimited"
    status = Path(f"/proc/{pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    # A terminal of its own it has none, and it can't take one.
    assert os.getsid(pid) == pid
    sockets = [one for one in Path(f"/proc/{pid}/fd").iterdir() if "socket" in str(one.readlink())]
    assert sockets == []


@linux
def test_another_program_of_the_same_user_can_not_look_into_the_worker() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import ctypes; import assess.reports.confinement as c; c.confine(); print(ctypes.CDLL(None).prctl(3))",
        ],
        capture_output=True,
        check=True,
    )
    assert told.stdout.strip() == b"0"


@pytest.mark.slow
@linux
def test_the_worker_writes_nothing_and_is_told_nothing_of_the_register(
    press: Printer, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("ASSESS_REGISTER", "/hemmelig/sted")
    press.pdf(printed.content)
    assert list(tmp_path.rglob("*")) == []
    assert b"hemmelig" not in Path(f"/proc/{pid_of(press)}/environ").read_bytes()


@pytest.mark.slow
def test_the_worker_is_the_same_program_whatever_folder_one_stands_in(
    press: Printer, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assess").mkdir()
    (tmp_path / "assess" / "__init__.py").write_text("raise SystemExit('another program')")
    monkeypatch.chdir(tmp_path)
    assert press.pdf(printed.content) == printed.data


OWNER = """
import pickle, sys, threading
from assess.reports.frames import CONTENT, write_frame
from assess.reports.printer import Printer
press = Printer()
content = pickle.load(sys.stdin.buffer)
press.pdf(content)
threading.Thread(target=press.pdf, args=(content,), daemon=True).start()
while press.progress is None or press.progress.page < 1:
    pass
print(press.pid, flush=True)
threading.Event().wait()
"""


@pytest.mark.slow
@linux
def test_the_worker_goes_when_the_program_is_killed_in_the_middle_of_a_page(printed: Printed) -> None:
    import pickle  # noqa: PLC0415

    with subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdin is not None
        assert owner.stdout is not None
        pickle.dump(printed.content, owner.stdin)
        owner.stdin.close()
        pid = int(owner.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        owner.kill()
        assert gone(pid)


@pytest.mark.slow
@linux
def test_the_worker_goes_when_its_input_is_closed_in_the_middle_of_a_page(press: Printer, printed: Printed) -> None:
    pid = warm(press, printed)
    worker = press._living()
    assert worker._process is not None
    assert worker._process.stdin is not None
    write_frame(cast("BinaryIO", worker._process.stdin), CONTENT, asked(as_json(printed.content), "nb"))
    worker._process.stdin.close()
    assert gone(pid)
    assert worker._process.wait(5) == 0


def test_without_pango_the_worker_names_the_packages_in_the_language_of_the_screens(
    press: Printer, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("libpango-1.0.so.0", "libgobject-2.0.so.0"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(ReportError) as found:
        press.pdf(printed.content)
    assert f"apt install {PACKAGES}" in found.value.hint
    assert "Pango mangler" in found.value.message
    with speaking("en"), pytest.raises(ReportError) as english:
        press.pdf(printed.content)
    assert "Pango" in english.value.message
    assert english.value.message != found.value.message


def test_a_step_is_read_as_it_was_written() -> None:
    assert Step.from_json(Step("layout", 7).as_json()) == Step("layout", 7)
    with pytest.raises(ValueError, match=r"."):
        Step.from_json(json.dumps(["layout"]).encode())
