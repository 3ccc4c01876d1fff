"""A report with a logo conforms as one without does."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from assess.profile.logo import Logo
from assess.reports.content import build
from assess.reports.render import pdf_bytes, render_html
from assess.reports.request import OnePage
from tests.logos import png
from tests.reports.conformance.read_aloud import compare
from tests.reports.conformance.structure import structure
from tests.reports.conformance.variants import Wanted, content_of, training_dossier

if TYPE_CHECKING:
    from tests.reports.conformance.conftest import Judge

pytestmark = pytest.mark.xdist_group("conformance")
slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("variant", "case", "colour"),
    [
        pytest.param("one-page", "BLÅKLOKKE", 6, id="the decision, light shines through"),
        pytest.param("full", "MYRULL", 2, id="full, colours", marks=slow),
        pytest.param("archive", "HESTEHOV", 3, id="archive, a palette", marks=slow),
        pytest.param("access", "RØSSLYNG", 0, id="access, grey", marks=slow),
        pytest.param("handover", "MYRULL", 4, id="handover, grey that light shines through", marks=slow),
        pytest.param("plain-young", "HESTEHOV", 6, id="in plain words", marks=slow),
        pytest.param("comparison", "RØSSLYNG", 6, id="comparison", marks=slow),
    ],
)
def test_verapdf_finds_nothing_wrong_in_a_report_with_a_logo(
    variant: str, case: str, colour: int, judge: Judge
) -> None:
    marked = dataclasses.replace(training_dossier(case, "nb"), logo=Logo(png(900, 240, colour)))
    content = dataclasses.replace(content_of(Wanted(variant, case, "nb")), logo=build(marked, OnePage()).logo)
    data = pdf_bytes(content)
    assert [(one.standard, one.broken) for one in judge(data)] == [("3a", ()), ("ua1", ())]
    assert next(structure(data).all("Figure")).alt == f"Logo: {marked.profile.group}"
    assert compare(render_html(content), structure(data)).missing == ""
