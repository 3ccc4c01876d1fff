"""The blank form: what stands on it, and what a filled one says when it is read back."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader, PdfWriter

from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.instrument.scale import Level
from assess.reports.assurance import spaced
from assess.reports.blank_form import blank_form
from assess.reports.form_pdf import form_html, form_pdf
from tests.reports.conftest import flat

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject


@pytest.fixture(scope="module")
def vrb() -> Edition:
    return Library().edition("vrb")


@pytest.fixture(scope="module")
def triage() -> Edition:
    return Library().edition("triage")


@pytest.fixture(scope="module")
def paper(vrb: Edition) -> PdfReader:
    return PdfReader(BytesIO(form_pdf(blank_form(vrb, "nb"))))


@pytest.fixture(scope="module")
def fillable(triage: Edition) -> bytes:
    return form_pdf(blank_form(triage, "nb", fillable=True))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def with_changes(edition: Edition, **changes: object) -> Edition:
    fields = {name: getattr(edition.instrument, name) for name in Instrument.model_fields}
    return Edition(instrument=Instrument.model_construct(**{**fields, **changes}))


def test_every_item_stands_in_the_instruments_order_with_each_of_its_codes(vrb: Edition) -> None:
    form = blank_form(vrb, "nb")
    items = [item for domain in form.domains for item in domain.items]
    assert [item.id for item in items] == [item.id for item in vrb.instrument.items()]
    for item in items:
        assert tuple(choice.code for choice in item.choices) == vrb.instrument.scale_of(item.id).codes()


def test_a_code_says_what_it_means_for_just_this_item(vrb: Edition) -> None:
    item = blank_form(vrb, "nb").domains[0].items[0]
    anchors = vrb.instrument.item("A1").anchors
    assert [choice.text for choice in item.choices] == [*anchors.values(), "Ukjent – bør avklares", "Ikke innhentet"]


def test_a_code_without_an_anchor_says_what_follows_from_it(triage: Edition) -> None:
    item = blank_form(triage, "nb").domains[0].items[0]
    assert item.choices[1].text == "Ja. Avbryt, og ring 112. Ikke drøft videre her."


def test_a_critical_item_is_marked_by_shape_and_by_word(vrb: Edition) -> None:
    page = form_html(blank_form(vrb, "nb"))
    critical = [item.critical.at_least for item in vrb.instrument.items() if item.critical is not None]
    assert re.findall(r"◆ kritisk fra (\w+)", page) == critical
    assert critical
    assert "◆ betyr at forholdet er kritisk." in page


def test_the_head_asks_for_a_role_and_never_for_a_name(vrb: Edition) -> None:
    form = blank_form(vrb, "nb")
    assert [field.name for field in form.head] == ["case", "date", "role", "service"]
    for field in form.head:
        assert "navn" not in field.label or "ikke navn" in field.label


def test_the_instruction_says_that_unknown_is_never_low_and_lawful_things_never_count_alone(vrb: Edition) -> None:
    words = text_of(form_html(blank_form(vrb, "nb")))
    assert "Fyll ut alene, før noen har snakket sammen om saken." in words
    assert "U betyr at det er ukjent og bør avklares. Ukjent regnes aldri som lavt." in words
    assert "Har ingen hørt noe, er svaret U, ikke 0." in words
    assert "X betyr at det ikke er innhentet" in words
    assert "Lovlige ytringer, tro, klær og forsamlinger teller aldri alene." in words


def test_an_instrument_without_a_round_alone_asks_for_one_form_together(triage: Edition) -> None:
    words = text_of(form_html(blank_form(triage, "nb")))
    assert "Dette verktøyet har ingen runde der hver vurderer for seg." in words
    assert "Fyll ut alene" not in words
    assert "X betyr" not in words
    assert "er svaret U, ikke N." in words


def test_where_parties_rate_one_fills_in_for_each_party(vrb: Edition) -> None:
    form = blank_form(with_changes(vrb, rounds="parties_then_agreed"), "nb")
    assert form.instruction[0].startswith("Én fra hver part fyller ut på vegne av parten")


def test_the_form_speaks_the_instruments_other_language(vrb: Edition) -> None:
    form = blank_form(vrb, "en")
    assert form.domains[0].items[0].title == vrb.spoken("en").item("A1").title
    assert '<html lang="en">' in form_html(form)


def test_what_the_fonts_lack_is_printed_as_a_code(vrb: Edition) -> None:
    assert blank_form(with_changes(vrb, title="Verktøy 🙂"), "nb").group == "Verktøy [U+1F642]"


def test_a_long_scale_goes_over_several_lines(vrb: Edition) -> None:
    levels = tuple(Level(code=str(number), label=f"Trinn {number}") for number in range(11))
    scales = tuple(scale.model_copy(update={"levels": levels}) for scale in vrb.instrument.scales)
    form = blank_form(with_changes(vrb, scales=scales), "nb")
    assert {choice.share for choice in form.domains[0].items[0].choices} == {100 // 7}
    for item in blank_form(vrb, "nb").domains[0].items:
        assert sum(choice.share for choice in item.choices) <= 100


def test_thirty_four_items_take_six_pages_at_most(paper: PdfReader) -> None:
    assert 4 <= len(paper.pages) <= 6


def test_every_sheet_says_which_version_it_is_and_asks_again_whose_it_is(paper: PdfReader, vrb: Edition) -> None:
    count = len(paper.pages)
    for number, page in enumerate(paper.pages, 1):
        text = flat(page.extract_text())
        for words in (spaced(vrb.hash), "vrb 0.2.0", f"side {number} av {count}"):
            assert flat(words) in text, words
        assert (flat("Sak ____________________   Rolle") in text) is (number > 1)


def test_nothing_on_paper_can_be_filled_in_on_a_screen(paper: PdfReader) -> None:
    assert "/AcroForm" not in paper.root_object


def test_a_filled_form_is_read_back_by_item_and_code(fillable: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(fillable))
    filled = {"case": "F-2026-0042", "role": "Lærer", "T1": "/J", "T2": "/U", "T1_reason": "Sagt i går.", "more": "T2"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    kept = BytesIO()
    writer.write(kept)
    fields = PdfReader(kept).get_fields() or {}
    assert {name: fields[name]["/V"] for name in filled} == filled
    assert fields["T3"]["/V"] == "/Off"
    assert fields["T1_observations"]["/V"] == ""


def test_each_field_is_read_aloud_as_its_item_and_each_square_as_its_code(fillable: bytes) -> None:
    fields = PdfReader(BytesIO(fillable)).get_fields() or {}
    assert fields["T1"]["/TU"] == "T1 Fare nå"
    assert fields["T1_reason"]["/TU"] == "T1 Fare nå: begrunnelse"
    squares = [kid.get_object() for kid in fields["T1"]["/Kids"]]
    assert [square["/TU"] for square in squares] == ["T1 Fare nå: N Nei", "T1 Fare nå: J Ja", "T1 Fare nå: U Vet ikke"]
    assert [set(square["/AP"]["/N"]) for square in squares] == [{"/N", "/Off"}, {"/J", "/Off"}, {"/U", "/Off"}]


def test_an_answer_can_be_taken_back(fillable: bytes) -> None:
    fields = PdfReader(BytesIO(fillable)).get_fields() or {}
    cannot_be_turned_off = 1 << 14
    assert not fields["T1"]["/Ff"] & cannot_be_turned_off


def test_every_field_has_a_look_of_its_own_and_asks_no_program_to_draw_it(fillable: bytes) -> None:
    read = PdfReader(BytesIO(fillable))
    form = cast("DictionaryObject", read.root_object["/AcroForm"].get_object())
    assert "/NeedAppearances" not in form
    for page in read.pages:
        for reference in cast("list[DictionaryObject]", page.get("/Annots", [])):
            assert "/AP" in cast("DictionaryObject", reference.get_object())


def test_a_form_asks_for_nothing_and_runs_nothing(fillable: bytes) -> None:
    for word in (b"/JavaScript", b"/SubmitForm", b"/URI", b"/OpenAction"):
        assert word not in fillable


@pytest.mark.slow
def test_the_same_instrument_gives_the_same_bytes(fillable: bytes, triage: Edition) -> None:
    assert form_pdf(blank_form(triage, "nb", fillable=True)) == fillable
