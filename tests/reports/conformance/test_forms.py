"""Blank forms conform as they are made, on paper and to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assess.instrument.library import Library
from assess.reports.blank_form import blank_form
from assess.reports.form_pdf import form_pdf

if TYPE_CHECKING:
    from tests.reports.conformance.conftest import Judge

pytestmark = pytest.mark.xdist_group("conformance")
slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("instrument", "language", "fillable"),
    [
        pytest.param("triage", "nb", True),
        pytest.param("triage", "en", False, marks=slow),
        pytest.param("vrb", "nb", False, marks=slow),
        pytest.param("vrb", "en", True, marks=slow),
    ],
)
def test_verapdf_finds_nothing_wrong_in_a_blank_form(
    instrument: str, language: str, *, fillable: bool, judge: Judge
) -> None:
    made = form_pdf(blank_form(Library().edition(instrument), language, fillable=fillable))
    assert [(one.standard, one.broken) for one in judge(made)] == [("3a", ()), ("ua1", ())]
