"""What nobody would write still becomes a report that conforms, in bounded time and memory."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assess.reports.content import build
from assess.reports.render import pdf_bytes
from tests.reports.conformance.monster import MEASURES, OBSERVATIONS, monster, overfull
from tests.reports.conformance.variants import LANGUAGES, VARIANTS, training_dossier

if TYPE_CHECKING:
    from tests.reports.conformance.conftest import Judge

pytestmark = [pytest.mark.xdist_group("conformance"), pytest.mark.slow, pytest.mark.timeout(900)]

ORDINARY = {name: make for name, make in VARIANTS.items() if name != "comparison"}
"""The comparison is of another case, and has no room for either."""

MEASURED = """
import pickle, resource, sys, time
from assess.reports.render import pdf_bytes
content = pickle.load(sys.stdin.buffer)
before = time.process_time()
size = len(pdf_bytes(content))
print(time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, size)
"""
"""Says how many processor seconds a report took, the most memory in kB that its process had, and its bytes."""
BOUND = 3
"""How many times what was measured (40 s, 412 MB, 365 pages) a slower machine may need."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", ORDINARY)
def test_a_report_of_far_too_much_conforms(variant: str, language: str, judge: Judge) -> None:
    dossier = monster(training_dossier("MYRULL", language))
    data = pdf_bytes(build(dossier, ORDINARY[variant](dossier)))
    assert [(one.standard, one.broken) for one in judge(data)] == [("3a", ()), ("ua1", ())]


def test_nothing_of_far_too_much_is_left_out() -> None:
    dossier = monster(training_dossier("MYRULL", "nb"))
    content = build(dossier)
    assert re.match(r"\d{4,} tegn finnes ikke", content.replaced)
    tables = {table.kind: table for section in content.sections for table in section.tables}
    assert len(dossier.assessment.observations) == OBSERVATIONS == len(tables["ledger"].rows)
    assert len(dossier.assessment.measures) == MEASURES


def test_a_megabyte_of_words_is_set_in_bounded_time_and_memory() -> None:
    dossier = overfull(training_dossier("MYRULL", "nb"), 1_000_000)
    content = build(dossier)
    used = subprocess.run(
        [sys.executable, "-c", MEASURED], input=pickle.dumps(content), capture_output=True, check=True
    )
    seconds, memory, size = map(float, used.stdout.split())
    assert seconds < BOUND * 40
    assert memory < BOUND * 412_000
    assert size < BOUND * 1_300_000
