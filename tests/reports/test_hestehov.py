"""HESTEHOV: a concern that rests on what is lawful, and must be seen to."""

from __future__ import annotations

from datetime import date

import pytest

from assess.instrument.library import Library
from assess.judgement.level import shown_range
from assess.judgement.rights import rights_view
from assess.profile.load import Profiles
from assess.reports.dossier import Dossier
from assess.training.demonstration import demonstration
from tests.reports.conftest import Print, Printed

LAWFUL = (1, 2, 3, 4, 5, 6, 11)
"""The numbers of what the group marked as lawful expression, faith, dress or assembly."""


@pytest.fixture(scope="module")
def hestehov() -> Dossier:
    library, profiles = Library(), Profiles()
    edition, profile = library.edition("vrb"), profiles.profile("fredrikstad")
    records = demonstration(edition, profile, library.folder("vrb") / "cases")
    (found,) = (one for one in records if one.case.reference == "HESTEHOV")
    return Dossier(
        case=found.case,
        assessment=found.assessments[0],
        instrument=edition.instrument,
        profile=profile,
        legal=profiles.legal(profile.legal),
        journal_head="",
        demonstration=True,
        printed_on=date(2026, 11, 21),
    )


@pytest.fixture(scope="module")
def paper(hestehov: Dossier, printing: Print) -> Printed:
    return printing(hestehov)


def test_the_rights_check_has_what_is_lawful_before_it(hestehov: Dossier) -> None:
    view = rights_view(hestehov.assessment, hestehov.instrument)
    assert tuple(one.number for one in view.lawful) == LAWFUL
    assert view.only_lawful == ()


def test_the_range_says_nothing_above_the_lowest_level(hestehov: Dossier) -> None:
    level = hestehov.instrument.level_outcome
    assert level is not None
    found = shown_range(hestehov.assessment, hestehov.instrument, hestehov.case, level)
    assert found is not None
    assert (found.low, found.high, found.reasons) == ("N0", "N0", ())


def test_page_one_says_both_in_words(paper: Printed) -> None:
    assert paper.says("Ingen av reglene slår til. De sier ingenting over Ubegrunnet.", page=1)
    assert paper.says("Opplysning 1, 2, 3, 4, 5, 6 og 11 er merket som lovlig ytring", page=1)
    assert paper.says("hviler bare på slike opplysninger.", page=1)


def test_the_paper_names_every_lawful_thing_beside_the_rules(hestehov: Dossier, paper: Printed) -> None:
    (section,) = (one for one in paper.content.sections if one.heading == "Hva reglene sier")
    (table,) = (one for one in section.tables if one.heading.startswith("Lovlig"))
    assert [row[0].lead for row in table.rows] == [f"Nr. {number}" for number in LAWFUL]
    for one in hestehov.assessment.observations:
        assert (one.seen in [row[1].text for row in table.rows]) is one.lawful
    assert paper.says("Han har deltatt i fire meldte, fredelige demonstrasjoner mot en krig.")
    assert paper.says("vernet, og teller aldri i seg selv")
