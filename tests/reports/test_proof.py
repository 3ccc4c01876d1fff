from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from assess.casework.deeds.deed import renewed
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.render import render_html
from assess.reports.view import Cell, Section, Table

if TYPE_CHECKING:
    from tests.reports.conftest import Printed


def section(dossier: Dossier, heading: str) -> Section:
    return next(one for one in build(dossier).sections if one.heading == heading)


def changed(dossier: Dossier, **changes: object) -> Dossier:
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, **changes))


def rows_of(tables: tuple[Table, ...]) -> dict[str, tuple[Cell, ...]]:
    return {(row[0].lead or row[0].text).split()[0]: row for table in tables for row in table.rows}


@pytest.fixture
def items(dossier: Dossier) -> dict[str, tuple[Cell, ...]]:
    return rows_of(tuple(table for one in build(dossier).sections for table in one.tables if table.kind == "items"))


def test_unknown_is_printed_as_unknown_and_never_as_a_step(items: dict[str, tuple[Cell, ...]]) -> None:
    agreed = items["A2"][1]
    assert agreed.lead == "Ukjent, bør avklares"
    assert agreed.code is not None
    assert (agreed.code.text, agreed.code.look) == ("U", "unknown")


def test_not_sought_is_told_apart_from_unknown_by_words_and_shape(items: dict[str, tuple[Cell, ...]]) -> None:
    agreed = items["A3"][1]
    assert agreed.lead == "Ikke innhentet"
    assert agreed.code is not None
    assert (agreed.code.text, agreed.code.look) == ("X", "unsought")


def test_what_was_never_dealt_with_is_said_so(dossier: Dossier) -> None:
    left = tuple(one for one in dossier.assessment.ratings if one.item != "A3" or one.round == "individual")
    row = rows_of(section(changed(dossier, ratings=left), "Risiko og trussel").tables)["A3"]
    assert row[1].text == "Ikke behandlet"
    assert row[1].lead == ""


@pytest.mark.parametrize(("item", "look"), [("B1", "strength"), ("B2", "weak")])
def test_a_strength_never_looks_like_a_risk(items: dict[str, tuple[Cell, ...]], item: str, look: str) -> None:
    name, agreed = items[item][:2]
    assert "styrke" in name.notes
    assert agreed.code is not None
    assert agreed.code.look == look


def test_an_item_is_printed_with_confidence_change_reason_and_the_numbers_that_speak(
    items: dict[str, tuple[Cell, ...]],
) -> None:
    agreed, grounds = items["A1"][1:3]
    assert agreed.notes == ("sikkerhet: middels", "endring: økt")
    assert grounds.text == "Sagt to ganger i klassen."
    assert grounds.notes == ("For: nr. 1 · Imot: nr. 2", "Vi forsto spørsmålet ulikt. Noen tenkte på mål.")


def test_the_participants_own_ratings_are_printed_with_roles_and_spread(items: dict[str, tuple[Cell, ...]]) -> None:
    assert items["A1"][3] == Cell("1: Forebyggende politi\n2: de 3 andre", notes=("spredning: 1 trinn",))
    assert items["B1"][3] == Cell("2: alle 4")


def test_own_ratings_stay_hidden_before_the_reveal(practice_draft: Dossier, printed_draft: Printed) -> None:
    rows = rows_of(section(practice_draft, "Risiko og trussel").tables)
    assert all(row[3] == Cell("skjult") for row in rows.values())
    assert not printed_draft.says("de 3 andre")


def test_the_halves_are_apart_and_domains_say_how_much_is_known(dossier: Dossier) -> None:
    headings = [one.heading for one in build(dossier).sections[1:4]]
    assert headings == ["Risiko og trussel", "Trivsel og motstandskraft", "På tvers"]
    assert section(dossier, "Risiko og trussel").tables[0].note == "kjent 1 av 3 · ukjent 1 · ikke innhentet 1"


