"""Any text with an invented number planted in it, and any text at all."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assess.casework.identifiers import identifiers, masked

TODAY = date(2026, 11, 21)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Nd", "Nl", "No"]), max_size=60)
DAYS = st.dates(date(1930, 1, 1), date(2020, 12, 31))
FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@st.composite
def national_ids(draw: st.DrawFn) -> str:
    """A fødselsnummer, D-number or H-number of nobody, with right check digits, as people space it."""
    day, more = draw(DAYS), draw(st.sampled_from([(0, 0), (40, 0), (0, 40), (0, 80)]))
    digits = f"{day.day + more[0]:02}{day.month + more[1]:02}{day:%y}"
    nine = digits + draw(st.integers(0, 999).map("{:03}".format).filter(lambda end: _check(digits + end) is not None))
    between = draw(st.sampled_from(["", " ", ".", "-", "\u00a0"]))
    return f"{nine[:6]}{between}{nine[6:]}{_check(nine)}"


def _check(nine: str) -> str | None:
    first = -sum(int(digit) * weight for digit, weight in zip(nine, FIRST, strict=True)) % 11
    second = -sum(int(digit) * weight for digit, weight in zip(f"{nine}{first % 10}", SECOND, strict=True)) % 11
    return None if 10 in (first, second) else f"{first}{second}"


@given(LETTERS, national_ids(), LETTERS)
def test_a_number_is_found_wherever_it_stands_and_nothing_of_it_is_left(before: str, number: str, after: str) -> None:
    text = f"{before} {number} {after}"
    found = identifiers(text, TODAY)
    assert [text[one.start : one.end] for one in found if one.kind == "national_id"] == [number]
    assert number not in masked(text, found)


@given(LETTERS, DAYS, LETTERS)
def test_a_day_after_the_word_for_birth_is_found(before: str, day: date, after: str) -> None:
    text = f"{before} født {day:%d.%m.%Y} {after}"
    start = text.index(f"{day:%d.%m.%Y}", len(before))
    assert any(one.kind == "birth_date" and one.start <= start < one.end for one in identifiers(text, TODAY))


@given(st.text(max_size=200) | st.text("0123456789 .-/+()@", max_size=200))
def test_findings_stand_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    found = identifiers(text, TODAY)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(one.start < one.end for one in found)
    assert not edges or edges[-1] <= len(text)
