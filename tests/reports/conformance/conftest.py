"""One veraPDF for all tests here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reports.conformance.verapdf import VeraPdf, Verdict, verapdf

Judge = Callable[[bytes], tuple[Verdict, ...]]


@pytest.fixture(scope="session")
def engine() -> Iterator[VeraPdf]:
    """The running program; the first check that asks for it starts it."""
    with verapdf() as running:
        yield running


@pytest.fixture
def judge(engine: VeraPdf, tmp_path: Path) -> Judge:
    """Says what veraPDF says of a PDF."""

    def judged(data: bytes) -> tuple[Verdict, ...]:
        path = tmp_path / "report.pdf"
        path.write_bytes(data)
        return engine.check(path)

    return judged
