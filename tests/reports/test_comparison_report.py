"""RØSSLYNG, twice: what the comparison says of two decisions and of what lay between them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from assess.casework.deeds.deed import renewed
from assess.casework.follow_up import DatedCheck, MeasureProgress
from assess.casework.following import unknown_check_id
from assess.errors import ReportError
from assess.instrument.library import Library
from assess.instrument.model import Instrument, SameAs
from assess.instrument.scale import Level
from assess.language import speaking
from assess.profile.load import Profiles
from assess.reports.chosen import Chosen
from assess.reports.comparison import compared
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.render import pdf_bytes
from assess.reports.request import ComparisonReport
from assess.reports.view import Section, Table
from assess.training.demonstration import demonstration
from tests.reports.conftest import flat, make_id

NOTED = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def twice() -> tuple[Dossier, Dossier]:
    """The earlier and the later assessment of RØSSLYNG."""
    library, profiles = Library(), Profiles()
    edition, profile = library.edition("vrb"), profiles.profile("fredrikstad")
    records = demonstration(edition, profile, library.folder("vrb") / "cases")
    (found,) = (one for one in records if one.case.reference == "RØSSLYNG")
    first, second = (
        Dossier(
            case=found.case,
            assessment=one,
            instrument=edition.instrument,
            profile=profile,
            legal=profiles.legal(profile.legal),
            journal_head="812:abc1 23de",
            demonstration=True,
            printed_on=date(2026, 11, 21),
        )
        for one in found.assessments
    )
    return first, second


@pytest.fixture(scope="module")
def made(twice: tuple[Dossier, Dossier]) -> Chosen:
    first, second = twice
    return compared(second, first)


def cover_table(made: Chosen, number: int) -> Table:
    assert made.cover is not None
    return made.cover.tables[number]


def section(made: Chosen, heading: str) -> Section:
    (found,) = (one for one in made.sections if one.heading == heading)
    return found


def table(made: Chosen, heading: str) -> Table:
    (found,) = (one for part in made.sections for one in part.tables if one.heading == heading)
    return found


def changed(dossier: Dossier, item: str, **changes: object) -> Dossier:
    """The dossier with an instrument of a newer version in which one item is another; None takes it out."""
    old = dossier.instrument
    domains = tuple(
        domain.model_copy(
            update={
                "items": tuple(
                    one.model_copy(update=changes) if one.id == item else one
                    for one in domain.items
                    if one.id != item or changes
                )
            }
        )
        for domain in old.domains
    )
    fields = {name: getattr(old, name) for name in Instrument.model_fields}
    newer = Instrument.model_construct(**{**fields, "version": "0.3.0", "domains": domains})
    return dataclasses.replace(dossier, instrument=newer)


def test_both_decisions_stand_side_by_side_in_words(made: Chosen) -> None:
    decided = cover_table(made, 0)
    assert decided.columns[1:] == ("Vurdering 1, 17. mars 2026", "Vurdering 2, 15. september 2026")
    rows = {row[0].lead: row[1:] for row in decided.rows}
    assert [cell.lead for cell in rows["Bekymringsnivå"]] == ["Høy", "Moderat"]
    assert [cell.lead for cell in rows["Hjelpebehov"]] == ["Stort hjelpebehov", "Stort hjelpebehov"]
    assert rows["Dissens"][0].text == "Ingen dissens er ført."
    assert rows["Dissens"][1].text.startswith("Politiet, som mener Høy:")


def test_every_kind_of_change_is_counted_apart_and_nothing_together(made: Chosen) -> None:
    counts = cover_table(made, 1)
    assert [(row[0].lead, row[1].text) for row in counts.rows] == [
        ("Økt, eller styrke svekket", "0"),
        ("Fra kjent til ukjent", "1"),
        ("Fra ukjent til kjent", "3"),
        ("Redusert, eller styrke økt", "22"),
        ("Uendret", "8"),
        ("Fortsatt ukjent", "0"),
        ("Ikke sammenlignbar", "0"),
    ]


def test_not_knowing_any_longer_is_a_table_of_its_own_and_never_among_what_is_better(made: Chosen) -> None:
    lost = table(made, "Fra kjent til ukjent")
    assert [row[0].lead for row in lost.rows] == ["D2 Deltar i nettmiljøer som fremmer vold"]
    codes = [row[place].code for row in lost.rows for place in (1, 2)]
    assert [code.text for code in codes if code is not None] == ["2", "U"]
    eased = table(made, "Redusert, eller styrke økt")
    assert not any(row[0].lead.startswith("D2") for row in eased.rows)
    assert "aldri en bedring" in section(made, "Forhold for forhold").intro[0]


def test_a_change_stands_with_both_answers_and_the_reason_given_now(
    made: Chosen, twice: tuple[Dossier, Dossier]
) -> None:
    (row,) = (row for row in table(made, "Fra ukjent til kjent").rows if row[0].lead.startswith("B4"))
    assert (row[1].lead, row[2].lead) == ("Ukjent – bør avklares", "Ikke til stede")
    assert row[3].text == twice[1].assessment.agreed["B4"].reason
    assert row[0].notes == ("kritisk",)


def test_what_was_to_be_cleared_up_stands_with_what_it_is_now(made: Chosen) -> None:
    cleared = table(made, "Avklart")
    assert [row[0].lead.split()[0] for row in cleared.rows] == ["B4", "F2", "F1"]
    assert cleared.rows[0][1].lead == "Politiet"


def test_what_is_still_unknown_comes_before_what_was_cleared_up(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    same = compared(dataclasses.replace(second, assessment=first.assessment), first)
    assert [one.heading for one in section(same, "Det som skulle avklares").tables] == ["Fortsatt ikke avklart"]


def test_a_measure_nobody_wrote_about_is_only_planned(made: Chosen) -> None:
    (rows,) = (one.rows for one in section(made, "Tiltakene imellom").tables)
    assert {row[1].lead for row in rows} == {"Planlagt"}
    assert {row[1].text for row in rows} == {"Ingenting er ført om hvordan det gikk."}
    assert [row[1].notes for row in rows].count(("Står også i den nye planen.",)) == 3


def test_what_became_of_a_measure_is_told_step_by_step(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    mentor = next(one for one in first.assessment.measures if one.number == "5.6")
    step = MeasureProgress(
        id=make_id(1),
        case_id=first.case.id,
        organisation="kommune",
        assessment_id=first.assessment.id,
        measure_id=mentor.id,
        status="started",
        happened_on=date(2026, 5, 4),
        consent="given",
        note="To møter i uka.",
        noted_at=NOTED,
    )
    done = step.model_copy(
        update={
            "id": make_id(2),
            "status": "done",
            "noted_at": NOTED.replace(month=8),
            "note": "Avsluttet etter ønske.",
        }
    )
    made = compared(second, first, (done, step))
    (row,) = (row for row in section(made, "Tiltakene imellom").tables[0].rows if row[0].lead.startswith("5.6"))
    assert row[1].lead == "Fullført"
    assert row[1].text == "Startet 04.05.2026. To møter i uka.\nFullført 04.05.2026. Avsluttet etter ønske."
    assert "J3 Tvil, avstand eller ønske om å komme ut: «Ikke til stede», nå «Tydelig styrke»" in row[2].text


def test_what_would_have_changed_the_level_stands_with_what_was_seen(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    sign, other = first.assessment.indicators
    looked = DatedCheck(
        id=make_id(3),
        case_id=first.case.id,
        organisation="kommune",
        due_on=date(2026, 3, 24),
        text=sign.text,
        cause="indicator",
        source=sign.id,
        done_on=date(2026, 3, 25),
        outcome="Passet ligger hos politiet.",
    )
    rows = section(compared(second, first, (looked,)), "Hva som ville endret nivået").tables[0].rows
    assert (rows[0][0].lead, rows[0][2].text) == ("Ville hevet nivået", "Passet ligger hos politiet.")
    assert (rows[1][0].text, rows[1][2].text) == (other.text, "Ingenting er ført.")


def test_what_was_found_out_about_an_unknown_is_told(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    looked = DatedCheck(
        id=unknown_check_id(first.assessment.id, "B4"),
        case_id=first.case.id,
        organisation="kommune",
        due_on=date(2026, 3, 24),
        text="B4",
        cause="own",
        source="B4",
        done_on=date(2026, 3, 25),
        outcome="Ingen tilgang.",
    )
    cleared = table(compared(second, first, (looked,)), "Avklart")
    assert cleared.rows[0][2].notes == ("Sett på 25.03.2026: Ingen tilgang.",)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": "Noe annet"}, "Ordlyden er endret siden vrb 0.2.0."),
        ({"scale": "styrke"}, "Skalaen er endret siden vrb 0.2.0."),
        ({"id": "A9"}, "Forholdet fantes ikke i vrb 0.2.0."),
        (
            {"same_as": (SameAs(version="0.2.0", item="A1", comparability="close"),)},
            "Forholdet er omskrevet siden vrb 0.2.0, og verktøyet sier at det ikke er helt det samme.",
        ),
    ],
)
def test_an_item_that_is_another_now_is_not_compared_and_it_is_said_why(
    twice: tuple[Dossier, Dossier], changes: dict[str, object], why: str
) -> None:
    first, second = twice
    newer = changed(second, "A1", **changes)
    if "scale" in changes:
        levels = (*newer.instrument.scales[1].levels, Level(code="3", label="Særlig tydelig"))
        scales = (newer.instrument.scales[0], newer.instrument.scales[1].model_copy(update={"levels": levels}))
        newer = dataclasses.replace(newer, instrument=newer.instrument.model_copy(update={"scales": scales}))
    made = compared(newer, first)
    reasons = {row[0].lead.split()[0]: row[2].text for row in table(made, "Ikke sammenlignbar").rows}
    assert reasons[str(changes.get("id", "A1"))] == why
    assert "vrb 0.2.0 og vrb 0.3.0" in section(made, "Forhold for forhold").intro[0]


def test_another_language_is_not_taken_for_another_wording(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    newer = changed(second, "A1", title="Defends violence")
    newer = dataclasses.replace(newer, instrument=newer.instrument.model_copy(update={"language": "en"}))
    reasons = {row[0].lead.split()[0]: row[2].text for row in table(compared(newer, first), "Ikke sammenlignbar").rows}
    assert reasons["A1"] == "De to versjonene finnes ikke på samme språk."


def test_what_was_asked_last_time_and_is_asked_no_more_is_told(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    gone = table(compared(changed(second, "A2"), first), "Spurt om sist, men ikke nå")
    assert [row[0].lead for row in gone.rows] == ["A2 Fiendebilder og avhumanisering"]
    assert gone.rows[0][1].lead == "Tydelig til stede"


@pytest.mark.slow
def test_the_pdf_says_it_in_its_own_language_and_with_its_marks(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    content = build(second, ComparisonReport(first))
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf_bytes(content))).pages]
    assert flat("Fra RØSSLYNG/1 til RØSSLYNG/2") in flat(pages[0])
    assert flat("Beslutningene side om side") in flat(pages[0])
    assert all(flat("ØVING – oppdiktede personer") in flat(page) for page in pages)
    assert content.attached == ""
    with speaking("nb"):
        assert content.title == "Vurdering RØSSLYNG/2 – sammenligning"


def test_a_draft_in_which_nothing_is_agreed_is_not_compared(twice: tuple[Dossier, Dossier]) -> None:
    first, second = twice
    kept = second.assessment
    alone = tuple(one for one in kept.ratings if one.round == "individual")
    empty = renewed(kept, state="draft", ratings=alone, signatures=(), locked_at=None)
    with pytest.raises(ReportError, match="Ikke vurdert ennå: vurdering 2"):
        build(dataclasses.replace(second, assessment=empty), ComparisonReport(first))
