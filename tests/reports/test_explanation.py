from __future__ import annotations

import dataclasses
from datetime import date

from assess.casework.decision import Indicator, PromptAnswer
from assess.casework.deeds.deed import renewed
from assess.casework.rating import Remark
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.view import Section, Table
from tests.unit.conftest import NOW, record_id


def changed(dossier: Dossier, **changes: object) -> Dossier:
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, **changes))


def explained(dossier: Dossier) -> Section:
    return next(one for one in build(dossier).sections if one.heading == "Gruppas forklaring")


def table(dossier: Dossier, heading: str) -> Table | None:
    return next((one for one in explained(dossier).tables if one.heading == heading), None)


def saying(dossier: Dossier, text: str) -> Dossier:
    prompt = dossier.instrument.prompts[0].id
    return changed(dossier, prompts=(PromptAnswer(prompt=prompt, text=text),), scenarios=())


def test_what_would_change_the_level_is_printed_with_who_looks_and_when(dossier: Dossier) -> None:
    both = (
        Indicator(id=record_id(1), direction="raise", text="Kjøper våpen", who="politi", look_on=date(2026, 12, 1)),
        Indicator(id=record_id(2), direction="lower", text="Går på skolen"),
    )
    found = table(changed(dossier, indicators=both), "Hva ville endret nivået")
    assert found is not None
    rows = [(row[0].lead, row[0].text, row[1].text, row[2].text) for row in found.rows]
    assert rows == [
        ("Ville hevet nivået", "Kjøper våpen", "politi", "01.12.2026"),
        ("Ville senket nivået", "Går på skolen", "ikke avtalt", "ikke avtalt"),
    ]
    assert table(changed(dossier, indicators=()), "Hva ville endret nivået") is None


def test_what_the_texts_point_to_is_listed_and_the_text_stands_as_it_was_written(dossier: Dossier) -> None:
    words = saying(dossier, "Se [A1], #1 og [Z9]")
    assert explained(words).prose[0].text == "Se [A1], #1 og [Z9]"
    found = table(words, "Dette viser tekstene til")
    assert found is not None
    assert [row[0].text for row in found.rows] == ["[A1]", "#1", "[Z9]"]
    assert found.rows[0][1].text == dossier.instrument.item("A1").title
    assert found.rows[1][1].text == dossier.assessment.observations[0].seen
    assert found.rows[2][1].text == "Finnes ikke i vurderingen."


def test_texts_that_point_to_nothing_get_no_list(dossier: Dossier) -> None:
    assert table(saying(dossier, "Ingen henvisning [sic]"), "Dette viser tekstene til") is None


def test_a_question_for_the_second_reader_is_printed_at_its_item(dossier: Dossier) -> None:
    asked = Remark(item="A1", kind="question", text="Er dette nok?", made_at=NOW)
    content = build(changed(dossier, remarks=(asked,)))
    cells = [cell for one in content.sections for each in one.tables for row in each.rows for cell in row]
    assert any("Spørsmål til den som kontrasignerer. Er dette nok?" in cell.notes for cell in cells)