def test_an_observation_is_printed_with_source_grading_and_the_basis_that_was_given(dossier: Dossier) -> None:
    number, seen, source, concerns = section(dossier, "Opplysninger").tables[0].rows[0]
    assert number.code is not None
    assert number.code.text == "1"
    assert seen.notes == ("Tolkning: Kan være et forsvar for vold.",)
    assert source.text == "Skole"
    assert source.notes == (
        "observert uke 8, mottatt 27.02.2026",
        "faktisk forhold, sett eller hørt selv",
        "kilden: vanligvis pålitelig (B)",
        "innholdet: sannsynlig riktig (2)",
    )
    assert concerns.notes == (
        "delt, oppgitt hjemmel: ikke-i-lista (står ikke i lista over hjemler)",
        "nødvendig fordi: Politiet må kunne vurdere det.",
    )


def test_a_withdrawn_observation_stays_with_its_reason_and_counts_nowhere(
    dossier: Dossier, items: dict[str, tuple[Cell, ...]]
) -> None:
    seen = section(dossier, "Opplysninger").tables[0].rows[2][1]
    assert seen.struck
    assert seen.notes == ("Trukket tilbake og teller ikke: Melderen tok feil av person.",)
    assert "3" not in items["A1"][2].notes[0]


def test_a_lawful_observation_is_marked_and_listed_in_the_rights_check(dossier: Dossier) -> None:
    assert "Taler ikke for bekymring alene." in section(dossier, "Opplysninger").tables[0].rows[1][1].notes[0]
    intro = section(dossier, "Rettighetskontroll").intro[0]
    assert intro.startswith("Merket som lovlig ytring, tro, klær eller forsamling: nr. 2.")


def test_each_party_stands_beside_the_group(dossier: Dossier) -> None:
    rows = section(dossier, "Hver parts eget nivå").tables[0].rows
    assert [row[1].lead for row in rows] == ["Moderat", "Høy", "Moderat"]
    assert rows[2][2].notes == ("satt 3. mars 2026 kl. 11.00",)


def test_the_checklist_tells_found_from_answered(dossier: Dossier) -> None:
    rows = section(dossier, "Kvalitetskontroll").tables[0].rows
    assert [row[1].lead for row in rows] == ["✓ i orden", "✓ i orden", "Ja"]
    assert rows[2][2].text == "Lest høyt."


def test_a_void_signature_is_printed_as_void(dossier: Dossier) -> None:
    rows = section(dossier, "Signaturer og tillegg").tables[0].rows
    assert [row[3].text for row in rows] == ["Nei, innholdet ble endret etterpå", "Ja, akkurat dette innholdet"]


def test_a_signature_on_other_content_is_found(dossier: Dossier) -> None:
    other = changed(dossier, review_on=None)
    assert section(other, "Signaturer og tillegg").tables[0].rows[1][3].text == "Nei, innholdet er et annet"


def test_the_instrument_is_named_with_version_licence_and_what_it_is_not(printed: Printed) -> None:
    for words in (
        "Lite verktøy (lite 1.2.3)",
        "Ikke validert – støtte for faglig skjønn.",
        "CC BY 4.0, Ingen.",
        "abab abab abab",
        "812:abc1 23de",
        "Norsk tid",
        "Fristen var 11. mars.",
        "SLT ringte operasjonssentralen",
        "Han blir bedt om å true noen.",
        "Kan oppleves som en anklage.",
        "Ring politiet i dag.",
    ):
        assert printed.says(words), words


def test_a_prompt_without_an_answer_is_said_to_have_none(dossier: Dossier) -> None:
    answers = {prose.heading: prose for prose in section(dossier, "Gruppas forklaring").prose}
    assert answers["En annen forklaring?"].text == "Ikke besvart."
    assert answers["En annen forklaring?"].missing


def test_every_table_has_headings_for_its_columns_and_rows(dossier: Dossier) -> None:
    page = render_html(build(dossier))
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert tables
    for table in tables:
        assert '<th scope="col">' in table
        body = table.split("<tbody>")[1]
        assert body.count("<tr>") == body.count('<th scope="row"')
