"""Every report keeps PDF/A-3a and PDF/UA-1 at once, and veraPDF says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from _pytest.mark import ParameterSet

from assess.reports.request import Request
from tests.reports.conformance.variants import MATRIX, SAMPLE, VARIANTS, Wanted, made, training_dossier

if TYPE_CHECKING:
    from tests.reports.conformance.conftest import Judge

pytestmark = pytest.mark.xdist_group("conformance")


def _named(wanted: Wanted) -> ParameterSet:
    """The sample is among the quick tests, the others among the slow."""
    marks = () if wanted in SAMPLE else (pytest.mark.slow,)
    return pytest.param(wanted, id=f"{wanted.variant}-{wanted.case}-{wanted.language}", marks=marks)


each_report = pytest.mark.parametrize("wanted", [_named(wanted) for wanted in MATRIX])


@each_report
def test_verapdf_finds_nothing_wrong(wanted: Wanted, judge: Judge) -> None:
    archived, accessible = judge(made(wanted).data)
    assert (archived.standard, archived.passed, archived.broken) == ("3a", True, ())
    assert (accessible.standard, accessible.passed, accessible.broken) == ("ua1", True, ())
    assert archived.checks > 5_000
    assert accessible.checks > 2_000


def test_no_kind_of_report_is_forgotten() -> None:
    dossier = training_dossier("RØSSLYNG", "nb")
    assert {type(make(dossier)) for make in VARIANTS.values()} == set(get_args(Request))
    assert {wanted.variant for wanted in SAMPLE} == set(VARIANTS)
